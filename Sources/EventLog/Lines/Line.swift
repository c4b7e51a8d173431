/// A branch's line as the stretches of branches that it runs through, the first branch first.
///
/// Reading "the last X up to revision R" asks each stretch in turn from the end, one seek each, so
/// the cost grows with how often the branch's ancestors forked and not with the log's length.
package struct Line: Sendable, Hashable {
    package struct Segment: Sendable, Hashable {
        package let branch: Int64
        /// The revisions of this branch that belong to the line.
        package let revisions: ClosedRange<Int64>
    }

    /// The branch that the line belongs to, or the control line.
    package let branch: Int64
    /// Ascending; stretches without revisions are left out. The last one is open-ended.
    package let segments: [Segment]

    /// The line of a branch out of all branches of the file.
    package init(of branch: Int64, among rows: [BranchRow]) throws {
        self.branch = branch
        guard branch != BranchRow.control else {
            segments = [Segment(branch: branch, revisions: 1...Int64.max)]
            return
        }
        var found: [Segment] = []
        var current = branch
        var upper = Int64.max
        while true {
            guard current > 0, current <= Int64(rows.count) else {
                throw LogError.damaged("branch \(current) is missing")
            }
            let row = rows[Int(current) - 1]
            let lower = (row.fork ?? 0) + 1
            if lower <= upper { found.append(Segment(branch: current, revisions: lower...upper)) }
            guard let parent = row.parent, let fork = row.fork else { break }
            upper = min(upper, fork)
            current = parent
        }
        segments = found.reversed()
    }

    /// The stretches that hold revisions `from` to `through`, ascending, cut to these.
    package func segments(from: Int64, through: Int64) -> [Segment] {
        var low = segments.partitioningIndex { $0.revisions.upperBound >= from }
        var found: [Segment] = []
        while low < segments.count, segments[low].revisions.lowerBound <= through {
            let range = segments[low].revisions.clamped(to: min(from, through)...through)
            found.append(Segment(branch: segments[low].branch, revisions: range))
            low += 1
        }
        return from <= through ? found : []
    }
}
