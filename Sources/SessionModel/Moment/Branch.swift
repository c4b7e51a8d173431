/// One branch as it stands now.
public struct Branch: Sendable, Hashable {
    /// Of now; renaming changes it, and the branch stays.
    public let name: BranchName
    /// Where it left its parent's line; nil for the first branch. The parent under its name of now.
    public let fork: Point?
    /// Its last revision; a branch that was just forked has its fork point's.
    public let head: Revision
    /// The chain's digest at the head.
    public let digest: EventDigest
    /// Whether it takes no more events. It can be read, forked and merged.
    public let isArchived: Bool

    public init(
        name: BranchName, fork: Point?, head: Revision, digest: EventDigest,
        isArchived: Bool = false
    ) {
        self.name = name
        self.fork = fork
        self.head = head
        self.digest = digest
        self.isArchived = isArchived
    }
}
