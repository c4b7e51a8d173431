internal import SessionModel

/// Which lines of another copy have to come over so that one of its branches has its whole history:
/// its own line, the lines that were merged into it, and those of the originals that events on them
/// stand for, as far as this file does not have them.
struct CopyPlan {
    /// A line of theirs with what is missing of it here.
    struct Stretch {
        /// Their branch.
        let row: BranchRow
        let end: LineEnd
        let base: Base
        /// The last revision that is here, or comes with an earlier stretch.
        let kept: Revision
    }

    enum Base {
        /// A branch of this file whose line has the beginning.
        case ours(BranchID)
        case stretch(Int)
    }

    /// The branch that was asked for, then the lines that it needs.
    private(set) var stretches: [Stretch] = []
    private let ours: LogView
    private let theirs: LogView

    init(of target: BranchRow, ours: LogView, theirs: LogView) throws {
        (self.ours, self.theirs) = (ours, theirs)
        let line = try theirs.line(target.id)
        let end = LineEnd(line: line, revision: try theirs.head(of: line).revision)
        try add(end, target)
        let missing = try missing(behind: end)
        for (branch, revision) in missing.sorted(by: { $0.key > $1.key })
        where !stretches.contains(where: { $0.end.holds(branch: branch, revision: revision) }) {
            let end = LineEnd(line: try theirs.line(branch), revision: revision)
            try add(end, theirs.row(branch))
        }
    }

    /// What this file has of one of their lines.
    func shared(_ end: LineEnd) throws -> SharedHistory {
        try ours.shared(end, of: theirs)
    }

    private mutating func add(_ end: LineEnd, _ row: BranchRow) throws {
        let shared = try shared(end)
        var (base, kept) = (Base.ours(shared.branch), shared.revision)
        for (index, stretch) in stretches.enumerated() {
            let common = end.line.common(
                through: end.revision, with: stretch.end.line, through: stretch.end.revision)
            if common > kept { (base, kept) = (.stretch(index), common) }
        }
        stretches.append(Stretch(row: row, end: end, base: base, kept: kept))
    }

    /// By branch of theirs, the last revision written on it that is needed and is not here.
    private func missing(behind end: LineEnd) throws -> [BranchID: Revision] {
        var reach: [BranchID: Revision] = [:]
        var open = [end]
        while let end = open.popLast() {
            let kept = try shared(end).revision
            for segment in end.line.segments(from: kept + 1, through: end.revision) {
                let first = max(
                    segment.revisions.lowerBound, (reach[segment.branch] ?? 0) + 1)
                let last = segment.revisions.upperBound
                guard first <= last else { continue }
                reach[segment.branch] = last
                open += try Ancestry.merged(segment.branch, first...last, theirs)
                open += try originals(segment.branch, first...last)
            }
        }
        return reach
    }

    /// The ends of the lines on which the originals are that events of a branch stand for.
    private func originals(
        _ branch: BranchID, _ revisions: ClosedRange<Revision>
    ) throws -> [LineEnd] {
        var last: [BranchID: Revision] = [:]
        for entry in try theirs.standIns(
            on: theirs.line(branch), from: revisions.lowerBound, through: revisions.upperBound)
        {
            guard let position = entry.originPosition,
                let original = try theirs.entry(at: position, headersOnly: true),
                original.branch != BranchID.control
            else { continue }
            last[original.branch] = max(last[original.branch] ?? 0, original.revision)
        }
        return try last.sorted { $0.key < $1.key }
            .map { LineEnd(line: try theirs.line($0.key), revision: $0.value) }
    }
}

extension LineEnd {
    /// Whether an event that was written on a branch is on the line.
    func holds(branch: BranchID, revision: Revision) -> Bool {
        revision <= self.revision
            && line.segments(from: revision, through: revision).first?.branch == branch
    }
}
