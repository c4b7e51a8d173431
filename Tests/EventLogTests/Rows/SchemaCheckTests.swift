import Testing

@testable import EventLog

@Suite("Whether a file is a session")
struct SchemaCheckTests {
    private func identify(
        _ changes: String..., needsTriggers: Bool = true
    ) throws -> LogError.Code? {
        try Tables.with { rows throws in
            for change in changes { try rows.statement(change).run() }
            do {
                try SchemaCheck.identify(rows, needsTriggers: needsTriggers)
                return nil
            } catch let error as LogError {
                return error.code
            }
        }
    }

    @Test func `what was created is one`() throws {
        #expect(try identify() == nil)
        try Tables.with { rows throws in
            #expect(try SchemaCheck.missingTriggers(in: rows).isEmpty)
            #expect(throws: Never.self) { try SchemaCheck.checkWhole(rows) }
        }
    }

    @Test func `another kind of database is none, and a newer format says so`() throws {
        #expect(try identify("PRAGMA application_id = 7") == .notASession)
        #expect(try identify("PRAGMA user_version = 2") == .newerFormat)
        #expect(try identify("PRAGMA user_version = 0") == .damaged)
    }

    @Test(arguments: [
        "CREATE TABLE other (x)", "CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON log (size)",
        "CREATE TRIGGER t AFTER INSERT ON word BEGIN SELECT 1; END",
        "ALTER TABLE word ADD COLUMN x", "ALTER TABLE snapshot RENAME TO shots",
        "DROP TABLE preview", "DROP INDEX log_id", "DROP INDEX log_line",
        "CREATE TABLE sqlite_stats (x)",
    ])
    func `a schema with more, less or something else is refused`(change: String) throws {
        guard change.contains("sqlite_") else {
            #expect(try identify(change) == .damaged)
            #expect(try identify(change, needsTriggers: false) == .damaged)
            return
        }
        #expect(throws: LogError.self) { try identify(change) }
    }

    @Test func `an index of our name over something else is refused`() throws {
        #expect(
            try identify("DROP INDEX log_line", "CREATE INDEX log_line ON log (revision)")
                == .damaged)
    }

    @Test func `triggers are missed only by who needs them, and named`() throws {
        #expect(try identify("DROP TRIGGER log_no_delete") == .damaged)
        #expect(try identify("DROP TRIGGER log_no_delete", needsTriggers: false) == nil)
        try Tables.with { rows throws in
            try rows.statement("DROP TRIGGER log_no_delete").run()
            try rows.statement("DROP TRIGGER log_append_only").run()
            #expect(
                try SchemaCheck.missingTriggers(in: rows) == ["log_append_only", "log_no_delete"])
        }
    }

    @Test func `a trigger of our name that does something else is refused`() throws {
        let change = "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT 1; END"
        #expect(
            try identify("DROP TRIGGER log_no_delete", change, needsTriggers: false) == .damaged)
    }

    @Test func `SQLite's statistics are found, change nothing, and are taken away`() throws {
        try Tables.with { rows throws in
            #expect(try SchemaCheck.statistics(in: rows).isEmpty)
            try rows.insert(.full(1), [])
            try rows.statement("ANALYZE").run()
            #expect(throws: Never.self) { try SchemaCheck.identify(rows, needsTriggers: true) }
            #expect(try SchemaCheck.statistics(in: rows).contains("sqlite_stat1"))
            try SchemaCheck.removeStatistics(rows)
            #expect(try SchemaCheck.statistics(in: rows).isEmpty)
            #expect(try rows.lastPosition() == 1)
        }
    }
}
