import GRDB
import Testing

@testable import EventLog

@Suite("Query plans")
struct QueryPlanTests {
    /// Statistics that say that an index tells nothing, and the table has one row.
    private static let hostileStatistics = """
        ANALYZE; DELETE FROM sqlite_stat1;
        INSERT INTO sqlite_stat1 SELECT tbl_name, name, '1000000 1000000 1000000 1000000'
        FROM sqlite_schema WHERE type = 'index' AND name <> ?;
        INSERT INTO sqlite_stat1 VALUES ('log', ?, '1 1 1 1 1'), ('log', NULL, '1');
        ANALYZE sqlite_schema
        """

    /// - Parameter favoured: the index that statistics praise; nil: there are none.
    private func plan(_ sql: String, favoured: String? = nil) throws -> [String] {
        let database = try DatabaseQueue()
        return try database.inDatabase { database in
            try SchemaCheck.create(in: LogRows(database: database, counts: ReadCounts()))
            if let favoured {
                try database.execute(
                    sql: Self.hostileStatistics, arguments: [favoured, favoured])
            }
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
            "SELECT \(LogRow.columns), payload FROM log INDEXED BY log_line "
                + "WHERE branch = ? AND revision BETWEEN ? AND ? "
                + "ORDER BY revision DESC LIMIT ?", "log_line"
        ),
        (LogRows.newestSQL, "log_subject"),
        (LogRows.identitySQL, "log_id"),
        (LogRows.writtenSQL, "COVERING INDEX log_subject"),
        (LogRows.digestSQL, "INTEGER PRIMARY KEY (rowid<?)"),
        (LogRows.positionsOfKindSQL, "COVERING INDEX log_subject (branch=? AND kind=?)"),
        (
            LogRows.positionsOfSubjectSQL,
            "COVERING INDEX log_subject (branch=? AND kind=? AND subject=?)"
        ),
        ("SELECT id FROM word WHERE text = ?", "sqlite_autoindex_word_1"),
    ])
    func `no statement of a read or an append scans the log or sorts it`(
        sql: String, index: String
    ) throws {
        // Whoever can write the file can write statistics, too. They change no plan but those of
        // ranges of positions, for which no index can be named: they are read in the same order.
        let isRange = sql.contains("position >= ?") || sql.contains("position < ?")
        for favoured in isRange ? [nil] : [nil, "log_line", "log_subject", "log_id", "none"] {
            let steps = try plan(sql, favoured: favoured)
            #expect(steps.contains { $0.contains(index) }, "\(steps), \(favoured ?? "")")
            for step in steps {
                #expect(!step.contains("SCAN log") && !step.contains("TEMP B-TREE"), "\(steps)")
            }
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
