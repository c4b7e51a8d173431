public import SessionModel

/// What a restore brought back, or would bring back.
public struct Restoration: Sendable, Hashable {
    /// One event, without the content of a file: all of them together may be more than there is
    /// memory.
    public struct Event: Sendable, Hashable {
        /// One of those that set a subject.
        public let kind: EventKind
        /// Of the kind's schema, from 1.
        public let version: Int
        /// The file's path or the setting's name; nil: the title.
        public let subject: String?
        /// As it is appended.
        public let body: JSON
        /// Bytes of a file's content; nil where it has none, or the log does not tell it.
        public let size: Int?
        /// Where a file's content was found, where the log does not tell it of the moment itself.
        public let sighting: FileSighting?
    }

    /// The branch's head before.
    public let head: Point
    /// What was brought back.
    public let moment: Point
    /// The events, in order; none where nothing differed.
    public let events: [Event]
    /// Files that were there at the moment, of which the log does not tell what they held: they are
    /// left as they are.
    public let kept: [FileState]
    /// Where they stand; nil where there are none, or nothing was to be written.
    public let appended: Appended?
}
