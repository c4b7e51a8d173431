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
/// written, or has no sessions, the index is in memory. Folders below have an index of their own.
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
        /// What the index says of the files, and the two numbers that tell whether it still does.
        var files: [String: FileRow]?
        var version = 0
        var changes = 0
    }

    private let state: Mutex<State>

    /// Whether there were sessions when it was opened.
    let hasSessions: Bool

    init(
        _ folder: SessionFolder, _ tables: IndexTables, hasSessions: Bool = true,
        _ options: SessionOptions = SessionOptions()
    ) {
        self.folder = folder
        self.hasSessions = hasSessions
        self.options = options
        state = Mutex(State(tables: tables))
    }

    /// Opens the index of a folder, or makes it. Nothing is looked at yet.
    ///
    /// - Parameter options: sessions are opened with these; its clock tells how old things are.
    /// - Throws: ``SessionError/Code/fileNotFound``, `invalidInput` where it is no folder;
    ///   `noPermission`; `diskFull`.
    public static func open(
        _ folder: SessionFolder, options: SessionOptions = SessionOptions()
    ) async throws -> FolderIndex {
        let hasSessions = try !folder.files().isEmpty
        let path = folder.path(of: fileName)
        return FolderIndex(
            folder, try tables(at: hasSessions ? path : nil), hasSessions: hasSessions, options)
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

    /// Bytes of the index.
    public func size() async throws -> Int { try await tables.size() }

    /// Ends all use.
    public func close() async throws { try tables.close() }

    // MARK: Tables

    var tables: IndexTables { state.withLock { $0.tables } }

    /// Runs `body` on the tables, once more on new ones where they are damaged, and on some in
    /// memory where they cannot be written.
    func onTables<Result>(_ body: (IndexTables) async throws -> Result) async throws -> Result {
        let tables = tables
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

    private func replace(_ tables: IndexTables, isDamaged: Bool) throws {
        try state.withLock { state in
            guard state.tables === tables else { return }
            if isDamaged { tables.remove() }
            state.tables = try Self.tables(at: isDamaged ? tables.path : nil)
            state.files = nil
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
