/// What a model saw at one step and not at another: messages and files that entered, left, changed.
public struct ContextDifference: Sendable, Hashable {
    /// A message of the request that was compared.
    public typealias Message = RequestMessages.Message

    /// A message that stands where another one stood, said by the same side.
    public struct Change: Sendable, Hashable {
        /// As it stood in the earlier context.
        public let old: Message
        /// As it stands in the later one.
        public let new: Message
    }

    /// A file by its path, with the revisions that gave it its content.
    public struct File: Sendable, Hashable {
        /// As the log has it.
        public let path: String
        /// Nil: it was not in the context before.
        public let old: Revision?
        /// Nil: it is not in it any more.
        public let new: Revision?
    }

    /// In the order of the later context.
    public var entered: [Message] = []
    /// In the order of the earlier one.
    public var left: [Message] = []
    /// In the order of the later context.
    public var changed: [Change] = []
    /// How many messages both have.
    public var kept = 0
    /// By path.
    public var files: [File] = []

    /// Whether both hold the same messages in the same order, and the same files.
    public var isEmpty: Bool { entered.isEmpty && left.isEmpty && changed.isEmpty && files.isEmpty }

    /// Compares two lists of messages, cache markers aside, and two sets of files by revision.
    ///
    /// - Cost: grows with what differs; where very much does, order is no longer looked at.
    public init(
        from old: [Message], to new: [Message], oldFiles: FileRevisions = [:],
        newFiles: FileRevisions = [:]
    ) {
        let start = zip(old, new).prefix { $0.identity == $1.identity }.count
        let most = min(old.count, new.count) - start
        let end = zip(old.reversed(), new.reversed()).prefix(most)
            .prefix { $0.identity == $1.identity }.count
        kept = start + end
        compare(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]))
        for path in oldFiles.paths(with: newFiles)
        where oldFiles[path] != newFiles[path] {
            files.append(File(path: path, old: oldFiles[path], new: newFiles[path]))
        }
    }

    /// Lists up to this length are compared in order.
    private static let orderLimit = 4096

    private mutating func compare(_ old: [Message], _ new: [Message]) {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        if max(old.count, new.count) <= Self.orderLimit {
            for change in new.map(\.identity).difference(from: old.map(\.identity)) {
                switch change {
                case .insert(let index, _, _): inserted.insert(index)
                case .remove(let index, _, _): removed.insert(index)
                }
            }
        } else {
            let (before, after) = (Set(old.map(\.identity)), Set(new.map(\.identity)))
            removed = Set(old.indices.filter { !after.contains(old[$0].identity) })
            inserted = Set(new.indices.filter { !before.contains(new[$0].identity) })
        }
        kept += min(old.count - removed.count, new.count - inserted.count)
        pair(old, removed, new, inserted)
    }

    /// What left and what entered between the same neighbours, role by role, is one that changed.
    private mutating func pair(
        _ old: [Message], _ removed: Set<Int>, _ new: [Message], _ inserted: Set<Int>
    ) {
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            let (gone, came) = (removed.contains(i), inserted.contains(j))
            if gone, came, old[i].role == new[j].role {
                changed.append(Change(old: old[i], new: new[j]))
                (i, j) = (i + 1, j + 1)
            } else if gone {
                left.append(old[i])
                i += 1
            } else if came {
                entered.append(new[j])
                j += 1
            } else {
                (i, j) = (i + 1, j + 1)
            }
        }
    }
}
