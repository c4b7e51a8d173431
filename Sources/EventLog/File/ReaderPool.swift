internal import Dispatch
internal import Platform
internal import Synchronization

/// The connections that a log is read with, opened as they are needed.
final class ReaderPool: Sendable {
    /// A reading connection and how many reads it has at the moment.
    private struct Reader {
        let connection: Connection
        var load = 0
    }

    private struct State {
        var open: [Reader] = []
        /// What the file was like when it was opened as unchanging; nil: it was not.
        var frozenAs: FileSystem.Stamp?
        var sharesWriter: Bool
        var isClosed = false
        /// Reads so far, and whether somebody looks a second later whether there were more.
        var reads = 0
        var isResting = false
    }

    /// Nil: in memory.
    private let path: String?
    private let writer: Connection
    /// Whether the file, or its folder, cannot be written by this process.
    private let isReadOnly: Bool
    /// Whether nobody writes to the file, and whoever uses the pool sees to it that this holds.
    private let isAtRest: Bool
    /// The file that was opened.
    let place: FilePlace?
    private let values: SharedValues
    private let state: Mutex<State>

    /// At most this many: three that read ahead, and one for who asks something in between.
    private static let limit = 4

    /// - Parameters:
    ///   - writer: the connection that is there already.
    ///   - sharesWriter: whether it never writes, and reads too.
    init(
        _ path: String?, writer: Connection, sharesWriter: Bool, isReadOnly: Bool,
        place: FilePlace?, frozenAs: FileSystem.Stamp?, isAtRest: Bool, values: SharedValues
    ) {
        self.path = path
        self.writer = writer
        self.isReadOnly = isReadOnly
        self.isAtRest = isAtRest
        self.place = place
        self.values = values
        state = Mutex(State(frozenAs: frozenAs, sharesWriter: sharesWriter))
    }

    /// Runs a read on the first connection that is idle, so that one reader after another finds
    /// what the last one decoded; where none is, on a new one, or on the one with the least to do.
    ///
    /// - Parameter isGlance: whether it is of a few rows. Where nobody writes, and nobody else
    ///   reads, these are read before another thread would have woken up.
    func read<Result: Sendable>(
        isGlance: Bool = false, _ body: @escaping @Sendable (LogReader) throws -> Result
    ) async throws -> Result {
        guard path != nil else { return try await writer.read(body) }
        let (connection, isIdle) = try take()
        defer { give(connection) }
        guard isGlance, isAtRest, isIdle else { return try await connection.read(body) }
        try Task.checkCancellation()
        return try connection.readNow(body)
    }

    /// - Returns: also whether nobody else reads with it.
    private func take() throws -> (Connection, isIdle: Bool) {
        try state.withLock { state in
            if state.isClosed { throw LogError.closed }
            var index = state.open.indices.min { state.open[$0].load < state.open[$1].load } ?? 0
            let isFull = state.open.count >= Self.limit
            if state.open.isEmpty || (state.open[index].load > 0 && !isFull),
                let connection = try another(state)
            {
                index = state.open.count
                state.open.append(Reader(connection: connection))
            }
            state.open[index].load += 1
            return (state.open[index].connection, state.open[index].load == 1)
        }
    }

    private func give(_ connection: Connection) {
        state.withLock { state in
            let index = state.open.firstIndex { $0.connection === connection }
            if let index { state.open[index].load -= 1 }
            state.reads += 1
            guard !state.isResting, !state.sharesWriter else { return }
            state.isResting = true
            restLater(unlessAfter: state.reads)
        }
    }

    /// A connection of the caller's own; nil: in memory there is but one.
    func connection() throws -> Connection? {
        guard let path else { return nil }
        let isFrozen = state.withLock { $0.frozenAs != nil }
        return try Connection(
            path: isFrozen ? ImmutableURI.of(path) : path, readOnly: isReadOnly)
    }

    /// One more connection; nil: there are some, and the file is not where it was. In its place is
    /// another one then, or SQLite makes one.
    private func another(_ state: State) throws -> Connection? {
        guard let path, !(state.sharesWriter && state.open.isEmpty) else { return writer }
        guard place?.isGone != true else { return state.open.isEmpty ? writer : nil }
        let isImmutable = isAtRest || state.frozenAs != nil
        return try Connection(
            path: isImmutable ? ImmutableURI.of(path) : path, readOnly: isReadOnly, values: values)
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
    ///
    /// - Returns: whether anything was written.
    @discardableResult
    func renew() -> Bool {
        guard let path else { return false }
        return state.withLock { state in
            guard let frozenAs = state.frozenAs else { return false }
            let hasLog = FileSystem.size(of: path + "-wal") > 0
            let stamp = FileSystem.stamp(of: path)
            guard hasLog || stamp != frozenAs else { return false }
            state.frozenAs = hasLog ? nil : stamp
            state.open = []
            state.sharesWriter = false
            return true
        }
    }

    // MARK: Rest

    /// Closes the connections that are idle, and forgets what they decoded; others are opened when
    /// they are needed.
    func rest() {
        state.withLock { state in
            guard state.frozenAs == nil, !state.sharesWriter else { return }
            state.open.removeAll { $0.load == 0 }
            if state.open.isEmpty { values.removeAll() }
        }
    }

    private static let restQueue = DispatchQueue(label: "session.rest.readers", qos: .utility)

    /// Rests once nothing was read for a second. At most one timer is running.
    private func restLater(unlessAfter reads: Int) {
        Self.restQueue.asyncAfter(deadline: .now() + 1) { [weak self] in
            guard let self else { return }
            let now = state.withLock { state in
                state.isResting = state.reads != reads && !state.isClosed
                return state.reads
            }
            now == reads ? rest() : restLater(unlessAfter: now)
        }
    }

    // MARK: Which log it is

    /// The digest of the log's first event; empty where there is none.
    func origin() throws -> [UInt8] {
        guard path != nil else { return try Self.origin(writer) }
        let (connection, _) = try take()
        defer { give(connection) }
        return try Self.origin(connection)
    }

    /// Whether somebody who opens the file now finds the log with this first event in it: a
    /// connection of ours would not notice that another file was copied over this one. Says yes
    /// where it cannot be told.
    func isStill(_ origin: [UInt8]) -> Bool {
        guard let path, !state.withLock({ $0.isClosed }) else { return true }
        let isFrozen = state.withLock { $0.frozenAs != nil }
        do {
            // Read-only, so that its closing does not look like that of a writer.
            let connection = try Connection(
                path: isFrozen ? ImmutableURI.of(path) : path, readOnly: true)
            return try Self.origin(connection) == origin
        } catch let error as LogError {
            return error.code != .notASession && error.code != .damaged
        } catch {
            return true
        }
    }

    private static func origin(_ connection: Connection) throws -> [UInt8] {
        try connection.inQueue { try $0.origin() }
    }

    func close() throws {
        let open = state.withLock { state in
            state.isClosed = true
            defer { state.open = [] }
            return state.open
        }
        for reader in open where reader.connection !== writer { try reader.connection.close() }
    }
}
