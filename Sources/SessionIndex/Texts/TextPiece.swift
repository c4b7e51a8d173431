public import SessionStore

/// What a piece of text is of its session.
public enum TextSort: Int, Sendable, Hashable, CaseIterable {
    case title, prompt, answer, thinking, call, result, path, note

    /// As it is written and shown.
    public var name: String { "\(self)" }

    /// The kinds of events that say it.
    public var kinds: [EventKind] {
        switch self {
        case .title: [.titleChanged]
        case .prompt: [.promptSubmitted, .commandGiven]
        case .answer: [.responseReceived, .responseFailed, .toolCalled]
        case .thinking: [.responseReceived, .toolCalled]
        case .call: [.toolCalled]
        case .result: [.toolReturned]
        case .path: [.fileChanged]
        case .note: [.noteAdded]
        }
    }

    /// The table of the month that it stands in, and its column there.
    var table: MonthTable {
        switch self {
        case .title, .prompt, .note: .prompt
        case .answer, .thinking, .call, .result, .path: .output
        }
    }

    var column: String { table == .prompt ? "text" : name }

    /// Whether parts of its words are found.
    var hasParts: Bool { table == .prompt || self == .answer }
}

/// A text that can be found: what one event says of one sort.
struct TextPiece: Sendable {
    struct Flags: OptionSet, Sendable {
        let rawValue: Int
        /// The result of a failure.
        static let failure = Flags(rawValue: 1)
        /// A command that was run, or what it gave.
        static let command = Flags(rawValue: 2)
    }

    let position: Position
    let time: Timestamp
    let sort: TextSort
    let flags: Flags
    /// 48 bits that are equal in forks, copies and transcripts that were imported twice.
    let lineage: Int
    let actor: String?
    /// The tool that was called, or the model that answered.
    let detail: String?
    /// As it is indexed: ``IndexedText``.
    let text: String
    /// As it was said, where the index keeps it; nil: it has to be looked up in the session.
    let kept: KeptText?
    /// How many words are in it, about.
    let words: Int
}

/// A stretch of a log that stands on one line: from `position` on revisions grow by one each.
struct LogStretch: Sendable, Hashable {
    let position: Position
    let branch: BranchID
    let revision: Revision
}

/// A text that the index keeps, and when the event that says it happened.
struct KeptText: Sendable {
    let text: String
    let occurred: Timestamp

    /// Bytes of the longest one.
    static let limit = 4096
}
