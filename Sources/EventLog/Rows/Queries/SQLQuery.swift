internal import CSQLite
internal import GRDB

/// One statement that somebody wrote, run so that it can neither change anything nor go on for
/// ever.
///
/// What SQLite cannot be stopped in is one of its functions: `instr` of two long values takes years
/// and looks at nothing meanwhile. Only the end of the process ends that.
package struct SQLQuery: Sendable {
    package var sql: String
    /// Seconds that it may take.
    package var timeLimit: Double
    /// Bytes that SQLite may take beyond what it had.
    package var memoryLimit: Int
    /// Whether SQLite refuses more memory than that to the whole process.
    package var isAlone: Bool
    package var fields: SQLFields

    package init(
        sql: String, timeLimit: Double, memoryLimit: Int, isAlone: Bool,
        fields: @escaping SQLFields
    ) {
        self.sql = sql
        self.timeLimit = timeLimit
        self.memoryLimit = memoryLimit
        self.isAlone = isAlone
        self.fields = fields
    }

    /// Runs it on a connection that nothing else uses.
    ///
    /// - Parameters:
    ///   - columns: called first, with the names of its columns.
    ///   - row: called with each row; false ends it.
    fileprivate func run(
        _ reader: LogReader, until alarm: SQLAlarm, columns: ([String]) throws -> Void,
        row: ([SQLValue]) throws -> Bool
    ) throws {
        let handle = reader.rows.database.sqliteConnection
        try SQLFieldFunction(fields: fields) { try $0(reader) }.register(on: handle)
        try SQLFieldFunction.createViews(on: handle)
        let guardian = SQLGuardian(memoryLimit: memoryLimit, isAlone: isAlone)
        try guardian.watching(handle) {
            let statement = try prepare(handle, guardian)
            defer { sqlite3_finalize(statement) }
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
        _ statement: OpaquePointer, _ handle: OpaquePointer?, _ guardian: SQLGuardian,
        _ alarm: SQLAlarm
    ) throws -> Bool {
        let code = sqlite3_step(statement)
        // Also where the error is another one: of a read that a function did, for instance.
        if alarm.hasRung { throw Self.overtime(timeLimit) }
        switch code {
        case SQLITE_ROW where guardian.mayGoOn: return true
        case SQLITE_DONE: return false
        case SQLITE_ROW, SQLITE_INTERRUPT: throw guardian.reason
        default: throw guardian.error(code) ?? failure(code, handle)
        }
    }

    private func failure(_ code: Int32, _ handle: OpaquePointer?) -> LogError {
        let message = String(cString: sqlite3_errmsg(handle))
        guard code != SQLITE_ERROR else { return LogError(.invalidSQL, message) }
        return LogError(
            sqlite: code, extended: sqlite3_extended_errcode(handle), message: message)
    }

    package static func overtime(_ seconds: Double) -> LogError {
        LogError(.limitReached, "the statement took longer than \(seconds) seconds")
    }

    // MARK: Preparing

    /// The statement, where it is one, and one that only reads.
    private func prepare(
        _ handle: OpaquePointer?, _ guardian: SQLGuardian
    ) throws -> OpaquePointer {
        let watch = SQLAuthorizer()
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
                throw guardian.error(code)
                    ?? LogError(.invalidSQL, String(cString: sqlite3_errmsg(handle)))
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
        let alarm = SQLAlarm()
        let timer = Task {
            try await Task.sleep(for: .seconds(query.timeLimit))
            alarm.ring()
            connection.interrupt()
        }
        defer { timer.cancel() }
        try await connection.read { try query.run($0, until: alarm, columns: columns, row: row) }
    }
}
