internal import CSQLite
internal import GRDB

extension LogRows {
    /// Begins a transaction that reads, or at once one that writes.
    func begin(isWriting: Bool) throws {
        try statement(isWriting ? "BEGIN IMMEDIATE" : "BEGIN").run()
    }

    func commit() throws { try statement("COMMIT").run() }

    /// Whether a transaction is open: SQLite ends one by itself after some errors, such as a full
    /// disk.
    var isInTransaction: Bool { sqlite3_get_autocommit(database.sqliteConnection) == 0 }

    /// Ends a transaction that only read, come what may: GRDB takes an open one for a bug.
    func end() {
        if (try? commit()) == nil { rollBack() }
    }

    /// Undoes what the open transaction did, where there is one.
    func rollBack() {
        var tries = 0
        while isInTransaction, tries < 100 {
            try? statement("ROLLBACK").run()
            tries += 1
        }
    }

    /// Writes in a transaction, which is undone where `body` throws.
    func write(_ body: () throws -> Void) throws {
        try begin(isWriting: true)
        defer { rollBack() }
        try body()
        try commit()
    }

    /// Has SQLite refuse what would change the database from now on.
    func forbidWriting() throws { try statement("PRAGMA query_only = ON").run() }

    // MARK: Parts of a transaction

    func beginPart() throws { try statement("SAVEPOINT part").run() }
    func keepPart() throws { try statement("RELEASE part").run() }

    func undoPart() throws {
        try statement("ROLLBACK TO part").run()
        try keepPart()
    }

    // MARK: What others did

    /// How many rows this connection has changed since it was opened.
    var changes: Int32 { sqlite3_total_changes(database.sqliteConnection) }

    /// Another number after each commit of another connection
    /// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
    func dataVersion() throws -> Int { try database.pragma("data_version") }

    /// Gives back the pages that the connection keeps; they are read again when they are needed.
    func releaseMemory() { sqlite3_db_release_memory(database.sqliteConnection) }

    // MARK: Other connections

    /// Whether this connection was closed.
    var isClosed: Bool { database.sqliteConnection == nil }

    /// Runs `body` while this connection waits so long for others.
    func waiting<Result>(_ milliseconds: Int32, _ body: () throws -> Result) rethrows -> Result {
        sqlite3_busy_timeout(database.sqliteConnection, milliseconds)
        defer {
            sqlite3_busy_timeout(database.sqliteConnection, Int32(Connection.patience * 1000))
        }
        return try body()
    }
}
