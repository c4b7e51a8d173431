internal import GRDB

/// The schema document, and whether a file follows it.
enum SchemaCheck {
    static let formatVersion: Int64 = 1
    static let applicationID: Int64 = 0x5345_5331
    /// Up to this size SQLite's own check of the whole file runs at every opening, in about a
    /// millisecond per 100 KB; larger files are checked by `verify`.
    private static let checkedSize: Int64 = 512 << 10

    static let sql: String = EmbeddedSchemas.files["session-1.sql"] ?? ""

    /// Gives an empty database the format's tables.
    static func create(in database: Database) throws {
        try logErrors { try database.execute(sql: sql) }
    }

    /// Whether the file is a session at all, asked before anything is written.
    static func identify(_ database: Database) throws {
        let id = try database.pragma("application_id")
        guard id == applicationID else {
            let empty = try database.pragma("page_count") == 0
            throw LogError(
                .notASession, empty ? "the file is empty" : "it is a database of another kind")
        }
        let version = try database.pragma("user_version")
        guard version <= formatVersion else {
            throw LogError(
                .newerFormat,
                "it has format \(version), this version reads up to format \(formatVersion)")
        }
        guard version == formatVersion else {
            throw LogError.damaged("format \(version) does not exist")
        }
        try compareSchema(database)
    }

    /// Every object of the file is one of ours, to the letter, and none of ours is missing.
    private static func compareSchema(_ database: Database) throws {
        guard try database.pragmaText("encoding") == "UTF-8" else {
            throw LogError.damaged("its text is not UTF-8")
        }
        let found = try objects(of: database)
        for (name, text) in found where expected[name] != text {
            throw LogError.damaged("its schema is not ours: \(name)")
        }
        if let missing = expected.keys.sorted().first(where: { found[$0] == nil }) {
            throw LogError.damaged("its schema lacks \(missing)")
        }
    }

    /// SQL of each object by type and name, white space aside.
    private static func objects(of database: Database) throws -> [String: String] {
        let statement = try SQLStatement(
            database, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
        defer { statement.reset() }
        var objects: [String: String] = [:]
        while try statement.step() {
            let name = "\(statement.text(0)) \(statement.text(1))"
            guard objects[name] == nil else { throw LogError.damaged("its schema repeats \(name)") }
            objects[name] = "\(statement.text(2)) \(squeezed(statement.text(3)))"
        }
        return objects
    }

    private static func squeezed(_ sql: String) -> String {
        sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let expected: [String: String] = {
        let database = try? DatabaseQueue()
        let objects = try? database?.inDatabase { database in
            try create(in: database)
            return try SchemaCheck.objects(of: database)
        }
        return objects ?? [:]
    }()

    /// Runs SQLite's own check where it is quick.
    static func checkWhole(_ database: Database) throws {
        let size = try database.pragma("page_count") * database.pragma("page_size")
        guard size <= checkedSize else { return }
        let answer = try database.pragmaText("integrity_check(1)")
        guard answer == "ok" else { throw LogError.damaged("the database is damaged: \(answer)") }
    }
}
