internal import CSQLite
internal import Foundation
internal import GRDB
internal import Platform
internal import SessionStore

/// The database of a folder's index. All that is asked of SQLite stands in this folder.
///
/// A rollback journal, and no write-ahead log: nothing is left beside it, and who reads sees one
/// state. Several processes may use it at once; who writes waits for the others.
final class IndexTables: Sendable {
    /// Nil: in memory.
    let path: String?
    private let queue: DatabaseQueue
    private let inode: Int?

    /// Opens the database at a path, or makes it.
    ///
    /// - Parameter path: nil: in memory.
    /// - Throws: ``IndexFault/damaged`` where another file is there, or one of another version.
    init(path: String?) throws {
        self.path = path
        let queue = try indexErrors {
            let queue =
                try path.map { try DatabaseQueue(path: $0, configuration: Self.configuration) }
                ?? DatabaseQueue(configuration: Self.configuration)
            try queue.write { try IndexSchema.ensure($0) }
            return queue
        }
        self.queue = queue
        inode = path.flatMap { FileSystem.facts(of: $0)?.inode }
    }

    /// Seconds to wait for another process: it may be writing a month anew.
    private static let patience: Double = 60

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            // GRDB's observers would be told by it which tables each statement touches. There are
            // none, and of a search over many months it makes more than half.
            sqlite3_set_authorizer(database.sqliteConnection, nil, nil)
            guard session_add_phrase_counts(database.sqliteConnection) == SQLITE_OK else {
                throw DatabaseError(message: "SQLite has no full-text tables (FTS5)")
            }
            // What is deleted is overwritten with zeros: it may have been erased.
            try database.execute(
                sql: """
                    PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;
                    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
                    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;
                    """)
        }
        return configuration
    }

    /// Reads one state of the index, to the end, also where the task is cancelled meanwhile.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (IndexRows) throws -> Result
    ) async throws -> Result {
        try await uninterrupted { [queue] in
            try await queue.read { try body(IndexRows(database: $0)) }
        }
    }

    /// Writes in one transaction, which is undone where `body` throws, and comes to its end also
    /// where the task is cancelled meanwhile.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (IndexRows) throws -> Result
    ) async throws -> Result {
        try await uninterrupted { [queue] in
            try await queue.write { try body(IndexRows(database: $0)) }
        }
    }

    /// Runs what a task's cancellation must not reach: GRDB interrupts SQLite then, FTS5 leaves
    /// statements of its own open when it is interrupted, and with those neither COMMIT nor
    /// ROLLBACK succeeds (<https://sqlite.org/forum/forumpost/137c7662b3>): the process would end.
    private func uninterrupted<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        return try await indexErrors { try await Task(operation: body).value }
    }

    func close() throws { try indexErrors { try queue.close() } }

    /// Bytes of the database.
    func size() async throws -> Int {
        try await read {
            try Int.fetchOne(
                $0.database,
                sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
        }
    }

    /// Closes the database and deletes it, unless another one is in its place by now.
    func remove() {
        try? queue.close()
        guard let path, FileSystem.facts(of: path)?.inode == inode else { return }
        Self.remove(path)
    }

    /// Deletes the database at a path, with what is left of a transaction: it would be taken for
    /// the next one's.
    static func remove(_ path: String) {
        FileSystem.remove(path + "-journal")
        FileSystem.remove(path)
    }
}

/// What an index does about an error of its database.
enum IndexFault: Error {
    /// It cannot be read, and is made anew.
    case damaged
    /// It cannot be written where it is, and is made in memory.
    case unwritable
}

/// Runs calls of GRDB and turns their errors into ours.
func indexErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError { throw indexError(error) }
}

/// The same for calls that wait.
func indexErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as DatabaseError { throw indexError(error) }
}

private func indexError(_ error: DatabaseError) -> any Error {
    let message = error.message ?? "SQLite \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_SCHEMA:
        return IndexFault.damaged
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
        return IndexFault.unwritable
    case .SQLITE_FULL:
        return SessionError(
            .diskFull, "there is no room for the folder's index",
            hint: "Free some space and try again; the sessions are as they were.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
        return SessionError(
            .busy, "another process has been writing the folder's index for a minute",
            hint: "Try again when it is done.")
    case .SQLITE_INTERRUPT: return CancellationError()
    default: return SessionError(.ioFailed, "the folder's index: \(message)", cause: error)
    }
}
