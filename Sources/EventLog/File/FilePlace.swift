internal import Platform

/// A path and the file that it named when a session was opened.
///
/// SQLite's write-ahead log, its index and our lock go by the path; the pages go by an open
/// descriptor. So a file that is renamed, replaced or linked to another name parts from its last
/// events, and whoever opens it under the other name neither sees nor waits for who writes here.
struct FilePlace: Sendable {
    let path: String
    private let identity: FileSystem.Identity

    /// What the path names now.
    ///
    /// - Throws: `fileNotFound`.
    init(_ path: String) throws {
        guard let now = Self.look(path) else {
            throw LogError(.fileNotFound, "\(path) does not exist")
        }
        self.path = path
        identity = now.identity
    }

    private static func look(_ path: String) -> (identity: FileSystem.Identity, names: UInt64)? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return (FileSystem.Identity(info), UInt64(info.st_nlink))
    }

    /// What became of the path; nil: it names this file, and nothing else does.
    func problem() -> LogError? {
        guard let now = Self.look(path) else {
            return LogError(.fileGone, "\(path) was moved away or was deleted while it was open")
        }
        guard now.identity == identity else {
            return LogError(.fileGone, "\(path) was replaced by another file while it was open")
        }
        return now.names == 1 ? nil : Self.severalNames(path, now.names)
    }

    /// Whether the path names another file now, or none.
    var isGone: Bool { problem()?.code == .fileGone }

    /// Refuses a file that has another name too: whoever opens it by that one writes another
    /// write-ahead log. Only a file that is being given its name may have two for a moment, and one
    /// whose maker was killed right then.
    func checkOneName() throws {
        var tries = 0
        while let now = Self.look(path), now.names > 1 {
            if tries == 0 { Draft.removeAbandoned(beside: path) }
            guard tries < 20 else { throw Self.severalNames(path, now.names) }
            tries += 1
            usleep(5_000)
        }
    }

    private static func severalNames(_ path: String, _ count: UInt64) -> LogError {
        LogError(
            .severalNames,
            "\(path) is a file with \(count) names (hard links), and its write-ahead log would go "
                + "by one of them")
    }
}
