internal import SessionTerms

/// What the log's indexes give. None of it is proven here: an entry that is missing looks like an
/// event that there never was.
extension LogRows {
    /// The newest row of a kind and subject in a segment.
    func newest(kind: Int, subject: Int?, in segment: Line.Segment) throws -> LogRow? {
        let statement = try statement(Self.newestSQL)
        defer { statement.reset() }
        statement.bind(1, segment.branch)
        statement.bind(2, kind)
        statement.bind(3, subject)
        statement.bind(4, segment.revisions.lowerBound)
        statement.bind(5, segment.revisions.upperBound)
        guard try statement.step() else { return nil }
        counts.rows += 1
        let row = try LogRow.current(of: statement)
        guard row.branch == segment.branch, row.kind == kind, row.subject == subject,
            segment.revisions.contains(row.revision)
        else { throw LogError.damaged("the index names another event", at: row.position) }
        return row
    }

    static let newestSQL = """
        SELECT \(LogRow.columns) FROM log INDEXED BY log_subject
        WHERE branch = ? AND kind = ? AND subject IS ? AND revision BETWEEN ? AND ?
        ORDER BY revision DESC LIMIT 1
        """

    /// Where the rows of a kind are that were written on a branch, and their subjects' words: 0
    /// where there is none. From the index alone.
    func forEachPosition(
        kind: Int, branch: BranchID, _ body: (_ position: Position, _ subject: Int) -> Void
    ) throws {
        let statement = try statement(Self.positionsOfKindSQL)
        try forEachPosition(statement, kind: kind, branch: branch, body)
    }

    /// The same of one subject; 0: of those without.
    func forEachPosition(
        kind: Int, subject: Int, branch: BranchID,
        _ body: (_ position: Position, _ subject: Int) -> Void
    ) throws {
        let statement = try statement(Self.positionsOfSubjectSQL)
        statement.bind(3, subject == 0 ? nil : subject)
        try forEachPosition(statement, kind: kind, branch: branch, body)
    }

    private func forEachPosition(
        _ statement: SQLStatement, kind: Int, branch: BranchID,
        _ body: (_ position: Position, _ subject: Int) -> Void
    ) throws {
        defer { statement.reset() }
        statement.bind(1, branch)
        statement.bind(2, kind)
        while try statement.step() {
            counts.keys += 1
            body(statement.int(0), statement.int(1))
        }
    }

    static let positionsOfKindSQL = """
        SELECT position, subject FROM log INDEXED BY log_subject WHERE branch = ? AND kind = ?
        """
    static let positionsOfSubjectSQL = positionsOfKindSQL + " AND subject IS ?"

    /// Where the rows of a kind without subject are that were written on a branch, by revision.
    func positions(
        kind: Int, branch: BranchID, revisions: ClosedRange<Revision>
    ) throws -> [Position] {
        let statement = try statement(Self.writtenSQL)
        defer { statement.reset() }
        statement.bind(1, branch)
        statement.bind(2, kind)
        statement.bind(3, revisions.lowerBound)
        statement.bind(4, revisions.upperBound)
        var positions: [Position] = []
        while try statement.step() { positions.append(statement.int(0)) }
        return positions
    }

    static let writtenSQL = """
        SELECT position FROM log INDEXED BY log_subject
        WHERE branch = ? AND kind = ? AND subject IS NULL AND revision BETWEEN ? AND ?
        ORDER BY revision
        """

    /// The row with a writer's id that was written on a branch.
    func row(id: String, branch: BranchID) throws -> LogRow? {
        let statement = try statement(Self.identitySQL)
        defer { statement.reset() }
        statement.bind(1, branch)
        statement.bind(2, id)
        guard try statement.step() else { return nil }
        let row = try LogRow.current(of: statement)
        guard row.branch == branch, row.id == id else {
            throw LogError.damaged("the index names another event", at: row.position)
        }
        return row
    }

    static let identitySQL =
        "SELECT \(LogRow.columns) FROM log INDEXED BY log_id WHERE branch = ? AND id = ?"
}
