internal import SessionModel

/// Everything that led to a point, over the edges previous, fork and merge: of each branch that
/// belongs to it, all revisions up to one.
struct Ancestry {
    /// By branch: the last revision written on it that belongs to it.
    private(set) var reach: [BranchID: Revision] = [:]

    /// - Cost: two seeks for each stretch of the lines that belong to it, and one for each merge.
    init(of end: LineEnd, _ view: LogView) throws {
        var open = [end]
        while let end = open.popLast() {
            for segment in end.line.segments(from: 1, through: end.revision).reversed() {
                let known = reach[segment.branch] ?? segment.revisions.lowerBound - 1
                let last = segment.revisions.upperBound
                // What belongs to a branch up to a revision belongs to it whole.
                guard known < last else { break }
                let isNew = reach.updateValue(last, forKey: segment.branch) == nil
                open += try Self.merged(
                    segment.branch, segment.revisions.lowerBound...last, view)
                if !isNew { break }
            }
        }
    }

    func contains(branch: BranchID, revision: Revision) -> Bool { reach[branch] ?? 0 >= revision }

    /// The lines that were merged into a branch between two revisions, as a whole: a fork may
    /// stand in the middle of what a merge took over.
    static func merged(
        _ branch: BranchID, _ revisions: ClosedRange<Revision>, _ view: LogView
    ) throws -> [LineEnd] {
        try view.entries(
            kind: .branchMerged, writtenOn: branch, revisions: revisions
        ).compactMap { entry in
            guard !entry.isErased else { return nil }
            let record = BranchMerged(JSON(unchecked: entry.body), version: entry.version)
            guard let revision = record.revision.map({ $0 }),
                record.events ?? 0 <= revisions.upperBound - entry.revision
            else { return nil }
            let likely = view.branches.first { $0.name == record.branch }?.id
            // A copy of the file need not hold every branch that was merged once.
            guard
                let owner = view.owner(of: record.theirs, revision: revision, likely: likely)
            else { return nil }
            return LineEnd(line: try view.line(owner), revision: revision)
        }
    }
}

/// A newest point that two others have both come from, and what led to it.
struct MergeBase {
    let end: LineEnd
    let ancestry: Ancestry
}
