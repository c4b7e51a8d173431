internal import Platform

/// A session's file that nobody writes to at the moment.
///
/// Such a file is whole as it stands, and stays what it is as long as its facts stay. So it is read
/// as one that nobody can change: without a lock, without a write-ahead log and its index, which
/// SQLite would make and remove again, most of the time that opening a small session takes.
struct FileAtRest: Sendable {
    private let path: String
    private let facts: FileSystem.Facts

    /// Nil: somebody writes, or did a moment ago. Systems tell times in steps: who writes within
    /// the step of the last change leaves the same facts.
    init?(_ path: String) {
        guard let facts = FileSystem.facts(of: path), facts.isSettled, !Self.hasLog(path) else {
            return nil
        }
        self.path = path
        self.facts = facts
    }

    /// Whether what was read since is what the file holds. A write-ahead log that begins meanwhile
    /// leaves the file alone at first, but holds what is newer.
    var holds: Bool { isUnchanged && !Self.hasLog(path) }

    /// Whether not a byte of the file is another one.
    var isUnchanged: Bool { FileSystem.facts(of: path) == facts }

    private static func hasLog(_ path: String) -> Bool {
        FileSystem.size(of: path + "-wal") > 0 || FileSystem.kind(of: path + "-journal") != .missing
    }
}

extension LogFile {
    /// Opens a file that is at rest; nil: it is not, or no longer, and has to be opened as others.
    ///
    /// - Throws: what is wrong with the file.
    static func openAtRest(_ path: String, _ options: Options) throws -> LogFile? {
        guard let rest = FileAtRest(path) else { return nil }
        let values = SharedValues(limit: valueLimit)
        do {
            let connection = try Connection(
                path: ImmutableURI.of(path), readOnly: true, values: values
            ) { rows in
                guard !rows.isMarked() else { throw LogError(.busy, "it is written to") }
                try SchemaCheck.identify(rows, needsTriggers: true)
            }
            guard rest.holds else { return nil }
            return LogFile(
                path: path, mode: .readOnly, writer: connection, isReadOnly: true,
                place: try FilePlace(path), rest: rest, values: values, options: options)
        } catch {
            guard rest.holds, (error as? LogError)?.code != .busy else { return nil }
            throw error
        }
    }
}
