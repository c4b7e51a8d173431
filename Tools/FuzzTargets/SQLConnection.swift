import CSQLite

/// A connection that changes a session's rows as anybody could who knows the format.
package struct SQLConnection: ~Copyable {
    /// What a column holds.
    package enum Value {
        case null
        case number(Int)
        case text([UInt8])
        case bytes([UInt8])
    }

    private let database: OpaquePointer?

    package init?(_ path: String) {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK else { return nil }
        self.database = database
        // The guards against accidents; the file keeps them.
        _ = session_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        _ = rows("PRAGMA locking_mode = EXCLUSIVE")
        _ = rows("PRAGMA synchronous = OFF")
    }

    deinit { sqlite3_close(database) }

    /// Every row that a statement gives; none where it fails.
    package func rows(_ sql: String, _ values: [Value] = []) -> [[Value]] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
            return []
        }
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { bind(value, Int32(index + 1), statement) }
        var rows: [[Value]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append((0..<sqlite3_column_count(statement)).map { value(statement, $0) })
        }
        return rows
    }

    private func bind(_ value: Value, _ index: Int32, _ statement: OpaquePointer?) {
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .number(let number): sqlite3_bind_int64(statement, index, Int64(number))
        case .text(let text):
            text.withUnsafeBytes { bytes in
                _ = sqlite3_bind_text(
                    statement, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(bytes.count), copies)
            }
        case .bytes(let bytes):
            if bytes.isEmpty { sqlite3_bind_zeroblob(statement, index, 0) }
            bytes.withUnsafeBytes { bytes in
                guard !bytes.isEmpty else { return }
                sqlite3_bind_blob(
                    statement, index, bytes.baseAddress, Int32(bytes.count), copies)
            }
        }
    }

    private func value(_ statement: OpaquePointer?, _ column: Int32) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .number(Int(sqlite3_column_int64(statement, column)))
        case SQLITE_TEXT: .text(bytes(statement, column))
        case SQLITE_BLOB: .bytes(bytes(statement, column))
        default: .null
        }
    }

    private func bytes(_ statement: OpaquePointer?, _ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}
