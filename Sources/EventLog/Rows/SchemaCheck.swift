internal import GRDB

/// The schema document, and whether a file follows it.
enum SchemaCheck {
    static let formatVersion: Int = 1
    static let applicationID: Int = 0x5345_5331
    /// Up to this size SQLite's own check of the whole file runs at every opening, in about a
    /// millisecond per 100 KB; larger files are checked by `verify`.
    private static let checkedSize: Int = 512 << 10

    static let sql: String = EmbeddedSchemas.files["session-1.sql"] ?? ""

    /// Gives an empty database the format's tables.
    static func create(in rows: LogRows) throws {
        try logErrors { try rows.database.execute(sql: sql) }
    }

    /// Whether the file is a session at all, asked before anything is written.
    ///
    /// - Parameter needsTriggers: whether it has to have all of ours. They keep other programs from
    ///   changing rows, and no answer depends on them.
    static func identify(_ rows: LogRows, needsTriggers: Bool) throws {
        let id = try rows.database.pragma("application_id")
        guard id == applicationID else {
            let empty = try rows.pageCount() == 0
            throw LogError(
                .notASession, empty ? "the file is empty" : "it is a database of another kind")
        }
        let version = try rows.formatVersion()
        guard version <= formatVersion else {
            throw LogError(
                .newerFormat,
                "it has format \(version), this version reads up to format \(formatVersion)")
        }
        guard version == formatVersion else {
            throw LogError.damaged("format \(version) does not exist")
        }
        try compareSchema(rows, needsTriggers: needsTriggers)
    }

    /// Every object of the file is one of ours, to the letter, and none of ours is missing. Tables
    /// of SQLite's own that any client makes with ANALYZE change no answer.
    private static func compareSchema(_ rows: LogRows, needsTriggers: Bool) throws {
        guard try rows.database.pragmaText("encoding") == "UTF-8" else {
            throw LogError.damaged("its text is not UTF-8")
        }
        let found = try objects(of: rows).filter { statistics[$0.key] != $0.value }
        let expected = try expected.get()
        for (name, text) in found where expected[name] != text {
            throw LogError.damaged("its schema is not ours: \(name)")
        }
        let missing = expected.keys.sorted().first {
            found[$0] == nil && (needsTriggers || !$0.hasPrefix(trigger))
        }
        if let missing { throw LogError.damaged("its schema lacks \(missing)") }
    }

    private static let trigger = "trigger "

    /// The names of our triggers that a file does not have.
    static func missingTriggers(in rows: LogRows) throws -> [String] {
        let found = try objects(of: rows)
        return try expected.get().keys.filter { $0.hasPrefix(trigger) && found[$0] == nil }
            .map { String($0.dropFirst(trigger.count)) }.sorted()
    }

    /// SQL of each object by type and name, white space aside.
    ///
    /// - Parameter known: texts whose form without white space is known.
    private static func objects(
        of rows: LogRows, known: [String: String] = ours
    ) throws -> [String: String] {
        let statement = try rows.statement(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
        defer { statement.reset() }
        var objects: [String: String] = [:]
        while try statement.step() {
            let name = "\(statement.text(0)) \(statement.text(1))"
            guard objects[name] == nil else { throw LogError.damaged("its schema repeats \(name)") }
            let sql = statement.text(3)
            objects[name] = "\(statement.text(2)) \(known[sql] ?? squeezed(sql))"
        }
        return objects
    }

    private static func squeezed(_ sql: String) -> String {
        sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let expected = Result { try made { try objects(of: $0, known: [:]) } }

    /// The statements of our own schema as SQLite keeps them, and without white space.
    private static let ours: [String: String] =
        (try? made { rows in
            let statement = try rows.statement("SELECT coalesce(sql, '') FROM sqlite_schema")
            defer { statement.reset() }
            var texts: [String: String] = [:]
            while try statement.step() { texts[statement.text(0)] = squeezed(statement.text(0)) }
            return texts
        }) ?? [:]

    /// What is read of a database that was just made.
    private static func made<Made>(_ read: (LogRows) throws -> Made) throws -> Made {
        try logErrors {
            try DatabaseQueue().inDatabase { database in
                let rows = LogRows(database: database, counts: ReadCounts())
                try create(in: rows)
                return try read(rows)
            }
        }
    }

    // MARK: SQLite's statistics

    /// The tables of ANALYZE (<https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table>).
    private static let statistics: [String: String] = [
        "sqlite_stat1": "tbl,idx,stat", "sqlite_stat2": "tbl,idx,sampleno,sample",
        "sqlite_stat3": "tbl,idx,neq,nlt,ndlt,sample",
        "sqlite_stat4": "tbl,idx,neq,nlt,ndlt,sample",
    ].reduce(into: [:]) { $0["table \($1.key)"] = "\($1.key) CREATE TABLE \($1.key)(\($1.value))" }

    /// The names of such tables in a file.
    static func statistics(in rows: LogRows) throws -> [String] {
        try objects(of: rows).filter { statistics[$0.key] == $0.value }.keys
            .map { String($0.dropFirst("table ".count)) }.sorted()
    }

    /// Takes them away: they cost room, and whoever can write the file could have SQLite choose
    /// slow ways by them.
    static func removeStatistics(_ rows: LogRows) throws {
        guard try !statistics(in: rows).isEmpty else { return }
        try rows.write {
            for name in try statistics(in: rows) {
                try rows.statement("DROP TABLE \(name)").run()
            }
        }
    }

    /// Whether a file is so small that all of it is checked.
    static func isChecked(_ rows: LogRows) throws -> Bool {
        try rows.pageCount() * rows.pageSize() <= checkedSize
    }

    /// Runs SQLite's own check where it is quick.
    static func checkWhole(_ rows: LogRows) throws {
        guard try isChecked(rows) else { return }
        if let finding = try rows.integrityFindings(limit: 1).first {
            throw LogError.damaged("the database is damaged: \(finding)")
        }
    }
}
