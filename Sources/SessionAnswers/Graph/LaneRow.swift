public import SessionStore

/// What a ``LaneGraph`` shows for one event: its own row, and the joints before and after it.
public struct LaneRow: Sendable, Hashable {
    /// The joints between the row before and this one, from top to bottom.
    public var above: [LaneJoint] = []
    /// Branch by column; nil: nothing is drawn there.
    public var lanes: [BranchName?]
    /// The column of the event itself; nil: it is on the control line, which has no lane.
    public var column: Int?
    /// The event's branch, where this is the first row of its lane.
    public var opened: BranchName?
    /// The joints between this row and the next one, from top to bottom.
    public var below: [LaneJoint] = []
}

/// Where the lane of a branch meets the lane of its parent.
public struct LaneJoint: Sendable, Hashable {
    /// What a lane does at a joint, read from top to bottom.
    public enum End: Sendable, Hashable {
        /// It was there before and is there after.
        case passes
        /// It is there only after.
        case begins
        /// It was there only before.
        case ends
    }

    /// Branch by column, at the height of the joint.
    public var lanes: [BranchName?]
    /// The columns that it joins.
    public var parent: Int
    /// The column of the branch that was forked.
    public var child: Int
    /// What the parent's lane does here.
    public var parentEnd: End
    /// What the forked branch's lane does here.
    public var childEnd: End

    /// The columns in between, which it crosses.
    public var crossed: Range<Int> {
        let (left, right) = (min(child, parent), max(child, parent))
        return left + 1..<max(left + 1, right)
    }
}
