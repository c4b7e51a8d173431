internal import Platform

/// What a session's file and its write-ahead log were like at one moment, told without opening
/// them. SQLite's own change counter would not do: it stays the same over commits to the log.
struct FileStamp: Hashable, Sendable {
    var file: FileSystem.Facts
    /// Nil: there is none, or an empty one, which readers leave behind.
    var log: FileSystem.Facts?

    init(file: FileSystem.Facts, log: FileSystem.Facts?) {
        self.file = file
        self.log = log.flatMap { $0.size > 0 ? $0 : nil }
    }

    static let logEnding = "-wal"

    /// Whether something may have changed after this was looked at and show the same facts.
    ///
    /// - Parameter time: when it was looked at, in nanoseconds since 1970.
    func isYoung(at time: Int) -> Bool {
        if !file.isSettled(at: time) { return true }
        guard let log else { return false }
        return !log.isSettled(at: time) || log.modified > time - Self.patience
    }

    /// What is written to a log can be seen once the disk has it.
    private static let patience = 2_000_000_000
}
