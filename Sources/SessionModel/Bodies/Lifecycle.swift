/// The session takes no more events until it is reopened.
public struct SessionArchived: EventBody {
    public static let kind = EventKind.sessionArchived

    public init() {}
    public init(_ body: JSON, version: Int) {}
    public var json: JSON { .object([]) }
}

/// The session takes events again.
public struct SessionReopened: EventBody {
    public static let kind = EventKind.sessionReopened

    public init() {}
    public init(_ body: JSON, version: Int) {}
    public var json: JSON { .object([]) }
}

/// The session was written out in some format.
public struct SessionExported: EventBody {
    public static let kind = EventKind.sessionExported
    /// Such as `markdown`.
    public var format: String

    public init(format: String) { self.format = format }

    public init(_ body: JSON, version: Int) { format = body["format"]?.string ?? "" }

    public var json: JSON { ["format": .string(format)] }
}

/// Events were erased.
public struct ContentRedacted: EventBody {
    public static let kind = EventKind.contentRedacted
    /// The chain's digests at the events that were erased.
    public var digests: [EventDigest]
    /// Why, for whoever reads the record later.
    public var reason: String
    /// Who asked for it, where that is somebody else than the event's actor: a court, a customer.
    public var authority: String?

    public init(digests: [EventDigest], reason: String, authority: String? = nil) {
        self.digests = digests
        self.reason = reason
        self.authority = authority
    }

    public init(_ body: JSON, version: Int) {
        digests = (body["digests"]?.elements ?? []).compactMap {
            $0.string.flatMap { EventDigest($0) }
        }
        reason = body["reason"]?.string ?? ""
        authority = body["authority"]?.string
    }

    public var json: JSON {
        .object([
            ("digests", .array(digests.map { .string($0.description) })),
            ("reason", .string(reason)), ("authority", .optional(authority)),
        ])
    }
}

/// Nothing of the session may be erased while a hold is set.
public struct HoldSet: EventBody {
    public static let kind = EventKind.holdSet
    /// What the hold is released by.
    public var name: String
    /// Why it was set; of a release, why it was lifted.
    public var reason: String
    /// Whether the hold is lifted.
    public var isRemoved: Bool

    public init(name: String, reason: String, isRemoved: Bool = false) {
        self.name = name
        self.reason = reason
        self.isRemoved = isRemoved
    }

    public init(_ body: JSON, version: Int) {
        name = body["name"]?.string ?? ""
        reason = body["reason"]?.string ?? ""
        isRemoved = body["removed"]?.bool ?? false
    }

    public var json: JSON {
        .object([
            ("name", .string(name)), ("reason", .string(reason)),
            ("removed", isRemoved ? true : nil),
        ])
    }
}

/// The heads of all lines at one moment were signed, so that a cut-off end or a history written
/// anew shows.
public struct SessionSealed: EventBody {
    public static let kind = EventKind.sessionSealed
    /// The signed note; its text is a ``Checkpoint``.
    public var note: String

    public init(note: String) { self.note = note }

    public init(_ body: JSON, version: Int) { note = body["note"]?.string ?? "" }

    public var json: JSON { ["note": .string(note)] }
}
