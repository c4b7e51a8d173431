internal import GRDB
internal import JSONText
internal import SessionStore

/// The index's tables on one connection, valid inside the call that handed it out.
struct IndexRows {
    let database: Database

    /// Runs a statement, prepared once per connection.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The rows of a statement, prepared once per connection.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> RowCursor {
        try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    }

    func number(_ sql: String, _ arguments: StatementArguments = []) throws -> Int? {
        try Int.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Another number after each commit of another connection.
    func dataVersion() throws -> Int { try number("PRAGMA data_version") ?? 0 }

    /// How many rows this connection has changed.
    var changes: Int { database.totalChangesCount }
}

/// Columns as they are, whatever a damaged file has in them: no value is a zero, an empty text.
extension Row {
    func int(_ column: Int) -> Int { self[column] ?? 0 }

    func bool(_ column: Int) -> Bool { int(column) != 0 }

    func text(_ column: Int) -> String { self[column] ?? "" }

    func optionalText(_ column: Int) -> String? { self[column] }

    /// A column that holds the 64 bits of an unsigned number.
    func bits(_ column: Int) -> UInt64? { (self[column] as Int64?).map { UInt64(bitPattern: $0) } }

    func time(_ column: Int) -> Timestamp? {
        (self[column] as Int?).map { Timestamp(microseconds: $0) }
    }
}
