/// Events by the ids that their writers gave them, without their payloads.
extension LogReader {
    /// The header of the event with this id on a line. Cost: one seek for each stretch of the line.
    ///
    /// - Parameter from: the first revision looked at.
    package func header(id: String, on line: Line, from: Int64 = 1) throws -> LogEntry? {
        for segment in line.segments(from: from, through: .max).reversed() {
            let statement = try SQLStatement(database, Self.identitySQL)
            defer { statement.reset() }
            statement.bind(1, segment.branch)
            statement.bind(2, id)
            guard try statement.step() else { continue }
            let row = try LogRow.current(of: statement)
            guard row.branch == segment.branch, row.id == id else {
                throw LogError.damaged("the index names another event", at: row.position)
            }
            if segment.revisions.contains(row.revision) {
                return try header(row)
            }
        }
        return nil
    }

    static let identitySQL =
        "SELECT \(LogRow.columns) FROM log INDEXED BY log_id WHERE branch = ? AND id = ?"

    /// The header of the event with this digest that was written before a position. Cost: the rows
    /// between the two.
    package func header(digest: [UInt8], before position: Int64) throws -> LogEntry? {
        let statement = try SQLStatement(database, Self.digestSQL)
        defer { statement.reset() }
        statement.bind(1, position)
        statement.bind(2, digest)
        guard try statement.step() else { return nil }
        return try entry(at: statement.int(0), headersOnly: true)
    }

    static let digestSQL = """
        SELECT position FROM log WHERE position < ? AND digest = ? ORDER BY position DESC LIMIT 1
        """
}
