public import SessionStore

/// Lays out which branch each event of a timeline belongs to: one lane a branch, side by side,
/// joined where a branch leaves another.
///
/// A branch's lane spans the rows from its own events to its fork point, in whichever direction
/// the timeline runs. Newest first, the first lane is kept for `main`; where branches meet, their
/// parent's line goes on in the leftmost of their lanes, as in `git log --graph`.
///
/// ```swift
/// var graph = LaneGraph(try await session.branches(), isAscending: true)
/// for try await event in session.allEvents() {
///     let row = graph.row(of: event)  // its lane, and the forks to draw below it
/// }
/// ```
///
/// Cost of a row: the number of lanes that are open.
public struct LaneGraph: Sendable {
    private let isAscending: Bool
    private let children: [Point: [BranchName]]
    private let heads: [BranchName: Revision]
    /// The branch that the first lane is kept for.
    private let first: BranchName?
    /// Branch by column; nil: the column is free. The last one is taken, or the only one.
    private var lanes: [BranchName?] = [nil]

    /// - Parameters:
    ///   - branches: all of the session's.
    ///   - isAscending: whether the timeline runs from the oldest event to the newest.
    public init(_ branches: [Branch], isAscending: Bool) {
        self.isAscending = isAscending
        heads = Dictionary(
            branches.map { ($0.name, $0.head) }, uniquingKeysWith: { first, _ in first })
        first = !isAscending && branches.contains { $0.name == .main } ? .main : nil
        children = PointOwners(branches).forks
    }

    /// What is drawn for an event.
    ///
    /// - Parameter event: the next one in the timeline's direction. Shown or not, every event
    ///   passes through here, so that lanes begin and end where they should.
    public mutating func row(of event: Event) -> LaneRow {
        guard let branch = event.branch else { return LaneRow(lanes: lanes) }
        let forks = children[Point(branch: branch, revision: event.revision)] ?? []
        let wasOpen = lanes.contains(branch)
        let above = isAscending ? [] : join(forks, into: branch)
        let column = open(branch)
        var row = LaneRow(
            above: above, lanes: lanes, column: column, opened: wasOpen ? nil : branch)
        let isLast = isAscending ? heads[branch] == event.revision : event.revision == 1
        if isAscending { row.below = split(forks, from: column, isLast: isLast) }
        if isLast, column > 0 || isAscending { close(column) }
        return row
    }

    // MARK: Lanes

    private mutating func open(_ branch: BranchName) -> Int {
        if let column = lanes.firstIndex(of: branch) { return column }
        let kept = first == nil || first == branch ? 0 : 1
        let free = lanes.indices.dropFirst(kept).first { lanes[$0] == nil } ?? lanes.count
        if free == lanes.count { lanes.append(branch) } else { lanes[free] = branch }
        return free
    }

    private mutating func close(_ column: Int) {
        lanes[column] = nil
        while lanes.count > 1, lanes.last == .some(nil) { lanes.removeLast() }
    }

    // MARK: Joints

    /// Newest first: the lanes of branches that begin here run into one, which is the parent's from
    /// here on.
    private mutating func join(_ forks: [BranchName], into parent: BranchName) -> [LaneJoint] {
        let meeting = forks.compactMap { lanes.firstIndex(of: $0) }
        guard !meeting.isEmpty else { return [] }
        let own = lanes.firstIndex(of: parent)
        let leftmost = (meeting + (own.map { [$0] } ?? [])).min() ?? 0
        let target = parent == first ? open(parent) : leftmost
        let isOpen = own != nil || target == leftmost
        lanes[target] = parent
        var joints: [LaneJoint] = []
        for column in Set(meeting + (own.map { [$0] } ?? [])).sorted(by: >) where column != target {
            joints.append(
                LaneJoint(
                    lanes: lanes, parent: target, child: column,
                    parentEnd: isOpen || !joints.isEmpty ? .passes : .begins, childEnd: .ends))
            close(column)
        }
        return joints
    }

    /// Oldest first: branches that begin here get lanes of their own.
    private mutating func split(
        _ forks: [BranchName], from column: Int, isLast: Bool
    ) -> [LaneJoint] {
        forks.enumerated().map { index, child in
            let to = open(child)
            let ends = isLast && index == forks.count - 1
            return LaneJoint(
                lanes: lanes, parent: column, child: to, parentEnd: ends ? .ends : .passes,
                childEnd: .begins)
        }
    }
}
