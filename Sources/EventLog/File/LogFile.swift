internal import Platform
internal import SessionTerms
internal import Synchronization

/// A session's database: one writing connection, some reading ones, and the rules of opening,
/// committing and checkpointing that keep it whole.
///
/// Safe from many tasks and from several processes at once.
package final class LogFile: Sendable {
    package enum Mode: Sendable {
        case readWrite
        case readOnly
        /// Read-only, and whatever can be read of a damaged file.
        case verifying
    }

    /// Nil: in memory.
    package let path: String?
    package let mode: Mode
    let writer: Connection
    let queue: WriteQueue
    private let changes: ChangeHub
    let readers: ReaderPool
    /// A replay of 1,000 files on 50 branches is 2.5 times as fast with 24 MB as with 8.
    static let valueLimit = 24 << 20
    private let isClosed = Atomic<Bool>(false)
    /// What SQLite's own check of a small file found.
    private let check: Mutex<WholeCheck>

    private enum WholeCheck {
        case open, passed
        case failed(LogError)
    }

    /// Nil: it is open for whoever writes.
    private let rest: FileAtRest?
    /// The file once it is at rest no longer.
    private let awake = Mutex<LogFile?>(nil)
    private let options: Options

    init(
        path: String?, mode: Mode, writer: Connection, lock: WriterLock? = nil,
        isReadOnly: Bool = false, place: FilePlace? = nil, frozenAs: FileSystem.Stamp? = nil,
        rest: FileAtRest? = nil, values: SharedValues = SharedValues(limit: valueLimit),
        options: Options
    ) {
        self.path = path
        self.mode = mode
        self.writer = writer
        self.rest = rest
        self.options = options
        check = Mutex(mode == .readOnly ? .open : .passed)
        readers = ReaderPool(
            path, writer: writer, sharesWriter: mode != .readWrite, isReadOnly: isReadOnly,
            place: place, frozenAs: frozenAs, isAtRest: rest != nil, values: values)
        changes = ChangeHub(place)
        queue = WriteQueue(
            connection: writer, lock: lock, place: place, options: options, changes: changes)
    }

    /// What a power cut may take of a transaction that is committed.
    package enum Durability: Sendable {
        /// Nothing: each commit waits for the disk.
        case full
        /// The last commits; the file stays whole.
        case relaxed
    }

    /// What a caller may bring along.
    package struct Options: Sendable {
        /// Bytes of a new file's pages.
        package var pageSize: Int
        package var durability: Durability
        /// Gives 16 random bytes for each event's commitment.
        package var salt: @Sendable () -> [UInt8]
        /// Called at the end of each transaction, before it is committed.
        package var beforeCommit: @Sendable (LogWriter) throws -> Void
        /// Called after a transaction was rolled back.
        package var afterRollback: @Sendable () -> Void
        /// Called once a write has waited a second for another process.
        package var whileWaiting: @Sendable () -> Void

        package init(
            pageSize: Int,
            durability: Durability = .full,
            salt: @escaping @Sendable () -> [UInt8],
            beforeCommit: @escaping @Sendable (LogWriter) throws -> Void = { _ in },
            afterRollback: @escaping @Sendable () -> Void = {},
            whileWaiting: @escaping @Sendable () -> Void = {}
        ) {
            self.pageSize = pageSize
            self.durability = durability
            self.salt = salt
            self.beforeCommit = beforeCommit
            self.afterRollback = afterRollback
            self.whileWaiting = whileWaiting
        }
    }

    // MARK: Opening

    /// Opens a file that ``create(at:options:first:)`` made.
    package static func open(_ path: String, mode: Mode, options: Options) throws -> LogFile {
        let path = FileSystem.resolved(path)
        switch FileSystem.kind(of: path) {
        case .file: break
        case .missing: throw LogError(.fileNotFound, "\(path) does not exist")
        case .folder: throw LogError(.notASession, "\(path) is a directory")
        case .link, .other: throw LogError(.notASession, "\(path) is no ordinary file")
        }
        guard FileSystem.canRead(path) else {
            throw LogError(.noPermission, "\(path) cannot be read")
        }
        let canWrite =
            FileSystem.canWrite(path) && FileSystem.canWrite(FileSystem.folder(of: path))
        guard canWrite || mode != .readWrite else {
            throw LogError(.readOnly, "\(path), or the folder it is in, cannot be written")
        }
        if mode == .readOnly, canWrite {
            if let file = try naming(path, { try openAtRest(path, options) }) { return file }
        }
        return try openForWriters(path, mode, canWrite: canWrite, options)
    }

    /// Opens a file that others may write to meanwhile.
    private static func openForWriters(
        _ path: String, _ mode: Mode, canWrite: Bool, _ options: Options
    ) throws -> LogFile {
        // A file that nobody can write and that has no write-ahead log is opened as unchanging:
        // SQLite could not make the files that it needs beside it.
        let frozen = !canWrite && FileSystem.size(of: path + "-wal") == 0
        let stamp = FileSystem.stamp(of: path)
        let place = try FilePlace(path)
        if mode == .readWrite { try place.checkOneName() }
        let sqlitePath = frozen ? ImmutableURI.of(path) : path
        let values = SharedValues(limit: valueLimit)
        // Closing a connection that cannot write writes nothing back: it needs no lock.
        let lock =
            canWrite ? WriterLock(beside: path, whileWaiting: options.whileWaiting) : nil
        do {
            let connection = try connect(path, lock) { isFirst in
                try Connection(
                    path: sqlitePath, readOnly: !canWrite, durability: options.durability,
                    values: mode == .readWrite ? nil : values
                ) { try check($0, mode, isFirst: isFirst) }
            }
            let file = LogFile(
                path: path, mode: mode, writer: connection, lock: lock, isReadOnly: !canWrite,
                place: place, frozenAs: frozen ? stamp : nil, values: values, options: options)
            if mode == .readWrite { try file.queue.enableWAL() }
            return file
        } catch {
            lock?.remove()
            return try naming(path) { throw error }
        }
    }

    /// Has errors say which file they are about.
    private static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result
    {
        do {
            return try body()
        } catch let error as LogError {
            throw LogError(error.code, "\(path): \(error.message)", position: error.position)
        }
    }

    /// Opens a connection. Where nobody has the file open by this name, with a log beside it,
    /// somebody may write to it under another one, whose last events would be in another log.
    private static func connect(
        _ path: String, _ lock: WriterLock?, _ open: (_ isFirst: Bool) throws -> Connection
    ) throws -> Connection {
        guard let lock else { return try open(false) }
        return try lock.whileHeldIfFree { isHeld in
            try open(isHeld && FileSystem.kind(of: path + "-wal") == .missing)
        }
    }

    /// Whether a database is what is to be opened, asked before anything else.
    private static func check(_ rows: LogRows, _ mode: Mode, isFirst: Bool) throws {
        if isFirst { try rows.waitUntilWhole() }
        if mode != .readWrite { try rows.forbidWriting() }
        try SchemaCheck.identify(rows, needsTriggers: mode != .verifying)
        // Who only reads may not need to know: it is checked with the first read that does.
        if mode == .readWrite { try SchemaCheck.checkWhole(rows) }
    }

    /// Makes a new file, whole or not at all: it is written beside its place and gets its name when
    /// everything in it is on disk.
    package static func create(
        at path: String, options: Options, first: (LogWriter) throws -> Void
    ) throws {
        let draft = try Draft(of: path)
        defer { draft.remove() }
        let connection: Connection
        do {
            connection = try Connection(path: draft.path)
        } catch {
            throw LogError(.noPermission, "\(FileSystem.absolute(path)) cannot be created")
        }
        try fill(connection, options: options, first: first)
        try connection.inQueue { rows in
            guard try rows.enableLog() else {
                throw LogError(.ioFailed, "the write-ahead log cannot be used here")
            }
        }
        try connection.close()
        try draft.publish()
    }

    private static func fill(
        _ connection: Connection, options: Options, first: (LogWriter) throws -> Void
    ) throws {
        try connection.inQueue { rows in
            try rows.setPageSize(options.pageSize)
            try rows.write {
                try SchemaCheck.create(in: rows)
                let writer = LogWriter(
                    reader: connection.reader(rows), state: WriteState(), effort: .small,
                    salt: options.salt)
                let main = BranchRow(id: .first, name: .main, parent: nil, fork: nil)
                try writer.save(main)
                try writer.beginEpoch()
                try first(writer)
                try options.beforeCommit(writer)
            }
        }
    }

    /// A log without a file.
    package static func inMemory(
        options: Options, first: (LogWriter) throws -> Void
    ) throws -> LogFile {
        let connection = try Connection(path: nil)
        try fill(connection, options: options, first: first)
        return LogFile(path: nil, mode: .readWrite, writer: connection, options: options)
    }

    // MARK: Using

    /// Runs `body` on one state of the file; once more where it changed under it, so that what was
    /// read is worth nothing.
    ///
    /// - Parameter isGlance: whether SQLite's own check of a small file is left out: `body` asks
    ///   for rows that carry checksums, and for as many as it knows that there are.
    package func read<Result: Sendable>(
        isGlance: Bool = false, _ body: @escaping @Sendable (LogReader) throws -> Result
    ) async throws -> Result {
        try checkOpen()
        if let other = try wake(unless: { $0.holds }) {
            return try await other.read(isGlance: isGlance, body)
        }
        do {
            let result = try await readers.read(isGlance: isGlance) { [self] reader in
                if !isGlance { try checkWhole(reader) }
                return try body(reader)
            }
            try readers.checkUnchanged()
            guard let other = try wake(unless: { $0.isUnchanged }) else { return result }
            return try await other.read(isGlance: isGlance, body)
        } catch {
            try readers.checkUnchanged()
            guard let other = try wake(unless: { $0.isUnchanged }) else { throw error }
            return try await other.read(isGlance: isGlance, body)
        }
    }

    /// Runs SQLite's own check once.
    private func checkWhole(_ reader: LogReader) throws {
        switch check.withLock({ $0 }) {
        case .passed: return
        case .failed(let error): throw error
        case .open: break
        }
        do {
            try SchemaCheck.checkWhole(reader.rows)
            check.withLock { $0 = .passed }
        } catch let error as LogError {
            if error.code == .damaged { check.withLock { $0 = .failed(error) } }
            throw error
        }
    }

    /// The file as it is opened for those that others may write to; nil: it is at rest still, or
    /// was opened like that.
    ///
    /// - Parameter isAtRest: whether what was found at rest is so still.
    private func wake(unless isAtRest: (FileAtRest) -> Bool = { _ in false }) throws -> LogFile? {
        guard let rest, let path else { return nil }
        return try awake.withLock { awake in
            if let awake { return awake }
            guard !isAtRest(rest) else { return nil }
            if let problem = readers.place?.problem(), problem.code == .fileGone { throw problem }
            let canWrite =
                FileSystem.canWrite(path) && FileSystem.canWrite(FileSystem.folder(of: path))
            let file = try Self.openForWriters(path, .readOnly, canWrite: canWrite, options)
            awake = file
            return file
        }
    }

    /// Runs `body` in a transaction that is on disk when this returns. Several writes that wait at
    /// the same time are committed together; one that throws undoes its own work alone.
    ///
    /// - Parameter isRepeatable: whether `body` may be run once more, after all that it wrote was
    ///   undone. Many small writes are faster so: nothing has to be kept for undoing one alone.
    package func write<Result: Sendable>(
        effort: Effort = .fast, isRepeatable: Bool = false,
        _ body: @escaping @Sendable (LogWriter) throws -> Result
    ) async throws -> Result {
        try checkWritable()
        return try await queue.submit(effort: effort, isRepeatable: isRepeatable, body)
    }

    func checkWritable() throws {
        try checkOpen()
        guard mode == .readWrite else {
            throw LogError(.readOnly, "the session was opened for reading only")
        }
    }

    /// Runs `body` on one state of the file where the caller is, which may be inside a transaction
    /// of another log. On a connection of its own, so that nobody waits for anybody.
    package func readNow<Result>(_ body: (LogReader) throws -> Result) throws -> Result {
        guard let connection = try ownConnection() else {
            throw LogError(.ioFailed, "a session in memory cannot be read beside another one")
        }
        defer { try? connection.close() }
        let result = try connection.readNow(body)
        try readers.checkUnchanged()
        return result
    }

    /// Whether two logs are one file, by whatever names.
    package func isSameFile(as other: LogFile) -> Bool {
        guard let path, let otherPath = other.path else { return self === other }
        return path == otherPath || FileSystem.stamp(of: path) == FileSystem.stamp(of: otherPath)
    }

    /// Watches for what comes, from whoever writes it.
    ///
    /// - Throws: `fileGone` when the file is not where it was opened; `ioFailed` when the system
    ///   lets no more files be watched.
    package func watch() throws -> LogWatch {
        try checkOpen()
        if let other = try wake() { return try other.watch() }
        return try LogWatch(changes, readers)
    }

    /// A connection of the caller's own, which reads; nil: in memory there is but one.
    func ownConnection() throws -> Connection? {
        try checkOpen()
        if let other = try wake() { return try other.ownConnection() }
        return try readers.connection()
    }

    func checkOpen() throws {
        guard !isClosed.load(ordering: .acquiring) else {
            throw LogError.closed
        }
    }

    /// Ends all use. Afterwards the file stands alone, without companions.
    package func close() async throws {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        if let other = awake.withLock({ $0 }) { try await other.close() }
        changes.end(.closed)
        await queue.finish()
        try readers.close()
        try queue.closeConnection()
    }

    /// Bytes on disk, write-ahead log included; 0 in memory.
    package var size: Int {
        path.map { FileSystem.size(of: $0) + FileSystem.size(of: $0 + "-wal") } ?? 0
    }
}
