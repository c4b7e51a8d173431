internal import EventLog
@_exported public import SessionModel

/// One session: an append-only log of everything that happened in it, in one portable file.
///
/// ```swift
/// let session = try await Session.create(at: "parser.session", title: "Rewrite the parser")
/// try await session.append(
///     [.prompt("Why does the build fail?", by: .user("ana"))], to: .main, expecting: .any)
/// let then = try await session.state(at: .revision(2, on: .main))
/// try await session.close()
/// ```
///
/// A session may be used by many tasks and opened by several processes at once. Every write is
/// durable when it returns (see ``SessionOptions/durability``); every read sees one state of the
/// file. Call ``close()`` when done: the file then stands alone.
///
/// ## Cancelled tasks
///
/// What reads (states, moments, queries, folds, differences, merges before they are committed, each
/// batch of ``events(on:from:through:order:limit:headersOnly:includingPieces:live:)`` and
/// ``audit(_:after:headersOnly:)``) ends with `CancellationError`, soon, in the middle too. What
/// writes (``append(_:to:expecting:)``, ``fork(_:from:by:)``, ``commit(_:by:)``, tags, holds) is
/// never cut in two and never given up: it is done whole, also in a task that was cancelled before,
/// and returns what it did. Ask `Task.isCancelled` before, where it should not be. Redacting and
/// restoring read first, and throw before anything is written. Compacting, copying and duplicating
/// throw; the session stays whole, and no new file appears. Creating alone may have made the file
/// when it throws: ``openOrCreate(at:title:by:options:)`` opens it.
///
/// A live sequence ends without an error. So does ``verify(_:progress:)``: where the task was
/// cancelled, no findings say nothing.
public final class Session: Sendable {
    /// What a session is opened for.
    public enum Mode: Sendable {
        /// To be read and appended to.
        case readWrite
        /// To be looked at; also where nobody may write.
        case readOnly
        /// For ``verify()``: read-only, and a damaged file opens too, as far as it can be read.
        case verifying

        fileprivate var ofLog: LogFile.Mode {
            switch self {
            case .readWrite: .readWrite
            case .readOnly: .readOnly
            case .verifying: .verifying
            }
        }
    }

    /// The program's name and version that new files record.
    static let generator = "session-store/0.1"

    let log: LogFile
    let options: SessionOptions
    let previewKeeper: PreviewKeeper
    /// What makes recording one request after another quick.
    let requestTexts = RequestTexts()

    /// The session's random id: a UUID, fixed in the first event.
    public let id: String

    /// The file's absolute path; nil in memory.
    public var path: String? { log.path }

    init(log: LogFile, id: String, options: SessionOptions, previewKeeper: PreviewKeeper) {
        self.log = log
        self.id = id
        self.options = options
        self.previewKeeper = previewKeeper
    }

    // MARK: Opening

    /// Makes a new session file. It appears whole or not at all.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there yet, and the folder must exist.
    ///   - title: recorded as the session's first title. Secrets in it are masked, and in `actor`.
    ///   - actor: who creates it.
    ///   - time: when the session began; nil: now. Imports give the transcript's first time.
    ///   - id: a UUID in lower case, which no other session must have; nil: a random one.
    /// - Throws: ``SessionError/Code/fileExists``, `noPermission`, `diskFull`; `invalidInput` where
    ///   the id is no such UUID.
    public static func create(
        at path: String, title: String? = nil, by actor: EventActor = .system,
        occurredAt time: Timestamp? = nil, id: String? = nil,
        options: SessionOptions = SessionOptions()
    ) async throws -> Session {
        try await sessionErrors {
            try options.check()
            let id = try id.map { try SessionOptions.checked(id: $0) } ?? options.makeID()
            let keeper = PreviewKeeper()
            try LogFile.create(at: path, options: logOptions(options, keeper)) { writer in
                let drafts = beginning(id, title, actor, options).map { $0.with(occurredAt: time) }
                try begin(writer, drafts, options, keeper)
            }
            return try await open(path, options: options)
        }
    }

    /// Opens a session file.
    ///
    /// - Throws: ``SessionError/Code/fileNotFound``, `notASession`, `newerFormat`, `damaged`,
    ///   `readOnly`, `noPermission`. The file is untouched in each case. Of a file that is opened
    ///   for reading the first read may tell that it is damaged.
    /// - Cost: does not depend on the log's length.
    public static func open(
        _ path: String, mode: Mode = .readWrite, options: SessionOptions = SessionOptions()
    ) async throws -> Session {
        try await sessionErrors {
            let keeper = PreviewKeeper()
            let log = try LogFile.open(
                path, mode: mode.ofLog, options: logOptions(options, keeper))
            do {
                let id =
                    mode == .verifying
                    ? (try? await log.read { try sessionID($0) }) ?? unknownID
                    : try await log.read(isGlance: true) { try sessionID($0) }
                return Session(log: log, id: id, options: options, previewKeeper: keeper)
            } catch {
                try? await log.close()
                throw error
            }
        }
    }

    /// Opens the session at a path, or makes it where nothing is there. Of several that try it at
    /// once one makes it, and all have it.
    ///
    /// - Parameters:
    ///   - title: for a new one; the title of one that is there stays.
    ///   - actor: who creates a new one.
    /// - Throws: as ``open(_:mode:options:)`` and ``create(at:title:by:occurredAt:options:)`` do.
    public static func openOrCreate(
        at path: String, title: String? = nil, by actor: EventActor = .system,
        options: SessionOptions = SessionOptions()
    ) async throws -> Session {
        do {
            return try await open(path, options: options)
        } catch let error as SessionError where error.code == .fileNotFound {
            do {
                return try await create(at: path, title: title, by: actor, options: options)
            } catch let error as SessionError where error.code == .fileExists {
                return try await open(path, options: options)
            }
        }
    }

    /// Makes a session that lives in memory alone, until it is saved.
    public static func inMemory(
        title: String? = nil, by actor: EventActor = .system,
        options: SessionOptions = SessionOptions()
    ) async throws -> Session {
        try await sessionErrors {
            try options.check()
            let id = try options.makeID()
            let keeper = PreviewKeeper()
            let log = try LogFile.inMemory(options: logOptions(options, keeper)) { writer in
                try begin(writer, beginning(id, title, actor, options), options, keeper)
            }
            return Session(log: log, id: id, options: options, previewKeeper: keeper)
        }
    }

    /// Writes everything that is in the session now into a new file, consistent while others write.
    public func save(to path: String) async throws {
        try await sessionErrors { try await log.copy(to: path) }
    }

    /// Ends all use and waits for writes under way. Afterwards the file has no companions.
    public func close() async throws {
        try await sessionErrors {
            if previewKeeper.storeAll() { try? await log.write { _ in } }
            try await log.close()
        }
    }

    // MARK: Beginnings

    static func logOptions(
        _ options: SessionOptions, _ keeper: PreviewKeeper
    ) -> LogFile.Options {
        LogFile.Options(
            pageSize: options.pageSize, durability: options.durability == .full ? .full : .relaxed,
            salt: { options.random(16) },
            beforeCommit: { try keeper.save(to: $0) },
            afterRollback: { keeper.forgetAll() }, whileWaiting: options.whileWaiting)
    }

    /// A session's first events.
    private static func beginning(
        _ id: String, _ title: String?, _ actor: EventActor, _ options: SessionOptions
    ) -> [EventDraft] {
        let actor = options.masked(actor)
        let created = EventDraft(SessionCreated(session: id, generator: generator), by: actor)
        return [created] + (title.map { [.title(options.masked($0), by: actor)] } ?? [])
    }

    private static func begin(
        _ writer: LogWriter, _ drafts: [EventDraft], _ options: SessionOptions,
        _ keeper: PreviewKeeper
    ) throws {
        let events = EventWriter(writer, keeper, options, now: options.clock())
        for draft in drafts { try events.append(draft, to: BranchID.first, cause: nil) }
    }

    /// What is told of a damaged file, which is opened to be verified alone.
    private static let unknownID = "unknown"

    private static func sessionID(_ reader: LogReader) throws -> String {
        guard let first = try reader.entry(at: 1), first.kind == .sessionCreated,
            let id = JSON(unchecked: first.body)["session"]?.string, !id.isEmpty
        else { throw LogError(.damaged, "the log does not begin with a session") }
        return id
    }
}
