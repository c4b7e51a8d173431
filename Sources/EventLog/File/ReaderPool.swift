internal import Synchronization

/// The connections that a log is read with, opened as they are needed.
final class ReaderPool: Sendable {
    private struct State {
        var open: [Connection] = []
        /// What the file was like when it was opened as unchanging; nil: it was not.
        var frozenAs: FileSystem.Stamp?
        var sharesWriter: Bool
        var isClosed = false
    }

    /// Nil: in memory.
    private let path: String?
    private let writer: Connection
    /// Whether the file, or its folder, cannot be written by this process.
    private let isReadOnly: Bool
    /// The file that was opened.
    private let inode: UInt64?
    private let state: Mutex<State>
    private let turn = Atomic<Int>(0)

    /// At most this many.
    private static let limit = 3

    /// - Parameters:
    ///   - writer: the connection that is there already.
    ///   - sharesWriter: whether it never writes, and reads too.
    init(
        _ path: String?, writer: Connection, sharesWriter: Bool, isReadOnly: Bool,
        inode: UInt64?, frozenAs: FileSystem.Stamp?
    ) {
        self.path = path
        self.writer = writer
        self.isReadOnly = isReadOnly
        self.inode = inode
        state = Mutex(State(frozenAs: frozenAs, sharesWriter: sharesWriter))
    }

    /// The connection whose turn it is.
    func next() throws -> Connection {
        guard let path else { return writer }
        let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue % Self.limit
        return try state.withLock { state in
            if state.isClosed { throw LogError.closed }
            if state.sharesWriter, index == 0 { return writer }
            if index < state.open.count { return state.open[index] }
            // In the place of a file that was taken away is another one, or SQLite makes one.
            guard FileSystem.stamp(of: path)?.inode == inode else {
                return state.open.first ?? writer
            }
            let connection = try Connection(
                path: state.frozenAs == nil ? path : FileSystem.immutableURI(path),
                configuration: Connection.configuration(readOnly: isReadOnly))
            state.open.append(connection)
            return connection
        }
    }

    /// A file that was opened as unchanging may be changed by someone with more rights; what was
    /// read then is worth nothing.
    func checkUnchanged() throws {
        guard let path, let frozenAs = state.withLock({ $0.frozenAs }),
            FileSystem.stamp(of: path) != frozenAs
        else { return }
        throw LogError(.busy, "\(path) was changed while it was read; open it again")
    }

    /// Has what is read from now on show what someone with more rights has written meanwhile.
    /// Connections that read right now end their work and go.
    func renew() {
        guard let path else { return }
        state.withLock { state in
            guard let frozenAs = state.frozenAs else { return }
            let hasLog = FileSystem.size(of: path + "-wal") > 0
            let stamp = FileSystem.stamp(of: path)
            guard hasLog || stamp != frozenAs else { return }
            state.frozenAs = hasLog ? nil : stamp
            state.open = []
            state.sharesWriter = false
        }
    }

    // MARK: Which log it is

    private static let originSQL = "SELECT digest FROM log WHERE position = 1"

    /// The digest of the log's first event; empty where there is none.
    func origin() throws -> [UInt8] { try Self.origin(next()) }

    /// Whether somebody who opens the file now finds the log with this first event in it: a
    /// connection of ours would not notice that another file was copied over this one. Says yes
    /// where it cannot be told.
    func isStill(_ origin: [UInt8]) -> Bool {
        guard let path, !state.withLock({ $0.isClosed }) else { return true }
        let isFrozen = state.withLock { $0.frozenAs != nil }
        do {
            // Read-only, so that its closing does not look like that of a writer.
            let connection = try Connection(
                path: isFrozen ? FileSystem.immutableURI(path) : path,
                configuration: Connection.configuration(readOnly: true))
            return try Self.origin(connection) == origin
        } catch let error as LogError {
            return error.code != .notASession && error.code != .damaged
        } catch {
            return true
        }
    }

    private static func origin(_ connection: Connection) throws -> [UInt8] {
        try connection.queue.inDatabase { database in
            let statement = try SQLStatement(database, originSQL)
            defer { statement.reset() }
            return try statement.step() ? statement.blob(0) : []
        }
    }

    func close() throws {
        let open = state.withLock { state in
            state.isClosed = true
            defer { state.open = [] }
            return state.open
        }
        for reader in open { try reader.close() }
    }
}
