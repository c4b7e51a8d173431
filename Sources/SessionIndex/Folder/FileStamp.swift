internal import Platform

/// What a session's file and its write-ahead log were like at one moment, told without opening
/// them. SQLite's own change counter would not do: it stays the same over commits to the log.
struct FileStamp: Hashable, Sendable {
    var file: FileSystem.Facts
    /// Nil: there is none, or an empty one, which readers leave behind.
    var log: FileSystem.Facts?

    /// Nil: there is no ordinary file.
    ///
    /// - Parameter mayHaveLog: whether it is worth asking for one.
    init?(of path: String, mayHaveLog: Bool = true) {
        guard let file = FileSystem.facts(of: path) else { return nil }
        self.file = file
        guard mayHaveLog, let log = FileSystem.facts(of: path + Self.logEnding), log.size > 0 else {
            return
        }
        self.log = log
    }

    init(file: FileSystem.Facts, log: FileSystem.Facts?) {
        self.file = file
        self.log = log
    }

    static let logEnding = "-wal"

    /// Whether something may have changed after this was looked at and show the same facts: systems
    /// tell times in steps, of up to two seconds.
    ///
    /// - Parameter time: when it was looked at, in nanoseconds since 1970.
    func isYoung(at time: Int) -> Bool {
        let last = max(file.modified, file.changed, log?.modified ?? 0, log?.changed ?? 0)
        return last > time - Self.step
    }

    private static let step = 2_000_000_000
}
