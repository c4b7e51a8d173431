internal import GRDB

/// The schema documents, and whether a database follows them.
enum IndexSchema {
    private static let version = 1
    private static let applicationID = 0x5345_5349

    private static let sql = EmbeddedSchemas.files["index-1.sql"] ?? ""
    private static let monthSQL = EmbeddedSchemas.files["index-month-1.sql"] ?? ""

    /// Gives an empty database the index's tables, and looks at those of another one.
    ///
    /// - Throws: ``IndexFault/damaged`` where it has others.
    static func ensure(_ database: Database) throws {
        let id = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
        if id == 0, isEmpty { return try database.execute(sql: sql) }
        guard id == applicationID,
            try Int.fetchOne(database, sql: "PRAGMA user_version") == version,
            try objects(of: database, named: expected.get().keys.sorted()) == expected.get(),
            try !hasForeignObjects(database)
        else { throw IndexFault.damaged }
    }

    private static let expected = Result {
        try DatabaseQueue().inDatabase { database in
            try database.execute(sql: sql)
            return try objects(
                of: database,
                named: String.fetchAll(
                    database, sql: "SELECT name FROM sqlite_schema WHERE sql IS NOT NULL"))
        }
    }

    private static func objects(
        of database: Database, named names: [String]
    ) throws -> [String: String] {
        var objects: [String: String] = [:]
        for name in names {
            objects[name] = try String.fetchOne(
                database, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [name])
        }
        return objects
    }

    /// Whether there are triggers or views: none are ours.
    private static func hasForeignObjects(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view'))")
            ?? true
    }

    /// Gives a month its tables.
    static func create(month: Int, in database: Database) throws {
        try database.execute(
            sql: monthSQL.replacing("MONTH", with: String(month)))
    }

    /// Takes a month's tables away, with all that is in their pages.
    static func drop(month: Int, in database: Database) throws {
        for table in MonthTable.allCases {
            try database.execute(sql: "DROP TABLE IF EXISTS \(table.name(month))")
        }
    }
}

/// The tables of a month.
enum MonthTable: String, CaseIterable, Sendable {
    case prompt, output, said, word, letters

    func name(_ month: Int) -> String { "\(rawValue)_\(month)" }
}
