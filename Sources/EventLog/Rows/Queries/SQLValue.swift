internal import CSQLite

/// A value of SQL.
package enum SQLValue: Sendable, Hashable {
    case null
    case int(Int)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// What a column of a statement's row holds.
    init(_ statement: OpaquePointer, column: Int32) {
        self.init(sqlite3_column_value(statement, column))
    }

    init(_ value: OpaquePointer?) {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: self = .int(Int(sqlite3_value_int64(value)))
        case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
        case SQLITE_TEXT:
            let start = sqlite3_value_text(value)
            let bytes = UnsafeBufferPointer(
                start: start, count: Int(sqlite3_value_bytes(value)))
            self = .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_value_blob(value)
            self = .blob(
                Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))))
        default: self = .null
        }
    }

    /// Makes it the result of a function.
    func give(to context: OpaquePointer?) {
        switch self {
        case .null: sqlite3_result_null(context)
        case .int(let number): sqlite3_result_int64(context, Int64(number))
        case .real(let number): sqlite3_result_double(context, number)
        case .text(let text):
            var text = text
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_result_text64(
                        context, $0.baseAddress ?? SQLStatement.nothing, UInt64($0.count),
                        SQLStatement.transient,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_result_zeroblob(context, 0)
                    : sqlite3_result_blob64(
                        context, $0.baseAddress, UInt64($0.count), SQLStatement.transient)
            }
        }
    }
}
