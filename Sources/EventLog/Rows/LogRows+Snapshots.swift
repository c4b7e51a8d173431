package import SessionTerms

/// A projection's state after a revision.
package struct Snapshot: Sendable {
    package let revision: Revision
    package let state: [UInt8]
}

/// The table of snapshots: projections' states, and single values that go with the file's rows.
extension LogRows {
    /// The newest snapshot of a projection in a segment, passing over damaged ones: the log can
    /// always make them anew.
    func snapshot(
        of projection: String, version: Int, in segment: Line.Segment
    ) throws -> Snapshot? {
        let statement = try statement(
            """
            SELECT revision, state, "check" FROM snapshot
            WHERE projection = ? AND version = ? AND branch = ? AND revision BETWEEN ? AND ?
            ORDER BY revision DESC
            """)
        defer { statement.reset() }
        statement.bind(1, projection)
        statement.bind(2, version)
        statement.bind(3, segment.branch)
        statement.bind(4, segment.revisions.lowerBound)
        statement.bind(5, segment.revisions.upperBound)
        while try statement.step() {
            let snapshot = Snapshot(revision: statement.int(0), state: statement.blob(1))
            let sum = snapshot.checksum(of: projection, version: version, branch: segment.branch)
            if sum == statement.int(2), (0..<LogRow.numberLimit).contains(snapshot.revision.number)
            {
                return snapshot
            }
        }
        return nil
    }

    /// The revisions of a branch at which a projection has snapshots.
    func snapshotRevisions(
        of projection: String, version: Int, branch: BranchID
    ) throws -> Set<Revision> {
        let statement = try statement(
            "SELECT revision FROM snapshot WHERE projection = ? AND version = ? AND branch = ?")
        defer { statement.reset() }
        statement.bind(1, projection)
        statement.bind(2, version)
        statement.bind(3, branch)
        var revisions: Set<Revision> = []
        while try statement.step() { revisions.insert(statement.int(0)) }
        return revisions
    }

    /// Whether there is any snapshot of a projection, damaged or not.
    func hasSnapshot(of projection: String) throws -> Bool {
        let statement = try statement("SELECT 1 FROM snapshot WHERE projection = ?")
        defer { statement.reset() }
        statement.bind(1, projection)
        return try statement.step()
    }

    /// Stores a snapshot in place of the one at that revision.
    func save(
        _ snapshot: Snapshot, of projection: String, version: Int, branch: BranchID
    ) throws {
        let statement = try statement("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?, ?)")
        statement.bind(1, projection)
        statement.bind(2, version)
        statement.bind(3, branch)
        statement.bind(4, snapshot.revision)
        statement.bind(5, snapshot.state)
        statement.bind(6, snapshot.checksum(of: projection, version: version, branch: branch))
        try statement.run()
    }

    func deleteSnapshots(of projection: String) throws {
        let statement = try statement("DELETE FROM snapshot WHERE projection = ?")
        statement.bind(1, projection)
        try statement.run()
    }

    func deleteSnapshots(of projection: String, before version: Int) throws {
        let statement = try statement("DELETE FROM snapshot WHERE projection = ? AND version < ?")
        statement.bind(1, projection)
        statement.bind(2, version)
        try statement.run()
    }

    /// Deletes the snapshots of projections other than these.
    func deleteSnapshots(butOf names: [String]) throws {
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        let statement = try statement("DELETE FROM snapshot WHERE projection NOT IN (\(marks))")
        for (index, name) in names.enumerated() { statement.bind(Int32(index + 1), name) }
        try statement.run()
    }

    /// Deletes what is derived of a branch's line: its snapshots from a revision on, its preview.
    func deleteDerived(of branch: BranchID, from revision: Revision) throws {
        let snapshots = try statement("DELETE FROM snapshot WHERE branch = ? AND revision >= ?")
        snapshots.bind(1, branch)
        snapshots.bind(2, revision)
        try snapshots.run()
        let preview = try statement("DELETE FROM preview WHERE branch = ?")
        preview.bind(1, branch)
        try preview.run()
    }
}

extension Snapshot {
    fileprivate func checksum(of projection: String, version: Int, branch: BranchID) -> Int {
        var sum = RowChecksum()
        sum.add(projection)
        sum.add(version)
        sum.add(branch)
        sum.add(revision)
        sum.add(state)
        return sum.value
    }
}
