internal import SessionStore

/// A row of the table `file`, with the preview that a list shows.
struct FileRow: Sendable {
    let id: Int
    let stamp: FileStamp
    /// When the stamp was taken, in nanoseconds since 1970.
    let seen: Int
    let known: IndexedSession.Known
    /// The last position in the log, and which state of the log it is.
    let events: Position
    let epoch: UInt64?
    let text: TextState

    var name: String { known.name }
    var content: Result<IndexedSession.Content, SessionError> { known.content }

    /// Whether the session has texts that are not in the index.
    var isBehind: Bool {
        guard case .success = content else { return false }
        return text.position < events || text.epoch != epoch || epoch == nil
    }
}

/// How far the texts of a session are in the index.
struct TextState: Sendable, Hashable {
    /// The last event whose text is in it; 0: none is.
    var position: Position = 0
    /// Which state of the log that event is of.
    var epoch: UInt64?
    var digest: EventDigest?
}

/// What was seen of one file, to be written into the index.
struct FileSight: Sendable {
    let name: String
    let stamp: FileStamp
    let seen: Int
    let facts: Result<SessionFacts, SessionError>
    /// The folder of the repository that the session's folder is part of.
    let repository: String?
}
