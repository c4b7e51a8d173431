public import SessionStore

/// One session of a folder, as its index knows it.
public struct IndexedSession: Sendable {
    /// What is known of a session that can be read.
    public struct Content: Sendable {
        /// The session's random id, the same in every copy.
        public let session: String
        /// Of `main`, or of the first branch where that was renamed.
        public let preview: Preview
        /// How many there are, archived ones and those of subagents included.
        public let branches: Int
        /// How many of them are a subagent's.
        public let subagents: Int
        /// Whether a hold keeps it from being erased and pruned.
        public let isHeld: Bool
        /// Whether it stands before others: the setting `pinned` of the session.
        public let isPinned: Bool
        /// Whether it takes no more events.
        public let isArchived: Bool
        /// The tool whose transcript it was made of, such as `claude-code`; nil: none.
        public let source: String?
        /// The folder it began in; nil: it says none.
        public let folder: String?
        /// The folder of the repository that ``folder`` is part of: worktrees of one repository
        /// have the same. Where it is not known: ``folder``.
        public let repository: String?
        /// The branch of that repository, as the session says last.
        public let gitBranch: String?
    }

    /// What the index knows, held once: a list of thousands is sorted and filtered without copying
    /// each of their texts.
    final class Known: Sendable {
        let name: String
        let content: Result<Content, SessionError>

        init(name: String, content: Result<Content, SessionError>) {
            self.name = name
            self.content = content
        }
    }

    let known: Known

    /// The file, as the folder's path leads to it.
    public let path: String

    init(_ known: Known, in folder: SessionFolder) {
        self.known = known
        path = folder.path(of: known.name)
    }

    /// The name of its file in the folder.
    public var name: String { known.name }

    /// What it says, or why it cannot be read.
    public var content: Result<Content, SessionError> { known.content }
}
