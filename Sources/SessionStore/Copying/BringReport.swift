public import SessionModel

/// What became of a branch that was brought over from another copy of the session.
public struct BringReport: Sendable, Hashable {
    /// Our branch, whose line has all of theirs.
    public let branch: BranchName
    /// What it is called in the other copy.
    public let theirs: BranchName
    /// The last revision that was here already.
    public let shared: Revision
    /// The last revision of their line.
    public let head: Revision
    /// How many events came over to it.
    public let events: Int
    /// Whether the branch was not there before.
    public let isNew: Bool
    /// What had to come with it: lines that were merged into it.
    public internal(set) var others: [BringReport] = []
    /// How many events of this file were erased, for they were erased in the other copy.
    public internal(set) var erased = 0

    /// Whether this file had all of it.
    public var isNothing: Bool {
        events == 0 && !isNew && others.allSatisfy(\.isNothing) && erased == 0
    }

    /// The end of their line, here.
    public var moment: Moment { .revision(head, on: branch) }

    init(
        branch: BranchName, theirs: BranchName, shared: Revision, head: Revision, events: Int,
        isNew: Bool
    ) {
        self.branch = branch
        self.theirs = theirs
        self.shared = shared
        self.head = head
        self.events = events
        self.isNew = isNew
    }
}
