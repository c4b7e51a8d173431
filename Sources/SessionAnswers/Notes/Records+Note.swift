public import SessionStore

/// Which note stands beside an answer.
public enum NoteCode: String, Sendable, CaseIterable {
    /// There is more than was asked for.
    case more
    /// Changes were erased, so that what is shown may be older than the moment.
    case erasedChanges = "erased-changes"
    /// A file's content is known from another moment than the one that was asked for.
    case seenElsewhere = "seen-elsewhere"
    /// Something has no place in the answer.
    case leftOut = "left-out"
    /// Not all hits were ranked.
    case cut
    /// An index cannot be kept, and is made again each time.
    case unkeptIndex = "unkept-index"
    /// What was begun did not come to its end.
    case stopped
}

extension Records {
    /// What is to be said beside an answer: under `note` its `code`, its `message`, and where there
    /// is more under `next` the arguments with which to ask for it.
    public static func note(_ code: NoteCode, _ message: String, next: [String] = []) -> JSON {
        let fields = JSON.object([
            ("code", .string(code.rawValue)), ("message", .string(message)),
            ("next", next.isEmpty ? nil : .array(next.map { .string($0) })),
        ])
        return ["note": fields]
    }
}
