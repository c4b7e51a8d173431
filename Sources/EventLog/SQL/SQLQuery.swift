internal import CSQLite
internal import GRDB
internal import Synchronization

/// One statement that somebody wrote, run so that it can neither change anything nor go on for
/// ever.
package struct SQLQuery: Sendable {
    package var sql: String
    /// Seconds that it may take.
    package var timeLimit: Double
    /// Bytes that SQLite may take beyond what it had.
    package var memoryLimit: Int64
    package var fields: SQLFields

    package init(
        sql: String, timeLimit: Double, memoryLimit: Int64, fields: @escaping SQLFields
    ) {
        self.sql = sql
        self.timeLimit = timeLimit
        self.memoryLimit = memoryLimit
        self.fields = fields
    }

    /// Runs it on a connection that nothing else uses.
    ///
    /// - Parameters:
    ///   - columns: called first, with the names of its columns.
    ///   - row: called with each row; false ends it.
    fileprivate func run(
        _ reader: LogReader, until alarm: Alarm, columns: ([String]) throws -> Void,
        row: ([SQLValue]) throws -> Bool
    ) throws {
        let handle = reader.database.sqliteConnection
        try SQLFieldFunction(fields: fields) { try $0(reader) }.register(on: handle)
        try SQLFieldFunction.createViews(on: handle)
        let statement = try prepare(handle)
        defer { sqlite3_finalize(statement) }
        let guardian = Guardian(memoryLimit: memoryLimit)
        try guardian.watching(handle) {
            let count = sqlite3_column_count(statement)
            try columns(
                (0..<count).map {
                    sqlite3_column_name(statement, $0).map(String.init(cString:)) ?? ""
                })
            while try step(statement, handle, guardian, alarm) {
                guard try row((0..<count).map { SQLValue(statement, column: $0) }) else { return }
            }
        }
    }

    private func step(
        _ statement: OpaquePointer, _ handle: OpaquePointer?, _ guardian: Guardian,
        _ alarm: Alarm
    ) throws -> Bool {
        if alarm.hasRung { throw tookTooLong }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case SQLITE_INTERRUPT: throw alarm.hasRung ? tookTooLong : guardian.reason
        case SQLITE_TOOBIG:
            throw LogError(.limitReached, "a value is longer than SQL may make one here")
        case SQLITE_ERROR:
            throw LogError(.invalidSQL, String(cString: sqlite3_errmsg(handle)))
        case let code:
            throw LogError(
                sqlite: code, extended: sqlite3_extended_errcode(handle),
                message: String(cString: sqlite3_errmsg(handle)))
        }
    }

    private var tookTooLong: LogError {
        LogError(.limitReached, "the statement took longer than \(timeLimit) seconds")
    }

    // MARK: Preparing

    /// The statement, where it is one, and one that only reads.
    private func prepare(_ handle: OpaquePointer?) throws -> OpaquePointer {
        let watch = Authorizer()
        return try watch.watching(handle) {
            var statement: OpaquePointer?
            var rest = 0
            let code = sql.withCString { text -> Int32 in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v2(handle, text, -1, &statement, &tail)
                rest = tail.map { Int(UnsafePointer($0) - text) } ?? 0
                return code
            }
            if let refused = watch.refused {
                sqlite3_finalize(statement)
                throw LogError(.refusedSQL, "\(refused) is not for reading")
            }
            guard code == SQLITE_OK else {
                throw LogError(.invalidSQL, String(cString: sqlite3_errmsg(handle)))
            }
            guard let statement else { throw LogError(.invalidSQL, "there is no statement") }
            guard sqlite3_stmt_readonly(statement) != 0 else {
                sqlite3_finalize(statement)
                throw LogError(.refusedSQL, "the statement writes")
            }
            guard try isBlank(rest, handle) else {
                sqlite3_finalize(statement)
                throw LogError(.refusedSQL, "there is more than one statement")
            }
            return statement
        }
    }

    /// Whether nothing but white space and comments stands behind the first statement.
    private func isBlank(_ offset: Int, _ handle: OpaquePointer?) throws -> Bool {
        var more: OpaquePointer?
        let rest = String(decoding: Array(sql.utf8).dropFirst(offset), as: UTF8.self)
        let code = sqlite3_prepare_v2(handle, rest, -1, &more, nil)
        defer { sqlite3_finalize(more) }
        return code == SQLITE_OK && more == nil
    }
}

/// Lets statements read and nothing else, while it watches.
private final class Authorizer {
    /// The first thing that was refused.
    private(set) var refused: String?

    private static let names: [Int32: String] = [
        SQLITE_ATTACH: "ATTACH", SQLITE_DETACH: "DETACH", SQLITE_PRAGMA: "PRAGMA",
        SQLITE_INSERT: "INSERT", SQLITE_UPDATE: "UPDATE", SQLITE_DELETE: "DELETE",
        SQLITE_TRANSACTION: "BEGIN, COMMIT or ROLLBACK", SQLITE_SAVEPOINT: "SAVEPOINT",
        SQLITE_REINDEX: "REINDEX", SQLITE_ANALYZE: "ANALYZE",
    ]
    /// fts3_tokenizer takes and gives addresses in memory
    /// (<https://www.sqlite.org/fts3.html#custom_application_defined_tokenizers>).
    private static let refusedFunctions: Set<String> = ["load_extension", "fts3_tokenizer"]

    func watching<Result>(
        _ handle: OpaquePointer?, _ body: () throws -> Result
    ) rethrows -> Result {
        sqlite3_set_authorizer(
            handle,
            { data, action, _, name, _, _ in
                guard let data else { return SQLITE_DENY }
                return Unmanaged<Authorizer>.fromOpaque(data).takeUnretainedValue()
                    .answer(action, name)
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_set_authorizer(handle, nil, nil) }
        return try body()
    }

    private func answer(_ action: Int32, _ name: UnsafePointer<CChar>?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            let function = name.map { String(cString: $0).lowercased() } ?? ""
            guard Self.refusedFunctions.contains(function) else { return SQLITE_OK }
            if refused == nil { refused = function }
            return SQLITE_DENY
        default:
            if refused == nil { refused = Self.names[action] ?? "CREATE, DROP or ALTER" }
            return SQLITE_DENY
        }
    }
}

/// Tells that a statement's time is over.
private final class Alarm: Sendable {
    private let rang = Atomic<Bool>(false)

    var hasRung: Bool { rang.load(ordering: .acquiring) }

    func ring() { rang.store(true, ordering: .releasing) }
}

/// Ends a statement that takes too much memory, or whose task was cancelled.
private final class Guardian {
    /// Steps of SQLite's machine between two looks.
    private static let stride: Int32 = 1000

    private let limit: Int64
    private let memory = sqlite3_memory_used()
    private(set) var reason = LogError(.ioFailed, "the call was cancelled")

    init(memoryLimit: Int64) { limit = memoryLimit }

    func watching<Result>(
        _ handle: OpaquePointer?, _ body: () throws -> Result
    ) rethrows -> Result {
        sqlite3_progress_handler(
            handle, Self.stride,
            { data in
                guard let data else { return 1 }
                return Unmanaged<Guardian>.fromOpaque(data).takeUnretainedValue().mayGoOn ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        return try body()
    }

    private var mayGoOn: Bool {
        if Task.isCancelled { return false }
        if sqlite3_memory_used() - memory > limit {
            reason = LogError(
                .limitReached,
                "the statement took more than \(limit >> 20) MB of memory")
            return false
        }
        return true
    }
}

extension LogFile {
    /// The views that a statement sees, as SQL with comments.
    package static var querySchema: String { EmbeddedSchemas.files["views-1.sql"] ?? "" }

    /// Runs a statement on a connection of its own, on one state of the file.
    package func query(
        _ query: SQLQuery, columns: @escaping @Sendable ([String]) throws -> Void,
        row: @escaping @Sendable ([SQLValue]) throws -> Bool
    ) async throws {
        guard let connection = try ownConnection() else {
            throw LogError(.readOnly, "a session in memory has no SQL; save it to a file first")
        }
        defer { try? connection.close() }
        let alarm = Alarm()
        let timer = Task {
            try await Task.sleep(for: .seconds(query.timeLimit))
            alarm.ring()
            connection.queue.interrupt()
        }
        defer { timer.cancel() }
        try await connection.read { try query.run($0, until: alarm, columns: columns, row: row) }
    }
}
