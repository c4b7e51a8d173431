internal import CSQLite
internal import GRDB
internal import SessionTerms

/// A prepared statement driven through SQLite's own calls.
///
/// GRDB prepares and keeps the statement; binding and reading columns directly costs a third of its
/// general conversion, which is most of the time of an append and of a replay.
struct SQLStatement {
    private let pointer: OpaquePointer

    /// The statement for this text, prepared once per connection.
    init(_ database: Database, _ sql: String) throws {
        pointer = try logErrors { try database.cachedStatement(sql: sql).sqliteStatement }
        sqlite3_reset(pointer)
    }

    func bind(_ index: Int32, _ value: Int?) {
        if let value {
            sqlite3_bind_int64(pointer, index, Int64(value))
        } else {
            sqlite3_bind_null(pointer, index)
        }
    }

    func bind(_ index: Int32, _ value: (some Ordinal)?) { bind(index, value?.number) }

    func bind(_ index: Int32, _ value: String?) {
        guard var value else { return bind(index, Int?.none) }
        _ = value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(
                    pointer, index, $0.baseAddress ?? Self.nothing, Int32($0.count), Self.transient)
            }
        }
    }

    func bind(_ index: Int32, _ value: [UInt8]?) {
        guard let value else { return bind(index, Int?.none) }
        value.withUnsafeBytes { bytes in
            _ =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(pointer, index, 0)
                : sqlite3_bind_blob(
                    pointer, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
        }
    }

    /// Binds what a column of another statement's row holds, whatever that is.
    func bind(_ index: Int32, _ other: SQLStatement, _ column: Int32) {
        sqlite3_bind_value(pointer, index, sqlite3_column_value(other.pointer, column))
    }

    /// Has SQLite copy the bytes that it is handed (SQLITE_TRANSIENT, a macro that Swift does not
    /// see).
    static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
    /// Where a text of no bytes begins: a null pointer would be no text.
    nonisolated(unsafe) static let nothing = UnsafePointer(
        UnsafeMutablePointer<CChar>.allocate(capacity: 1))

    /// The next row: true; none left: false.
    func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer)))
            let extended = sqlite3_extended_errcode(sqlite3_db_handle(pointer))
            sqlite3_reset(pointer)
            throw LogError(sqlite: code, extended: extended, message: message)
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        defer { reset() }
        while try step() {}
    }

    /// Ends the statement's hold on the database.
    func reset() { sqlite3_reset(pointer) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }

    func int<Number: Ordinal>(_ column: Int32) -> Number { Number(int(column)) }

    /// Asks for the type only where the number may stand for none.
    func optionalInt(_ column: Int32) -> Int? {
        let value = int(column)
        return value != 0 || !isNull(column) ? value : nil
    }

    func optionalInt<Number: Ordinal>(_ column: Int32) -> Number? {
        optionalInt(column).map { Number($0) }
    }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(pointer, column) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        blob(column, into: &bytes)
        return bytes
    }

    /// Puts a column's bytes in place of what `bytes` holds, into its memory where no one else has
    /// kept that.
    func blob(_ column: Int32, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        guard let start = sqlite3_column_blob(pointer, column) else { return }
        let count = Int(sqlite3_column_bytes(pointer, column))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// What `make` makes of a column's bytes where they lie; nil for one that is null or empty.
    func bytes<Result>(
        _ column: Int32, _ make: (UnsafeRawBufferPointer) -> Result?
    ) -> Result? {
        guard let start = sqlite3_column_blob(pointer, column) else { return nil }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return make(UnsafeRawBufferPointer(start: start, count: count))
    }
}
