internal import SessionStore

/// A row of the table `file`, with the preview that a list shows.
struct FileRow: Sendable {
    var id: Int
    var name: String
    var stamp: FileStamp
    /// When the stamp was taken, in nanoseconds since 1970.
    var seen: Int
    var content: Result<IndexedSession.Content, SessionError>
    /// The last position in the log, and which state of the log it is.
    var events: Position
    var epoch: UInt64?
    var text: TextState

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
