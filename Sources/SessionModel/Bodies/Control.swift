/// Revision 1 of the first branch: the session begins.
public struct SessionCreated: EventBody {
    public static let kind = EventKind.sessionCreated
    /// The session's random id, a UUID.
    public var session: String
    /// The program that created the file.
    public var generator: String

    public init(session: String, generator: String) {
        self.session = session
        self.generator = generator
    }

    public init(_ body: JSON, version: Int) {
        session = body["session"]?.string ?? ""
        generator = body["generator"]?.string ?? ""
    }

    public var json: JSON {
        ["session": .string(session), "generator": .string(generator)]
    }
}

/// A branch begins. The branch is known across copies by this event's digest.
public struct BranchForked: EventBody {
    public static let kind = EventKind.branchForked
    /// What it is called until it is renamed.
    public var name: BranchName
    /// The chain's digest at the fork point.
    public var from: EventDigest?
    /// The fork point's revision.
    public var revision: Revision

    public init(name: BranchName, from: EventDigest, revision: Revision) {
        self.name = name
        self.from = from
        self.revision = revision
    }

    public init(_ body: JSON, version: Int) {
        name = BranchName(rawValue: body["name"]?.string ?? "")
        from = body["from"]?.string.flatMap { EventDigest($0) }
        revision = body["revision"]?.revision ?? 0
    }

    public var json: JSON {
        .object([
            ("name", .string(name.rawValue)), ("from", .optional(from?.description)),
            ("revision", .number(revision)),
        ])
    }
}

/// A branch has another name from here on.
public struct BranchRenamed: EventBody {
    public static let kind = EventKind.branchRenamed
    /// The name before.
    public var from: BranchName
    /// The name from here on; the branch stays the one that it was.
    public var to: BranchName

    public init(from: BranchName, to: BranchName) {
        self.from = from
        self.to = to
    }

    public init(_ body: JSON, version: Int) {
        from = BranchName(rawValue: body["from"]?.string ?? "")
        to = BranchName(rawValue: body["to"]?.string ?? "")
    }

    public var json: JSON { ["from": .string(from.rawValue), "to": .string(to.rawValue)] }
}

/// A branch takes no more events.
public struct BranchArchived: EventBody {
    public static let kind = EventKind.branchArchived
    /// The branch's, as of then.
    public var name: BranchName

    public init(name: BranchName) { self.name = name }

    public init(_ body: JSON, version: Int) {
        name = BranchName(rawValue: body["name"]?.string ?? "")
    }

    public var json: JSON { ["name": .string(name.rawValue)] }
}

/// A tag marks a point.
public struct TagSet: EventBody {
    public static let kind = EventKind.tagSet
    /// Tags share their names with branches: no tag is called as a branch is.
    public var name: BranchName
    /// The chain's digest at the point.
    public var at: EventDigest?
    /// The branch that the point was named on; it may be renamed since.
    public var branch: BranchName
    /// On that branch's line.
    public var revision: Revision

    public init(name: BranchName, at: EventDigest, branch: BranchName, revision: Revision) {
        self.name = name
        self.at = at
        self.branch = branch
        self.revision = revision
    }

    public init(_ body: JSON, version: Int) {
        name = BranchName(rawValue: body["name"]?.string ?? "")
        at = body["at"]?.string.flatMap { EventDigest($0) }
        branch = BranchName(rawValue: body["branch"]?.string ?? "")
        revision = body["revision"]?.revision ?? 0
    }

    public var json: JSON {
        .object([
            ("name", .string(name.rawValue)), ("at", .optional(at?.description)),
            ("branch", .string(branch.rawValue)), ("revision", .number(revision)),
        ])
    }
}
