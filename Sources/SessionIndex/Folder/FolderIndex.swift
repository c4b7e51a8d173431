internal import Platform
public import SessionStore
internal import Synchronization

/// The index of a folder of sessions: lists them at once, and finds what was said in them.
///
/// ```swift
/// let index = try await FolderIndex.open(SessionFolder("sessions"))
/// for row in try await index.sessions() { print(row.name) }
/// for hit in try await index.search(TextQuery("deadlock")).hits { print(hit.moment) }
/// try await index.close()
/// ```
///
/// It is a hidden file beside the sessions, ``fileName``, that may be deleted at any time. Each
/// call brings it up to date first: files that appeared, grew, moved, were replaced or erased from
/// are told by what the system says of them, and only these are opened. Where the folder cannot be
/// written, or has no sessions yet, the index is in memory. Folders below have an index of their
/// own. A program that holds it open may have it ``follow()`` the folder.
///
/// May be used by many tasks and by several processes at once.
public final class FolderIndex: Sendable {
    /// The name of the index's file in the folder.
    public static let fileName = ".session-index"

    /// Whose sessions it holds.
    public let folder: SessionFolder
    /// What sessions are opened with.
    let options: SessionOptions

    private struct State {
        var tables: IndexTables
        /// Whether there were neither sessions nor an index so far.
        var isOfNothing: Bool
        var follower: FolderFollower?
        /// How much of what happened in the folder is in the tables.
        var known: Int?
        /// What the index says of the files, and the two numbers that tell whether it still does.
        var files: [String: FileRow]?
        var version = 0
        var changes = 0

        /// Begins with other tables, which may hold nothing.
        mutating func use(_ tables: IndexTables) {
            (self.tables, files, known) = (tables, nil, nil)
        }
    }

    private let state: Mutex<State>
    private let idle = IdleSessions()

    init(
        _ folder: SessionFolder, _ tables: IndexTables, isOfNothing: Bool = false,
        _ options: SessionOptions = SessionOptions()
    ) {
        self.folder = folder
        self.options = options
        state = Mutex(State(tables: tables, isOfNothing: isOfNothing))
    }

    /// Opens the index of a folder, or makes it. Nothing is looked at yet.
    ///
    /// - Parameter options: sessions are opened with these; its clock tells how old things are.
    /// - Throws: ``SessionError/Code/fileNotFound``, `invalidInput` where it is no folder;
    ///   `noPermission`; `diskFull`.
    public static func open(
        _ folder: SessionFolder, options: SessionOptions = SessionOptions()
    ) async throws -> FolderIndex {
        try folder.check()
        let path = folder.path(of: fileName)
        let isOfNothing = FileSystem.facts(of: path) == nil && !folder.hasSessions
        return FolderIndex(
            folder, try tables(at: isOfNothing ? nil : path), isOfNothing: isOfNothing, options)
    }

    /// Where the folder cannot be written, the index is made in memory each time.
    private static func tables(at path: String?) throws -> IndexTables {
        do {
            return try IndexTables(path: path)
        } catch IndexFault.damaged {
            if let path { IndexTables.remove(path) }
            return try IndexTables(path: path)
        } catch IndexFault.unwritable {
            return try IndexTables(path: nil)
        }
    }

    /// Whether the index is kept for the next time. Otherwise the folder cannot be written, or has
    /// no sessions.
    public var isKept: Bool { tables.path != nil }

    /// Whether it would be kept if the folder could be written.
    var isUnwritable: Bool { state.withLock { $0.tables.path == nil && !$0.isOfNothing } }

    /// Bytes of the index.
    public func size() async throws -> Int { try await tables.size() }

    /// Ends all use.
    public func close() async throws {
        let follower = state.withLock { state in
            defer { state.follower = nil }
            return state.follower
        }
        await follower?.end()
        await idle.close()
        try tables.close()
    }

    // MARK: Following

    /// Brings the index up to date, texts included, about a second after anything happens in the
    /// folder, until it is closed: what is asked then finds little left to do.
    ///
    /// - Throws: ``SessionError/Code/ioFailed`` where the system lets no more folders be watched.
    public func follow() throws {
        try state.withLock { state in
            if state.follower == nil { state.follower = try FolderFollower(self) }
        }
    }

    var follower: FolderFollower? { state.withLock { $0.follower } }

    /// Whether the tables hold what happened in the folder up to a number of
    /// ``FolderFollower/news``.
    func knows(_ news: Int?, _ tables: IndexTables) -> Bool {
        state.withLock { $0.tables === tables && $0.known != nil && $0.known == news }
    }

    func know(_ news: Int?, _ tables: IndexTables) {
        state.withLock { if $0.tables === tables { $0.known = news } }
    }

    // MARK: Sessions

    /// Opens a session of the folder for reading.
    func session(_ name: String) async throws -> Session {
        try await Session.open(folder.path(of: name), mode: .readOnly, options: options)
    }

    func use<Result: Sendable>(
        _ name: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        try await session(name).closing(after: body)
    }

    /// The same for a moment, in which nothing is changed; while the folder is followed, it stays
    /// open for the next one.
    func glance<Result: Sendable>(
        _ file: FileRow, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        guard follower != nil else { return try await use(file.name, body) }
        let session =
            if let known = idle.take(file) { known } else { try await session(file.name) }
        do {
            let result = try await body(session)
            // Who has a file open that others write to is in the way of some of what they do.
            if file.stamp.log == nil {
                await idle.give(session, file)
            } else {
                try await session.close()
            }
            return result
        } catch {
            try? await session.close()
            throw error
        }
    }

    // MARK: Tables

    var tables: IndexTables { state.withLock { $0.tables } }

    /// Runs `body` on the tables, once more on new ones where they are damaged, and on some in
    /// memory where they cannot be written.
    func onTables<Result>(_ body: (IndexTables) async throws -> Result) async throws -> Result {
        let tables = try keptTables()
        do {
            return try await body(tables)
        } catch let fault as IndexFault {
            try replace(tables, isDamaged: fault == .damaged)
            do {
                return try await body(self.tables)
            } catch is IndexFault {
                throw SessionError(
                    .ioFailed, "the index of \(folder.path) cannot be made",
                    hint: "Delete \(folder.path(of: Self.fileName)) and try again.")
            }
        }
    }

    /// The tables, which are kept from the first session on.
    private func keptTables() throws -> IndexTables {
        guard state.withLock({ $0.isOfNothing }), folder.hasSessions else { return tables }
        return try state.withLock { state in
            if state.isOfNothing { state.use(try Self.tables(at: folder.path(of: Self.fileName))) }
            state.isOfNothing = false
            return state.tables
        }
    }

    private func replace(_ tables: IndexTables, isDamaged: Bool) throws {
        try state.withLock { state in
            guard state.tables === tables else { return }
            if isDamaged { tables.remove() }
            state.use(try Self.tables(at: isDamaged ? tables.path : nil))
        }
    }

    // MARK: What is known

    /// What the index says of the folder's files, by name.
    func files(_ tables: IndexTables) async throws -> [String: FileRow] {
        let known = state.withLock { ($0.files, $0.version, $0.changes) }
        let (files, version, changes) = try await tables.read { rows in
            let (version, changes) = (try rows.dataVersion(), rows.changes)
            if let files = known.0, known.1 == version, known.2 == changes {
                return (files, version, changes)
            }
            let files = try rows.files()
            return (
                Dictionary(files.map { ($0.name, $0) }) { $1 }, version, changes
            )
        }
        state.withLock { state in
            guard state.tables === tables else { return }
            (state.files, state.version, state.changes) = (files, version, changes)
        }
        return files
    }

    /// Now, in nanoseconds since 1970, by the system's clock, which files' times are told by.
    static var now: Int { SessionOptions.systemClock().microseconds * 1000 }
}
