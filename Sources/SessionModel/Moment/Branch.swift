/// One branch as it stands now.
public struct Branch: Sendable, Hashable {
    public let name: BranchName
    /// Where it left its parent's line; nil for the first branch. The parent under its name of now.
    public let fork: Point?
    /// Its last revision; a branch that was just forked has its fork point's.
    public let head: Int
    /// The chain's digest at the head.
    public let digest: EventDigest
    public let isArchived: Bool

    public init(
        name: BranchName, fork: Point?, head: Int, digest: EventDigest, isArchived: Bool = false
    ) {
        self.name = name
        self.fork = fork
        self.head = head
        self.digest = digest
        self.isArchived = isArchived
    }
}

/// What the writer believes the branch's head to be when it appends.
public enum ExpectedHead: Sendable, Hashable {
    /// Whatever it is: an update in between is accepted.
    case any
    /// Exactly this revision; otherwise nothing is written.
    case revision(Int)
}

/// What an append wrote.
public struct Appended: Sendable, Hashable {
    /// The events' revisions in the order given; for an event that was there already (same id), its
    /// first one.
    public let revisions: [Int]
    /// How many of them were written now; the others were there already.
    public let written: Int
    /// The branch's head afterwards.
    public let head: Int
    /// The chain's digest at that head.
    public let digest: EventDigest

    public init(revisions: [Int], written: Int, head: Int, digest: EventDigest) {
        self.revisions = revisions
        self.written = written
        self.head = head
        self.digest = digest
    }
}
