internal import GRDB

/// A projection's state after a revision.
package struct Snapshot: Sendable {
    package let revision: Int64
    package let state: [UInt8]
}

extension LogReader {
    /// The newest snapshot of a projection on a line, up to a revision. A damaged one counts as
    /// none: the log can always make it anew.
    package func snapshot(
        of projection: String, version: Int, on line: Line, through: Int64
    ) throws -> Snapshot? {
        for segment in line.segments(from: 1, through: through).reversed() {
            let statement = try SQLStatement(
                database,
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
                let sum = snapshot.checksum(
                    of: projection, version: version, branch: segment.branch)
                if sum == statement.int(2), (0..<LogRow.numberLimit).contains(snapshot.revision) {
                    return snapshot
                }
            }
        }
        return nil
    }
}

extension LogReader {
    /// The revisions of a branch at which a projection has snapshots.
    package func snapshotRevisions(
        of projection: String, version: Int, branch: Int64
    ) throws -> Set<Int64> {
        let statement = try SQLStatement(
            database,
            "SELECT revision FROM snapshot WHERE projection = ? AND version = ? AND branch = ?")
        defer { statement.reset() }
        statement.bind(1, projection)
        statement.bind(2, version)
        statement.bind(3, branch)
        var revisions: Set<Int64> = []
        while try statement.step() { revisions.insert(statement.int(0)) }
        return revisions
    }
}

extension Snapshot {
    func checksum(of projection: String, version: Int, branch: Int64) -> Int64 {
        var sum = RowChecksum()
        sum.add(projection)
        sum.add(version)
        sum.add(branch)
        sum.add(revision)
        sum.add(state)
        return sum.value
    }
}

extension LogWriter {
    /// Deletes a projection's snapshots of older versions.
    package func deleteSnapshots(of projection: String, before version: Int) throws {
        let statement = try SQLStatement(
            reader.database, "DELETE FROM snapshot WHERE projection = ? AND version < ?")
        statement.bind(1, projection)
        statement.bind(2, version)
        try statement.run()
    }

    package func save(
        _ state: [UInt8], of projection: String, version: Int, branch: Int64, revision: Int64
    ) throws {
        let snapshot = Snapshot(revision: revision, state: state)
        let statement = try SQLStatement(
            reader.database, "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?, ?)")
        statement.bind(1, projection)
        statement.bind(2, version)
        statement.bind(3, branch)
        statement.bind(4, revision)
        statement.bind(5, state)
        statement.bind(6, snapshot.checksum(of: projection, version: version, branch: branch))
        try statement.run()
    }
}
