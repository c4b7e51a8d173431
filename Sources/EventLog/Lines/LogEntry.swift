package import SessionTerms

/// An event as the log knows it: who, when, why, and a payload that it does not look into.
package struct LogEntry: Sendable, Hashable {
    package var position: Position
    package var branch: BranchID
    package var revision: Revision
    package var kind: EventKind
    package var version: Int
    package var dialect: Dialect?
    package var subject: String?
    /// Nil when erased.
    package var actor: EventActor?
    package var occurred: Timestamp
    package var recorded: Timestamp
    /// A revision on the same line.
    package var cause: Revision?
    package var origin: EventDigest?
    /// Where the event is that this one stands for.
    package var originPosition: Position?
    package var id: String?
    package var digest: EventDigest
    package var isErased: Bool
    /// Bytes of body and content together, known without reading them; of an event that stands for
    /// another one, that one's.
    package var size: Int
    /// The body, then the content. Empty where only headers were asked for.
    package var body: [UInt8] = []
    package var content: [UInt8]?

    /// With a copy of its payload.
    package consuming func keeping(_ payload: LogPayload) -> LogEntry {
        body = Array(payload.body)
        content = payload.content.map { Array($0) }
        return self
    }
}

/// An event's payload where it was decoded. Copy what is kept: whoever holds on to it has the next
/// decoding copy all that lies there.
package struct LogPayload {
    /// The body, then the content.
    package let bytes: ArraySlice<UInt8>
    /// How much of it is the content; nil: there is none.
    private let contentSize: Int?

    init(bytes: ArraySlice<UInt8> = [], content: Int? = nil) {
        self.bytes = bytes
        contentSize = content
    }

    package var body: ArraySlice<UInt8> { bytes.dropLast(contentSize ?? 0) }
    package var content: ArraySlice<UInt8>? { contentSize.map { bytes.suffix($0) } }
}

/// An event to be appended.
package struct NewEntry: Sendable {
    package var kind: EventKind
    package var version: Int
    package var dialect: Dialect?
    package var subject: String?
    package var actor: EventActor
    package var occurred: Timestamp
    package var recorded: Timestamp
    package var cause: Revision?
    /// The digest of the event that it stands for, and where that is in this file.
    package var origin: (digest: EventDigest, position: Position)?
    package var id: String?
    package var body: [UInt8]
    package var content: [UInt8]?
    /// Whether the payload is likely to resemble the last one of its kind and subject.
    package var resemblesLast: Bool
    /// Made of just this; nil: it is made when the event is appended.
    package var commitment: Commitment?

    package init(
        kind: EventKind, version: Int, dialect: Dialect?, subject: String?, actor: EventActor,
        occurred: Timestamp, recorded: Timestamp, cause: Revision?,
        origin: (digest: EventDigest, position: Position)?, id: String?, body: [UInt8],
        content: [UInt8]?, resemblesLast: Bool, commitment: Commitment? = nil
    ) {
        self.kind = kind
        self.version = version
        self.dialect = dialect
        self.subject = subject
        self.actor = actor
        self.occurred = occurred
        self.recorded = recorded
        self.cause = cause
        self.origin = origin
        self.id = id
        self.body = body
        self.content = content
        self.resemblesLast = resemblesLast
        self.commitment = commitment
    }
}

/// Where an appended event stands.
package struct WrittenEntry: Sendable, Hashable {
    package let position: Position
    package let revision: Revision
    package let digest: EventDigest
}
