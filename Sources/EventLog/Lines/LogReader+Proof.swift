internal import SessionTerms

/// No entry of an index proves that none was passed over: one flipped bit can put an entry where
/// nobody looks for it. So what an index answers is held against what carries a checksum: rows
/// whose revisions leave no gap, the snapshots of subjects behind which they begin, and what is
/// stored of where lines end.
extension LogReader {
    /// A line is known to reach at least this revision; 0: nothing is known of it.
    ///
    /// A branch's stored preview is of its head when the file was closed, and at most some
    /// revisions behind while it is open; where the control line ends is kept with the epoch.
    private func knownEnd(of line: Line) throws -> Revision {
        guard line.branch != BranchID.control else {
            return try EpochRow.read(rows)?.control ?? 0
        }
        return try preview(of: line.branch)?.revision ?? 0
    }

    /// - Throws: `damaged` where a line that ends at a revision is known to have gone on.
    /// - Cost: one seek, where it has not.
    func checkEnd(_ revision: Revision, of line: Line) throws {
        if line.branch != BranchID.control {
            guard try rows.hasPreview(of: line.branch, behind: revision) else { return }
        }
        guard try knownEnd(of: line) > revision else { return }
        throw LogError.damaged("the events behind revision \(revision) of a line are missing")
    }

    /// - Throws: `damaged` where a row behind one revision and up to another is of this kind and
    ///   subject, or is missing.
    func checkNone(
        of key: Subjects.Key, on line: Line, after found: Revision, through: Revision
    ) throws {
        var start = found
        let snapshot = try snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: through)
        if let snapshot, snapshot.revision > found, let stored = Subjects(snapshot.state) {
            guard stored.sources[key]?.revision ?? 0 == found else {
                throw LogError.damaged("an index passes over an event behind revision \(found)")
            }
            start = snapshot.revision
        }
        try forEachRow(on: line, from: start + 1, through: through) { row in
            guard Subjects.Key(row) != key else {
                throw LogError.damaged("an index passes over the event", at: row.position)
            }
            return true
        }
    }

    /// Calls `body` with the header of each entry from a revision to another, of which none may be
    /// missing, until it says no.
    func forEachRow(
        on line: Line, from: Revision, through: Revision, _ body: (LogRow) throws -> Bool
    ) throws {
        var next = max(from, 1)
        while next <= through {
            let rows = try rows(on: line, from: next, through: through, limit: 256)
            for row in rows where try !body(row) { return }
            guard let last = rows.last else {
                throw LogError.damaged("revision \(next) of a line is missing")
            }
            next = last.revision + 1
        }
    }
}
