package import SessionTerms

/// A branch's line as the stretches of branches that it runs through, the first branch first.
///
/// Reading "the last X up to revision R" asks each stretch in turn from the end, one seek each, so
/// the cost grows with how often the branch's ancestors forked and not with the log's length.
package struct Line: Sendable, Hashable {
    package struct Segment: Sendable, Hashable {
        package let branch: BranchID
        /// The revisions of this branch that belong to the line.
        package let revisions: ClosedRange<Revision>
    }

    /// The branch that the line belongs to, or the control line.
    package let branch: BranchID
    /// Ascending; stretches without revisions are left out. The last one is open-ended.
    package let segments: [Segment]

    /// The line of a branch out of all branches of the file.
    package init(of branch: BranchID, among rows: [BranchRow]) throws {
        self.branch = branch
        guard branch != BranchID.control else {
            segments = [Segment(branch: branch, revisions: 1...Revision.max)]
            return
        }
        var found: [Segment] = []
        var current = branch
        var upper = Revision.max
        while true {
            guard let row = rows[id: current] else {
                throw LogError.damaged("branch \(current) is missing")
            }
            let lower = (row.fork ?? 0) + 1
            if lower <= upper { found.append(Segment(branch: current, revisions: lower...upper)) }
            guard let parent = row.parent, let fork = row.fork else { break }
            upper = min(upper, fork)
            current = parent
        }
        segments = found.reversed()
    }

    /// The stretches that hold revisions `from` to `through`, ascending, cut to these.
    package func segments(from: Revision, through: Revision) -> [Segment] {
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
