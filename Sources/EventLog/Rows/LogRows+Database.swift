internal import GRDB

/// The database as a whole.
extension LogRows {
    func formatVersion() throws -> Int { try database.pragma("user_version") }
    func pageSize() throws -> Int { try database.pragma("page_size") }
    func pageCount() throws -> Int { try database.pragma("page_count") }

    /// To be called before the first page is written, or before the database is written anew
    /// without a write-ahead log.
    func setPageSize(_ bytes: Int) throws { try statement("PRAGMA page_size = \(bytes)").run() }

    // MARK: The write-ahead log

    /// - Returns: whether it is used from now on.
    func enableLog() throws -> Bool { try database.pragmaText("journal_mode = WAL") == "wal" }

    func hasLog() throws -> Bool { try database.pragmaText("journal_mode") == "wal" }

    /// Goes back from the write-ahead log to a rollback journal, in which pages may get another
    /// size; says no where another connection has the file open.
    func leaveLog() -> Bool {
        waiting(0) { (try? database.pragmaText("journal_mode = DELETE")) == "delete" }
    }

    /// Writes the write-ahead log back into the file and cuts it off.
    ///
    /// - Returns: whether nothing is left in it; readers may be in the way.
    func emptyLog() throws -> Bool {
        let statement = try statement("PRAGMA wal_checkpoint(TRUNCATE)")
        defer { statement.reset() }
        return try statement.step() && statement.int(0) == 0
    }

    /// Writes the write-ahead log back into the file, and has it begun anew; whoever is in the way
    /// is not waited for.
    func restartLog() {
        waiting(0) { try? statement("PRAGMA wal_checkpoint(RESTART)").run() }
    }

    /// What a commit waits for, as SQLite numbers it.
    func synchronous() throws -> Int { try database.pragma("synchronous") }

    // MARK: Written anew

    /// Writes the whole database anew; a large one is put together in a nameless temporary file.
    func vacuum() throws {
        if try pageCount() * pageSize() > Self.vacuumedInMemory {
            try statement("PRAGMA temp_store = FILE").run()
        }
        defer { try? statement("PRAGMA temp_store = MEMORY").run() }
        try statement("VACUUM").run()
    }

    /// Bytes.
    private static let vacuumedInMemory: Int = 32 << 20

    func vacuum(into path: String) throws {
        let statement = try statement("VACUUM INTO ?")
        statement.bind(1, path)
        try statement.run()
    }

    // MARK: Checks

    /// What SQLite's own check of the whole database finds
    /// (<https://www.sqlite.org/pragma.html#pragma_integrity_check>).
    func integrityFindings(limit: Int) throws -> [String] {
        let statement = try statement("PRAGMA integrity_check(\(limit))")
        defer { statement.reset() }
        var findings: [String] = []
        while try statement.step() {
            if statement.text(0) != "ok" { findings.append(statement.text(0)) }
        }
        return findings
    }
}

extension Database {
    /// The one number that a pragma gives.
    func pragma(_ name: String) throws -> Int {
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
