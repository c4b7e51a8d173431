internal import EventLog
internal import SessionModel

extension LogView {
    /// The newest points that two others have both come from: one, or after criss-cross merges
    /// several, none of which led to another.
    func mergeBases(_ ours: LineEnd, _ theirs: LineEnd) throws -> [MergeBase] {
        let (left, right) = (try Ancestry(of: ours, self), try Ancestry(of: theirs, self))
        var common: [LogEntry] = []
        for (branch, reach) in left.reach {
            let revision = min(reach, right.reach[branch] ?? 0)
            guard revision > 0 else { continue }
            common += [try reader.entry(revision: revision, writtenOn: branch)].compactMap { $0 }
        }
        // What led to an event was written before it, unless a copy brought it over later.
        var bases: [MergeBase] = []
        var places: [LogEntry] = []
        for entry in common.sorted(by: { $0.position > $1.position })
        where !bases.contains(where: {
            $0.ancestry.contains(branch: entry.branch, revision: entry.revision)
        }) {
            let end = LineEnd(line: try line(entry.branch), revision: entry.revision)
            bases.append(MergeBase(end: end, ancestry: try Ancestry(of: end, self)))
            places.append(entry)
        }
        return bases.indices.filter { index in
            let (branch, revision) = (places[index].branch, places[index].revision)
            return !bases[(index + 1)...].contains {
                $0.ancestry.contains(branch: branch, revision: revision)
            }
        }.map { bases[$0] }
    }
}

extension LogView {
    func mergeSide(_ point: Point, isHead: Bool) throws -> Merge.Side {
        let line = try line(row(point.branch).id)
        let entry = try reader.entry(
            revision: point.revision, on: line, headersOnly: true)
        return Merge.Side(
            point: point, digest: entry?.digest ?? .zero, isHead: isHead)
    }
}

extension LogView {
    /// The revisions of two lines, behind what they have in common, at which the same events stand.
    ///
    /// - Cost: a seek where nothing was merged there; otherwise the headers behind that revision.
    func shared(
        _ old: LineEnd, _ new: LineEnd, behind common: Revision
    ) throws -> (old: [ClosedRange<Revision>], new: [ClosedRange<Revision>]) {
        let wasMerged = try [old, new].contains { end in
            let merged = try reader.latest(
                kind: .branchMerged, subject: nil, on: end.line,
                through: end.revision, headersOnly: true)
            return (merged?.revision ?? 0) > common
        }
        guard wasMerged else { return ([], []) }
        let sides = (
            old: try LineMembers(old, from: common + 1, self),
            new: try LineMembers(new, from: common + 1, self)
        )
        return (
            try sides.old.revisions(sharedWith: sides.new, behind: common),
            try sides.new.revisions(sharedWith: sides.old, behind: common)
        )
    }

    /// The digest that an event is known by wherever it was taken over to.
    func identity(of entry: LogEntry) -> EventDigest { entry.origin ?? entry.digest }
}
