/// The log of requests to models that a tool keeps among its records, which names by hashes what
/// other records say.
package protocol RequestLog: Sendable {
    /// The kinds of events whose records make messages.
    static var messageKinds: Set<EventKind> { get }

    /// The request that a record tells; nil where it tells none, or in a form that is not known.
    static func request(_ record: JSON) -> HashedRequest?
    /// The system prompt and tools that a record holds, and the hash by which requests name them;
    /// nil where it holds none.
    static func shape(_ record: JSON) -> (hash: EventDigest, value: JSON)?
    /// The subject of the event that holds a message which stands in no other record.
    static func blobSubject(_ hash: String) -> String

    init()

    /// Takes in a line's next event.
    ///
    /// - Returns: the messages that are known by now: its own, and of answers that are over.
    mutating func add(_ event: Event) -> [LoggedMessage]
    /// The messages of the answers that no record followed.
    mutating func finish() -> [LoggedMessage]
}

/// A request to a model as a tool's own log of requests tells it: the first messages of an earlier
/// request, then messages of its own, each named by a hash.
///
/// A hash is SHA-256 over the canonical JSON of what it names.
package struct HashedRequest: Sendable {
    package let id: String
    /// The request that it builds on; nil: it names all of its messages.
    package let base: String?
    /// How many messages of the base it begins with.
    package let keep: Int
    package let tail: [EventDigest]
    /// Of the record that holds system and tools.
    package let shape: EventDigest?
    /// The other members of the request's body.
    package let parameters: JSON
    /// Where markers for the provider's cache stood, and what they were.
    package let markers: [(path: [JSON], value: JSON)]
}

/// A message of a request, and the revisions whose records it is made of.
package struct LoggedMessage: Sendable {
    package let value: JSON
    package let revisions: [Revision]
}

/// The messages of requests that the records of a line make, whatever tools they are of.
package struct LoggedMessages {
    private var logs: [Dialect: any RequestLog] = [:]

    package init() {}

    /// The kinds of events whose records make messages.
    package static var kinds: Set<EventKind> { Dialect.kindsOfLoggedMessages }

    /// Takes in a line's next event.
    ///
    /// - Returns: the messages that are known by now: its own, and of answers that are over.
    package mutating func add(_ event: Event) -> [LoggedMessage] {
        guard let dialect = event.dialect, !event.isErased, let log = dialect.requestLog
        else { return [] }
        return logs[dialect, default: log.init()].add(event)
    }

    /// The messages of the answers that no record followed.
    package mutating func finish() -> [LoggedMessage] {
        defer { self = Self() }
        return Dialect.known.flatMap { logs[$0]?.finish() ?? [] }
    }
}
