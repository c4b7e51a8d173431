/// The order of a list of sessions; equals by name.
public enum SessionOrder: String, Sendable, CaseIterable {
    /// Those in which something happened last first.
    case newest
    /// Those that began first first.
    case oldest
    /// By the file's name.
    case name
    /// By the title.
    case title
    /// Those with the most prompts first.
    case prompts
    /// Those with the most calls of tools first.
    case calls
    /// Those with the most tokens first.
    case tokens
    /// By repository and folder, in each the newest first.
    case folder

    /// Pinned sessions first, those that cannot be read last.
    public func sorted(_ rows: [IndexedSession]) -> [IndexedSession] {
        let keyed = rows.map { (row: $0, key: key(of: $0)) }
        return keyed.sorted { left, right in
            if left.key.rank != right.key.rank { return left.key.rank < right.key.rank }
            if left.key.text != right.key.text { return left.key.text < right.key.text }
            if left.key.number != right.key.number { return left.key.number < right.key.number }
            return left.row.path < right.row.path
        }.map(\.row)
    }

    private struct Key {
        /// 0: pinned; 1: not; 2: cannot be read.
        var rank: Int
        var text = ""
        var number = 0
    }

    private func key(of row: IndexedSession) -> Key {
        guard case .success(let content) = row.content else { return Key(rank: 2) }
        var key = Key(rank: content.isPinned ? 0 : 1)
        let preview = content.preview
        let ended = preview.endedAt.map { 0 - $0.microseconds } ?? .max
        switch self {
        case .newest: key.number = ended
        case .oldest: key.number = preview.startedAt?.microseconds ?? .max
        case .name: break
        case .title: key.text = preview.title.lowercased()
        case .prompts: key.number = 0 - preview.prompts
        case .calls: key.number = 0 - preview.toolCalls
        case .tokens: key.number = 0 - preview.tokens.total
        case .folder:
            // The repository's own folder stands before its worktrees.
            let place = content.repository == content.folder ? "" : content.folder ?? ""
            key.text = (content.repository ?? "\u{10FFFF}") + "\0" + place
            key.number = ended
        }
        return key
    }
}
