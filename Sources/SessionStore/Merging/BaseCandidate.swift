internal import SessionModel

/// A value of one subject that both sides of a merge have seen, wherever it stood when they last
/// had it in common.
struct BaseCandidate {
    /// One of the entries that hold it.
    let entry: LogEntry
    private let identity: EventDigest
    /// Where it was set: the entries that stand for the original, and the original.
    private var places: [LogEntry] = []
    /// What had led to where it stood in the end, and to its original.
    private var known: [Ancestry] = []

    /// Of several values those that no other one supersedes: an order between lines there is not,
    /// so what counts is who had seen the other's and went on from it, or kept its own. Two that
    /// both did stay both.
    ///
    /// - Parameter positions: of the subject's newest entry at each base, as the bases are ordered.
    static func newest(
        of positions: some Sequence<Position?>, at bases: [MergeBase], _ view: LogView
    ) throws -> [LogEntry] {
        var candidates: [BaseCandidate] = []
        for (base, position) in zip(bases, positions) {
            guard let position,
                let entry = try view.entry(at: position, headersOnly: true)
            else { continue }
            let identity = view.identity(of: entry)
            let index =
                candidates.firstIndex { $0.identity == identity }
                ?? {
                    candidates.append(BaseCandidate(entry: entry, identity: identity))
                    return candidates.count - 1
                }()
            try candidates[index].add(entry, at: base, view)
        }
        return candidates.filter { candidate in
            !candidates.contains { $0.supersedes(candidate) && !candidate.supersedes($0) }
        }.sorted { $0.order < $1.order }.map(\.entry)
    }

    /// The same in whatever order the lines were written.
    private var order: (Timestamp, String) { (entry.occurred, identity.description) }

    private init(entry: LogEntry, identity: EventDigest) {
        self.entry = entry
        self.identity = identity
    }

    private mutating func add(_ entry: LogEntry, at base: MergeBase, _ view: LogView) throws {
        places.append(entry)
        known.append(base.ancestry)
        guard let position = entry.originPosition,
            let original = try view.entry(at: position, headersOnly: true)
        else { return }
        places.append(original)
        let end = LineEnd(line: try view.line(original.branch), revision: original.revision)
        known.append(try Ancestry(of: end, view))
    }

    private func supersedes(_ other: BaseCandidate) -> Bool {
        identity != other.identity
            && known.contains { ancestry in
                other.places.contains {
                    ancestry.contains(branch: $0.branch, revision: $0.revision)
                }
            }
    }
}
