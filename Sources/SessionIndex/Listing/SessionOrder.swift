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
        let keys = rows.enumerated().map { key(of: $1, at: $0) }
        return keys.sorted { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.text != right.text { return left.text < right.text }
            if left.number != right.number { return left.number < right.number }
            return rows[left.index].path < rows[right.index].path
        }.map { rows[$0.index] }
    }

    private struct Key {
        let index: Int
        /// 0: pinned; 1: not; 2: cannot be read.
        let rank: Int
        var text = ""
        var number = 0
    }

    private func key(of row: IndexedSession, at index: Int) -> Key {
        guard case .success(let content) = row.content else { return Key(index: index, rank: 2) }
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
