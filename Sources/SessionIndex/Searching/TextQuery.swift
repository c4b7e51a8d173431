public import SessionStore

/// What is looked for in the texts of a folder's sessions.
///
/// Everything that is not set fits all; several values for one thing are alternatives, different
/// things must all fit. In patterns `*` stands for any text.
public struct TextQuery: Sendable, Hashable {
    /// Words that must all occur. `"several words"` occur one behind the other; `pars*` is the
    /// beginning of a word. Whatever else is in it counts as words, or not at all.
    public var words: String
    /// What the text is; empty: anything.
    public var sorts: Set<TextSort> = []
    /// Patterns of who said it: `user:ana`, `model:*`; a role or a name alone.
    public var actors: [String] = []
    /// Patterns of the tool that was called, or that returned.
    public var tools: [String] = []
    /// Patterns of the model that answered.
    public var models: [String] = []
    /// Only what was said then or later; to the second.
    public var since: Timestamp?
    /// Only what was said before.
    public var until: Timestamp?
    /// Only what is on the line of one of these branches.
    public var branches: [BranchName] = []
    /// Only in the files of these names; nil: in all of the folder.
    public var files: Set<String>?
    /// Only commands that were run.
    public var onlyCommands = false
    /// Only failures, of tools and of models.
    public var onlyFailures = false
    /// At most this many hits.
    public var limit = 20

    /// What is looked for in everything.
    public init(_ words: String) { self.words = words }
}

/// Something that was found: one text that one event says, and where it is.
public struct TextHit: Sendable {
    /// The name of the session's file in the folder.
    public let name: String
    /// The file, as the folder's path leads to it.
    public let path: String
    /// The title of the session.
    public let title: String
    /// The event that says it. ``moment`` is the session just after it.
    public let point: Point
    /// The event's place in the file.
    public let position: Position
    public let sort: TextSort
    public let actor: EventActor
    public let occurredAt: Timestamp
    /// The tool that was called, or the model that answered.
    public let detail: String?
    /// The piece of the text in which the words stand.
    public let excerpt: Excerpt
    /// From 0; comparable within one answer alone.
    public let score: Double
    /// Files that hold the same event: forks, copies, other imports of one transcript.
    public let copies: [String]

    /// As it is written, to be pasted behind the file: `main@120`.
    public var moment: Moment { point.moment }
}

/// What a search gives.
public struct SearchAnswer: Sendable {
    /// The best first.
    public let hits: [TextHit]
    /// How many pieces of each sort fit, forks and copies counted once, as far as was looked.
    public let counts: [TextSort: Int]
    /// Sessions that these are in.
    public let sessions: Int
    /// Where it was cut: of sorts with more hits, the newest ones were ranked.
    public let cuts: [SearchCut]
    /// Sessions whose texts are not in the index, and why.
    public let unread: [IndexedSession]
}

/// Where a search stopped to look.
public struct SearchCut: Sendable, Hashable {
    /// Whether prompts and titles were cut, or what models and tools said.
    public let isOfPrompts: Bool
    /// How many were ranked, the newest.
    public let ranked: Int
}

/// The piece of a text in which words were found.
public struct Excerpt: Sendable, Hashable {
    public struct Part: Sendable, Hashable {
        public let text: String
        /// Whether it is one of the words.
        public let isMatch: Bool
    }

    /// In the order of the text, white space made one space.
    public let parts: [Part]
    /// Whether the text begins before it, and goes on behind it.
    public let isCutBefore: Bool
    public let isCutBehind: Bool

    /// The piece as it reads.
    public var text: String { parts.map(\.text).joined() }
}
