/// One recorded change of a session, as it was appended.
///
/// An event never changes. What it says about itself (``kind``, ``subject``, who, when, why) stands
/// beside its ``body``, which holds the writer's own bytes.
public struct Event: Sendable, Hashable {
    /// Its place in this file, all branches together, in the order written: 1, 2, 3 … Local to the
    /// file, and therefore never part of what is hashed.
    public let position: Position
    /// The branch whose line it was appended to; nil for an event of the control line.
    public let branch: BranchName?
    /// Its place on its line: 1, 2, 3 …, the same in every copy of the file.
    public let revision: Revision
    /// Also one that this version does not know.
    public let kind: EventKind
    /// The version of the kind's schema that the body follows, from 1.
    public let version: Int
    /// The format that the body is written in when it came from another tool; nil: ours.
    public let dialect: Dialect?
    /// What a setting event sets: a file's path, a setting's name, a tab's id.
    public let subject: String?
    /// Who did it; ``EventActor/erased`` of an erased event.
    public let actor: EventActor
    /// When it happened, as its writer says.
    public let occurredAt: Timestamp
    /// When it was written into this file.
    public let recordedAt: Timestamp
    /// The revision on its own line that led to it.
    public let cause: Revision?
    /// The digest of the event that this one stands for, when a merge took it over.
    public let origin: EventDigest?
    /// The writer's own id, unique on the line.
    public let id: String?
    /// The change itself. Of an erased event: the empty object.
    public let body: JSON
    /// The new content of a file, byte for byte; nil where the event carries none.
    public let content: [UInt8]?
    /// The chain's digest at this event: equal digests mean equal histories.
    public let digest: EventDigest
    /// Whether payload, subject, actor, id, cause and origin were erased.
    public let isErased: Bool

    public init(
        position: Position, branch: BranchName?, revision: Revision, kind: EventKind,
        version: Int = 1,
        dialect: Dialect? = nil, subject: String? = nil, actor: EventActor, occurredAt: Timestamp,
        recordedAt: Timestamp, cause: Revision? = nil, origin: EventDigest? = nil,
        id: String? = nil,
        body: JSON, content: [UInt8]? = nil, digest: EventDigest, isErased: Bool = false
    ) {
        self.position = position
        self.branch = branch
        self.revision = revision
        self.kind = kind
        self.version = version
        self.dialect = dialect
        self.subject = subject
        self.actor = actor
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.cause = cause
        self.origin = origin
        self.id = id
        self.body = body
        self.content = content
        self.digest = digest
        self.isErased = isErased
    }
}
