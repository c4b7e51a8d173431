import SessionStore

/// Keeping up with what others write.
extension ViewModel {
    /// Events behind the end as it was last seen.
    var unseen: Int { max(0, head - seen) }

    /// The session has more in it than when it was looked at.
    mutating func lookAgain() {
        if !pending.contains(.branches) { pending.append(.branches) }
    }

    /// Whether all is there that the screen shows, whatever is still looked for beside it.
    var isComplete: Bool {
        switch nextLoad(in: .front) {
        case .seek, .fitting, nil: true
        default: false
        }
    }

    /// Who stands at the end and does nothing else goes along with it, as with `tail -f`. Who reads
    /// or types something is told only.
    private var goesAlong: Bool {
        guard mode == .browsing, !isPaneFocused, seek == nil else { return false }
        guard let filtered else { return revision == head }
        return revision == head || filtered.neighbour(of: revision, isForward: true) == .end
    }

    /// - Parameter isFirst: whether nothing was known of the line so far.
    mutating func grow(to head: Revision, isFirst: Bool) {
        let goesAlong = goesAlong || goal == .newest
        self.head = head
        revision = min(revision, head)
        filtered?.move(to: head)
        if isFirst || goesAlong { seen = head }
        if goesAlong, !isFirst { goToNewest() }
        showRevision()
    }

    /// It cannot be told any more what others write.
    mutating func follow(noMore reason: String) {
        note = Note(text: "not kept up to date any more: \(reason)", isError: true)
    }
}
