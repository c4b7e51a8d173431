/// An event as a writer gives it, before the log has given it a place.
///
/// ```swift
/// try await session.append(
///     [.prompt("Why does the build fail?", by: .user("ana"))], to: .main, expecting: .any)
/// ```
public struct EventDraft: Sendable, Hashable {
    /// One of the known ones that add or set, or one of a program's own: `noun.verbed`, at most 100
    /// bytes.
    public var kind: EventKind
    /// Of the kind's schema, from 1.
    public var version: Int
    /// The format that the body is written in where it came from another tool; nil: ours.
    public var dialect: Dialect?
    /// What is set: a file's path, a setting's name. Of kinds that add it may be nil.
    public var subject: String?
    /// Who did it; never empty.
    public var actor: EventActor
    /// When it happened; nil: the moment of the append.
    public var occurredAt: Timestamp?
    /// What led to it.
    public var cause: Cause?
    /// The digest of the event that this one stands for; merges give it.
    public var origin: EventDigest?
    /// The writer's own id of this event, unique on its line, which makes an append repeatable:
    /// the same id with the same content again changes nothing and gives the first result; with
    /// other content it is refused (`idConflict`). nil: each append writes a new event. It is no id
    /// of what is said: what a provider calls an answer or a call stands in the body
    /// (``ResponseReceived/id``, ``ToolCalled/id``).
    public var id: String?
    /// A JSON object, kept byte for byte; with ``content`` at most 256 MB.
    public var body: JSON
    /// A file's new content, byte for byte; nil where the event carries none.
    public var content: [UInt8]?

    /// Which event led to this one.
    public enum Cause: Sendable, Hashable {
        /// An event that is in the log already.
        case revision(Revision)
        /// An event of the same batch, counted from 0.
        case batch(Int)
    }

    public init(
        kind: EventKind, version: Int = 1, dialect: Dialect? = nil, subject: String? = nil,
        actor: EventActor, occurredAt: Timestamp? = nil, cause: Cause? = nil,
        origin: EventDigest? = nil,
        id: String? = nil, body: JSON = .object([]), content: [UInt8]? = nil
    ) {
        self.kind = kind
        self.version = version
        self.dialect = dialect
        self.subject = subject
        self.actor = actor
        self.occurredAt = occurredAt
        self.cause = cause
        self.origin = origin
        self.id = id
        self.body = body
        self.content = content
    }

    /// The same draft with another time, cause or id.
    public func with(
        occurredAt: Timestamp? = nil, cause: Cause? = nil, id: String? = nil
    ) -> EventDraft {
        var copy = self
        if let occurredAt { copy.occurredAt = occurredAt }
        if let cause { copy.cause = cause }
        if let id { copy.id = id }
        return copy
    }

    /// The same draft, led to by the event of this revision on its line.
    public func cause(_ revision: Revision) -> EventDraft { with(cause: .revision(revision)) }
}
