import GRDB
import Testing

@testable import EventLog

@Suite("Query plans")
struct QueryPlanTests {
    private func plan(_ sql: String) throws -> [String] {
        let database = try DatabaseQueue()
        return try database.inDatabase { database in
            try SchemaCheck.create(in: database)
            let statement = try SQLStatement(database, "EXPLAIN QUERY PLAN " + sql)
            defer { statement.reset() }
            var steps: [String] = []
            while try statement.step() { steps.append(statement.text(3)) }
            return steps
        }
    }

    /// The statements that reads and appends run, as they stand in the code.
    @Test(arguments: [
        ("SELECT \(LogRow.columns) FROM log WHERE position = ?", "INTEGER PRIMARY KEY"),
        (
            "SELECT \(LogRow.columns), payload FROM log WHERE position >= ? "
                + "ORDER BY position LIMIT ?",
            "INTEGER PRIMARY KEY"
        ),
        (
            "SELECT \(LogRow.columns), payload FROM log "
                + "WHERE branch = ? AND revision BETWEEN ? AND ? "
                + "ORDER BY revision DESC LIMIT ?", "log_line"
        ),
        (LogReader.latestSQL, "log_subject"),
        ("SELECT position FROM log WHERE branch = ? AND id = ?", "log_id"),
        (LogReader.identitySQL, "log_id"),
        (LogReader.writtenSQL, "COVERING INDEX log_subject"),
        (LogReader.digestSQL, "INTEGER PRIMARY KEY (rowid<?)"),
        (LogReader.positionsOfKindSQL, "COVERING INDEX log_subject (branch=? AND kind=?)"),
        (
            LogReader.positionsOfSubjectSQL,
            "COVERING INDEX log_subject (branch=? AND kind=? AND subject=?)"
        ),
        ("SELECT id FROM word WHERE text = ?", "sqlite_autoindex_word_1"),
    ])
    func `no statement of a read or an append scans the log or sorts it`(
        sql: String, index: String
    ) throws {
        let steps = try plan(sql)
        #expect(steps.contains { $0.contains(index) }, "\(steps)")
        for step in steps {
            #expect(!step.contains("SCAN log") && !step.contains("TEMP B-TREE"), "\(steps)")
        }
    }

    @Test func `the greatest position and word are found at the end of their trees`() throws {
        for sql in [
            "SELECT max(position) FROM log", "SELECT coalesce(max(id), 0) + 1 FROM word",
        ] {
            #expect(try plan(sql).allSatisfy { $0.hasPrefix("SEARCH") }, "\(sql)")
        }
    }
}
