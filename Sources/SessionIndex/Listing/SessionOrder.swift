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
        first(rows.count, of: rows.map(\.known)) { rows[$0].path }.map { rows[$0] }
    }

    /// The first sessions of one folder in this order.
    ///
    /// - Cost: where few are wanted of many, a look at each.
    func first(_ limit: Int, of files: [IndexedSession.Known]) -> [IndexedSession.Known] {
        first(limit, of: files) { files[$0].name }.map { files[$0] }
    }

    /// - Parameter name: of the file at an index, which decides among equals.
    /// - Returns: indexes.
    private func first(
        _ limit: Int, of files: [IndexedSession.Known], _ name: (Int) -> String
    ) -> [Int] {
        let keys = files.enumerated().map { key(of: $1, at: $0) }
        func precedes(_ left: Key, _ right: Key) -> Bool {
            if left.rank != right.rank { return left.rank < right.rank }
            if left.text != right.text { return left.text < right.text }
            if left.number != right.number { return left.number < right.number }
            return name(left.index) < name(right.index)
        }
        guard limit < keys.count / 8 else {
            return keys.sorted(by: precedes).prefix(limit).map(\.index)
        }
        var best: [Key] = []
        for key in keys {
            if best.count == limit {
                guard let last = best.last, precedes(key, last) else { continue }
                best.removeLast()
            }
            best.insert(key, at: best.firstIndex { precedes(key, $0) } ?? best.count)
        }
        return best.map(\.index)
    }

    private struct Key {
        let index: Int
        /// 0: pinned; 1: not; 2: cannot be read.
        let rank: Int
        var text = ""
        var number = 0
    }

    private func key(of file: IndexedSession.Known, at index: Int) -> Key {
        guard case .success(let content) = file.content else { return Key(index: index, rank: 2) }
        var key = Key(index: index, rank: content.isPinned ? 0 : 1)
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
