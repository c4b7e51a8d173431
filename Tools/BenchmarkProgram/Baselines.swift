import CSQLite
import Foundation

/// The floor to measure against: a loop over SQLite as one would write it in C, of the same bytes
/// and with the same durability (WAL, synchronous=FULL), and nothing else.
final class BareSQLite {
    private var database: OpaquePointer?
    private var insert: OpaquePointer?

    init(_ path: String) {
        precondition(sqlite3_open(path, &database) == SQLITE_OK)
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("CREATE TABLE log (id INTEGER PRIMARY KEY, kind TEXT, time INTEGER, body BLOB)")
        let sql = "INSERT INTO log (kind, time, body) VALUES (?, ?, ?)"
        precondition(sqlite3_prepare_v2(database, sql, -1, &insert, nil) == SQLITE_OK)
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close(database)
    }

    func run(_ sql: String) {
        precondition(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, sql)
    }

    func insert(_ body: [UInt8]) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(insert, 1, "prompt.submitted", -1, nil)
        sqlite3_bind_int64(insert, 2, 1_763_700_000_000_000)
        sqlite3_bind_blob(insert, 3, body, Int32(body.count), transient)
        precondition(sqlite3_step(insert) == SQLITE_DONE)
        sqlite3_reset(insert)
    }
}

/// A preview read as one would in C: the file opened, one row asked for, the file closed.
enum BarePreview {
    static func read(_ path: String) {
        var database: OpaquePointer?
        var select: OpaquePointer?
        precondition(
            sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
        let sql = "SELECT title, last_message, prompts FROM preview WHERE branch = 1"
        precondition(sqlite3_prepare_v2(database, sql, -1, &select, nil) == SQLITE_OK)
        precondition(sqlite3_step(select) == SQLITE_ROW)
        sqlite3_finalize(select)
        sqlite3_close(database)
    }
}

/// SQLite's own full text of some texts in one table, and nothing else.
enum BareFullText {
    /// - Returns: how long it took, in seconds, and the bytes of the database.
    static func build(
        _ path: String, _ texts: some Sequence<String>
    ) async -> (seconds: Double, bytes: Int) {
        var database: OpaquePointer?
        var insert: OpaquePointer?
        precondition(sqlite3_open(path, &database) == SQLITE_OK)
        func run(_ sql: String) {
            precondition(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, sql)
        }
        run(
            "CREATE VIRTUAL TABLE words USING fts5(text, content = '', "
                + "tokenize = 'unicode61 remove_diacritics 2')")
        let time = await seconds {
            run("BEGIN")
            sqlite3_prepare_v2(database, "INSERT INTO words VALUES (?)", -1, &insert, nil)
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            for text in texts {
                sqlite3_bind_text(insert, 1, text, -1, transient)
                precondition(sqlite3_step(insert) == SQLITE_DONE)
                sqlite3_reset(insert)
            }
            sqlite3_finalize(insert)
            run("COMMIT")
        }
        sqlite3_close(database)
        return (time, Workplace.size(path))
    }

    /// The best 20 of all hits of each query, all words of it.
    ///
    /// - Returns: seconds of each.
    static func search(_ path: String, _ queries: [String]) async -> [Double] {
        var database: OpaquePointer?
        var select: OpaquePointer?
        precondition(sqlite3_open(path, &database) == SQLITE_OK)
        let sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20"
        precondition(sqlite3_prepare_v2(database, sql, -1, &select, nil) == SQLITE_OK)
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var times: [Double] = []
        for query in queries {
            let words = query.split(separator: " ").map { "\"\($0)\"" }.joined(separator: " AND ")
            times.append(
                await seconds {
                    sqlite3_bind_text(select, 1, words, -1, transient)
                    while sqlite3_step(select) == SQLITE_ROW {}
                    sqlite3_reset(select)
                })
        }
        sqlite3_finalize(select)
        sqlite3_close(database)
        return times
    }
}

/// `grep -r` over texts in a folder.
enum BareGrep {
    /// - Returns: seconds of each query, of which the first word is looked for.
    static func search(_ folder: String, _ queries: [String]) async throws -> [Double] {
        var times: [Double] = []
        for query in queries {
            let word = String(query.prefix { $0 != " " })
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["grep", "-r", "-i", "-F", "-l", "-e", word, folder]
            process.standardOutput = FileHandle.nullDevice
            times.append(
                try await seconds {
                    try process.run()
                    process.waitUntilExit()
                })
        }
        return times
    }
}

/// The other floor: a line of JSON appended to a file and synced.
final class BareLines {
    private let file: FileHandle

    init(_ path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        file = try FileHandle(forWritingTo: URL(filePath: path))
    }

    func append(_ body: [UInt8]) throws {
        try file.write(contentsOf: body + [0x0A])
        fdatasync(file.fileDescriptor)
    }
}
