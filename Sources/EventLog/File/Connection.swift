internal import CSQLite
internal import GRDB

/// One connection to a session's database, opened as SQLite advises for files of unknown origin
/// (<https://www.sqlite.org/security.html>), with what belongs to it alone.
///
/// Everything in it is only touched on its queue.
final class Connection: @unchecked Sendable {
    let queue: DatabaseQueue
    private let words = WordTable()
    private let decoder: PayloadDecoder
    private let branches = BranchTable()
    private let counts = ReadCounts()
    /// ``LogReader/epoch()`` when this connection read last.
    private var epoch: UInt64?

    private static let ownValueLimit = 8 << 20

    /// - Parameter values: shared by connections that only read; nil: one of its own.
    init(path: String?, configuration: Configuration, values: SharedValues? = nil) throws {
        decoder = PayloadDecoder(
            values: values ?? SharedValues(limit: Self.ownValueLimit), counts: counts)
        queue = try logErrors {
            if let path { return try DatabaseQueue(path: path, configuration: configuration) }
            return try DatabaseQueue(configuration: configuration)
        }
    }

    func reader(_ database: Database) -> LogReader {
        LogReader(
            database: database, words: words, decoder: decoder, branchTable: branches,
            counts: counts)
    }

    /// From now on this connection writes, and is told when another one did.
    func becomeWriter() { words.remembersAbsence = true }

    /// Drops what was remembered of a transaction that was rolled back.
    func forgetAll() {
        words.forgetAll()
        decoder.forgetAll()
        branches.forget()
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (LogReader) throws -> Result
    ) async throws -> Result {
        try await queue.writeWithoutTransaction { database in
            try self.inTransaction(database, body)
        }
    }

    /// Reads where the caller is, inside a transaction of another log too.
    func readNow<Result>(_ body: (LogReader) throws -> Result) throws -> Result {
        try queue.inDatabase { try inTransaction($0, body) }
    }

    private func inTransaction<Result>(
        _ database: Database, _ body: (LogReader) throws -> Result
    ) throws -> Result {
        try SQLStatement(database, "BEGIN").run()
        defer { Self.end(database) }
        noticeRewriting(database)
        return try body(reader(database))
    }

    /// How payloads are compressed, and which words there are, never changes but by erasing and
    /// compacting.
    private func noticeRewriting(_ database: Database) {
        let now = (try? reader(database).epoch()) ?? nil
        if now == nil || now != epoch { forgetAll() }
        epoch = now
    }

    /// Ends a transaction that only read, come what may: GRDB takes an open one for a bug.
    static func end(_ database: Database) {
        if (try? SQLStatement(database, "COMMIT").run()) == nil { rollBack(database) }
    }

    static func rollBack(_ database: Database) {
        var tries = 0
        while sqlite3_get_autocommit(database.sqliteConnection) == 0, tries < 100 {
            try? SQLStatement(database, "ROLLBACK").run()
            tries += 1
        }
    }

    func close() throws { try logErrors { try queue.close() } }

    // MARK: Settings

    /// How long to wait for another process, in seconds.
    static let patience: Double = 30

    /// What every connection of ours is opened with.
    ///
    /// - Parameter durability: of a new file always full, so that it is whole once it has a name.
    static func configuration(
        readOnly: Bool, durability: LogFile.Durability = .full
    ) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(patience)
        configuration.qos = .userInitiated
        configuration.prepareDatabase { database in
            try harden(database)
            try SQLStatement(database, "PRAGMA synchronous = \(durability.synchronous)").run()
        }
        return configuration
    }

    private static func harden(_ database: Database) throws {
        let handle = database.sqliteConnection
        let options: [(Int32, Int32)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
            (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0), (SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0),
        ]
        for (option, value) in options { _ = session_db_config(handle, option, value) }
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(PayloadDecoder.sizeLimit + (1 << 20)))
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
        for pragma in [
            "cell_size_check = ON", "mmap_size = 0", "wal_autocheckpoint = 0",
            "temp_store = MEMORY",
        ] {
            let statement = try SQLStatement(database, "PRAGMA \(pragma)")
            try statement.run()
        }
    }
}

extension LogFile.Durability {
    /// SQLite's number for it: NORMAL waits for the disk at checkpoints alone, FULL at each commit
    /// too (<https://www.sqlite.org/pragma.html#pragma_synchronous>).
    var synchronous: Int64 {
        switch self {
        case .relaxed: 1
        case .full: 2
        }
    }
}

extension Database {
    /// The one number that a pragma gives.
    func pragma(_ name: String) throws -> Int64 {
        let statement = try SQLStatement(self, "PRAGMA \(name)")
        defer { statement.reset() }
        return try statement.step() ? statement.int(0) : 0
    }

    /// The one text that a pragma gives.
    func pragmaText(_ name: String) throws -> String {
        let statement = try SQLStatement(self, "PRAGMA \(name)")
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : ""
    }
}
