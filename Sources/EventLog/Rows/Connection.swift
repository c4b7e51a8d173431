internal import CSQLite
internal import GRDB

/// One connection to a session's database, opened as SQLite advises for files of unknown origin
/// (<https://www.sqlite.org/security.html>), with what belongs to it alone.
///
/// Everything in it is only touched on its queue.
final class Connection: @unchecked Sendable {
    private let queue: DatabaseQueue
    private let words = WordTable()
    private let decoder: PayloadDecoder
    private let branches = BranchTable()
    private let counts = ReadCounts()
    /// ``LogReader/epoch()`` when this connection read last.
    private var epoch: UInt64?

    private static let ownValueLimit = 8 << 20

    /// - Parameters:
    ///   - path: nil: in memory.
    ///   - values: shared by connections that only read; nil: one of its own.
    ///   - prepare: called before anything else is done with it.
    init(
        path: String?, readOnly: Bool = false, durability: LogFile.Durability = .full,
        values: SharedValues? = nil,
        prepare: @escaping @Sendable (LogRows) throws -> Void = { _ in }
    ) throws {
        let configuration = Self.configuration(readOnly, durability, prepare)
        decoder = PayloadDecoder(
            values: values ?? SharedValues(limit: Self.ownValueLimit), counts: counts)
        queue = try logErrors {
            if let path { return try DatabaseQueue(path: path, configuration: configuration) }
            return try DatabaseQueue(configuration: configuration)
        }
    }

    func reader(_ rows: LogRows) -> LogReader {
        LogReader(rows: rows, words: words, decoder: decoder, branchTable: branches)
    }

    private func rows(_ database: Database) -> LogRows {
        LogRows(database: database, counts: counts)
    }

    /// Runs `body` on the connection's queue, and waits for it where the caller is.
    func inQueue<Result>(_ body: (LogRows) throws -> Result) rethrows -> Result {
        try queue.inDatabase { try body(rows($0)) }
    }

    /// The same, and leaves the caller's thread to others meanwhile.
    func onQueue<Result: Sendable>(
        _ body: @escaping @Sendable (LogRows) throws -> Result
    ) async throws -> Result {
        try await queue.writeWithoutTransaction { try body(self.rows($0)) }
    }

    /// Has `body` run on the connection's queue some time later; it may be closed by then.
    func later(_ body: @escaping @Sendable (LogRows) -> Void) {
        queue.asyncWriteWithoutTransaction { body(self.rows($0)) }
    }

    func interrupt() { queue.interrupt() }

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
        try await onQueue { try self.inTransaction($0, body) }
    }

    /// Reads where the caller is, inside a transaction of another log too.
    func readNow<Result>(_ body: (LogReader) throws -> Result) throws -> Result {
        try inQueue { try inTransaction($0, body) }
    }

    private func inTransaction<Result>(
        _ rows: LogRows, _ body: (LogReader) throws -> Result
    ) throws -> Result {
        try rows.begin(isWriting: false)
        defer { rows.end() }
        let reader = reader(rows)
        noticeRewriting(reader)
        return try body(reader)
    }

    /// How payloads are compressed, and which words there are, never changes but by erasing and
    /// compacting.
    private func noticeRewriting(_ reader: LogReader) {
        let now = (try? reader.epoch()) ?? nil
        if now == nil || now != epoch { forgetAll() }
        epoch = now
    }

    func close() throws { try logErrors { try queue.close() } }

    // MARK: Settings

    /// How long to wait for another process, in seconds.
    static let patience: Double = 30

    /// What every connection of ours is opened with.
    private static func configuration(
        _ readOnly: Bool, _ durability: LogFile.Durability,
        _ prepare: @escaping @Sendable (LogRows) throws -> Void
    ) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(patience)
        configuration.qos = .userInitiated
        configuration.prepareDatabase { database in
            try harden(database)
            let rows = LogRows(database: database, counts: ReadCounts())
            try rows.statement("PRAGMA synchronous = \(durability.synchronous)").run()
            try prepare(rows)
        }
        return configuration
    }

    private static func harden(_ database: Database) throws {
        let handle = database.sqliteConnection
        // GRDB's observers would be told by it which tables each statement touches. There are none,
        // and it makes half the cost of opening a small file.
        sqlite3_set_authorizer(handle, nil, nil)
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
    var synchronous: Int {
        switch self {
        case .relaxed: 1
        case .full: 2
        }
    }
}
