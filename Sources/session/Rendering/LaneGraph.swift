import SessionStore

/// Draws which branch each event of a timeline belongs to: one lane a branch, side by side, joined
/// where a branch leaves another.
///
/// A branch's lane spans the rows from its own events to its fork point, in whichever direction
/// the timeline runs. Newest first, the first lane is kept for `main`; where branches meet, their
/// parent's line goes on in the leftmost of their lanes, as in `git log --graph`.
struct LaneGraph {
    /// What is drawn for one event: lines of their own above and below it, and its own prefix.
    struct Drawing {
        var above: [String] = []
        var prefix = ""
        /// Columns that the prefix takes.
        var width = 0
        /// The branch, where its lane is drawn for the first time.
        var opened: BranchName?
        var below: [String] = []
    }

    private let isAscending: Bool
    private let style: Style
    private let children: [Point: [BranchName]]
    private let heads: [BranchName: Int]
    /// The branch that the first lane is kept for.
    private let first: BranchName?
    /// Branch by column; nil: the column is free. The last one is taken, or the only one.
    private var lanes: [BranchName?] = [nil]

    init(_ branches: [Branch], isAscending: Bool, style: Style) {
        self.isAscending = isAscending
        self.style = style
        heads = Dictionary(
            branches.map { ($0.name, $0.head) }, uniquingKeysWith: { first, _ in first })
        first = !isAscending && branches.contains { $0.name == .main } ? .main : nil
        children = PointOwners(branches).forks
    }

    /// - Parameter event: the next one in the timeline's direction. Shown or not, every event
    ///   passes through here, so that lanes begin and end where they should.
    mutating func draw(_ event: Event) -> Drawing {
        guard let branch = event.branch else {
            return Drawing(
                prefix: passing() + style.dim("◇") + " ", width: lanes.count * 2 + 2)
        }
        var drawing = Drawing()
        let forks = children[Point(branch: branch, revision: event.revision)] ?? []
        let wasOpen = lanes.contains(branch)
        if !isAscending { drawing.above = join(forks, into: branch) }
        let column = open(branch)
        if !wasOpen { drawing.opened = branch }
        drawing.prefix = row(at: column)
        drawing.width = lanes.count * 2
        let isLast = isAscending ? heads[branch] == event.revision : event.revision == 1
        if isAscending { drawing.below = split(forks, from: column, isLast: isLast) }
        if isLast, column > 0 || isAscending { close(column) }
        return drawing
    }

    /// The lanes alone.
    private func passing() -> String {
        cells { _, branch in branch == nil ? "  " : "│ " }
    }

    private func row(at column: Int) -> String {
        cells { index, branch in index == column ? "● " : branch == nil ? "  " : "│ " }
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
    private mutating func join(_ forks: [BranchName], into parent: BranchName) -> [String] {
        let meeting = forks.compactMap { lanes.firstIndex(of: $0) }
        guard !meeting.isEmpty else { return [] }
        let own = lanes.firstIndex(of: parent)
        let leftmost = (meeting + (own.map { [$0] } ?? [])).min() ?? 0
        let target = parent == first ? open(parent) : leftmost
        let isOpen = own != nil || target == leftmost
        lanes[target] = parent
        var lines: [String] = []
        for column in Set(meeting + (own.map { [$0] } ?? [])).sorted(by: >) where column != target {
            let edge = isOpen || !lines.isEmpty ? "├┤" : "╭╮"
            lines.append(joint(column, target, parentEdge: edge, childEdge: "╯╰"))
            close(column)
        }
        return lines
    }

    /// Oldest first: branches that begin here get lanes of their own.
    private mutating func split(
        _ forks: [BranchName], from column: Int, isLast: Bool
    ) -> [String] {
        var lines: [String] = []
        for (index, child) in forks.enumerated() {
            let to = open(child)
            let ends = isLast && index == forks.count - 1
            lines.append(joint(to, column, parentEdge: ends ? "╰╯" : "├┤", childEdge: "╮╭"))
        }
        return lines
    }

    /// A line that joins two columns. Of each pair of edges the first is for a child at the right.
    private func joint(
        _ child: Int, _ parent: Int, parentEdge: String, childEdge: String
    ) -> String {
        let isRight = child > parent
        let (left, right) = (min(child, parent), max(child, parent))
        let parentSign = String((isRight ? parentEdge.first : parentEdge.last) ?? "│")
        let childSign = String((isRight ? childEdge.first : childEdge.last) ?? "│")
        let last = lanes.count - 1
        return cells { index, branch in
            let rest = index >= left && index < right ? "─" : index == last ? "" : " "
            if index == parent { return parentSign + rest }
            if index == child { return childSign + rest }
            if index > left && index < right { return (branch == nil ? "─" : "┼") + rest }
            return (branch == nil ? " " : "│") + rest
        }
    }

    private func cells(_ cell: (Int, BranchName?) -> String) -> String {
        lanes.indices.map { style.lane($0, cell($0, lanes[$0])) }.joined()
    }
}
