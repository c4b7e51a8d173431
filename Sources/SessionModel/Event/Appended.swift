/// What an append wrote.
public struct Appended: Sendable, Hashable {
    /// The events' revisions in the order given; for an event that was there already (same id), its
    /// first one.
    public let revisions: [Revision]
    /// How many of them were written now; the others were there already.
    public let written: Int
    /// The branch's head afterwards.
    public let head: Revision
    /// The chain's digest at that head.
    public let digest: EventDigest

    public init(revisions: [Revision], written: Int, head: Revision, digest: EventDigest) {
        self.revisions = revisions
        self.written = written
        self.head = head
        self.digest = digest
    }
}
