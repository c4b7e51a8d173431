internal import Platform

/// A file that is being made beside its place, hidden, until ``publish()`` gives it its name.
///
/// As long as it is in work its maker holds a lock on a file beside it, `.NAME.new-RANDOM-hold`: so
/// whoever next makes a file of that name can remove what a killed process left, and leaves alone
/// what is in work. A process's number would not do: another container counts its own.
package final class Draft: Sendable {
    package let path: String
    private let target: String
    private let hold: Int32

    private static let holdSuffix = "-hold"
    private static let suffixes = ["-journal", "-wal", "-shm", "-lock", holdSuffix]

    /// A name for a draft of the file at `path`. What earlier ones left behind is removed.
    ///
    /// - Parameter replacing: whether it may take the place of a file that is there.
    /// - Throws: ``LogError/Code/fileExists``; `fileNotFound` where there is no such folder;
    ///   `noPermission`.
    package init(of path: String, replacing: Bool = false) throws {
        target = FileSystem.absolute(path)
        guard replacing || FileSystem.kind(of: target) == .missing else {
            throw LogError(.fileExists, "\(target) exists")
        }
        Self.removeAbandoned(beside: target)
        let name = try Self.held(beside: target)
        self.path = name.path
        hold = name.hold
    }

    /// A new name whose hold is ours. Who cleans up between our making the file and our locking it
    /// takes it for abandoned: then another name is tried. Where files cannot be locked none is
    /// cleaned up either.
    private static func held(beside target: String) throws -> (path: String, hold: Int32) {
        let folder = FileSystem.folder(of: target)
        while true {
            let random = String(UInt64.random(in: .min ... .max), radix: 36)
            let path = "\(folder)/.\(mark(of: target))\(random)"
            let hold = open(path + holdSuffix, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard hold >= 0 else {
                guard FileSystem.kind(of: folder) != .missing else {
                    throw LogError(.fileNotFound, "the folder \(folder) does not exist")
                }
                throw LogError.system("\(target) cannot be created")
            }
            let isTaken = flock(hold, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
            var state = stat()
            if !isTaken, fstat(hold, &state) != 0 || state.st_nlink > 0 { return (path, hold) }
            close(hold)
        }
    }

    deinit { close(hold) }

    /// Gives the finished file its name, unless something has that name; durable when it returns.
    ///
    /// SQLite says nothing when the disk is too full to write the write-ahead log back at closing:
    /// the log then stays, and the file without it is not whole.
    package func publish() throws {
        try checkWhole()
        // Whoever opens a file of that name holds the lock meanwhile: what lies beside it is
        // either his or nobody's.
        let lock = WriterLock(beside: target)
        defer { lock.remove() }
        try lock.whileHeld {
            try clearPlace()
            try logErrors { try FileSystem.publish(path, as: target) }
        }
    }

    private func checkWhole() throws {
        guard FileSystem.size(of: path + "-wal") == 0 else {
            throw LogError(.diskFull, "\(target) cannot be written to its end")
        }
    }

    /// Gives the finished file the name of another one, whose place it takes at once; durable when
    /// it returns. Whoever calls it holds the writers' lock, and nobody has the other one open.
    func replace() throws {
        try checkWhole()
        guard rename(path, target) == 0 else {
            throw LogError.system("\(target) cannot be replaced")
        }
        FileSystem.synchronize(folder: FileSystem.folder(of: target))
    }

    /// The same with a file that cannot be opened. What lies beside it goes first: SQLite would
    /// take it for the new file's.
    func replaceDamaged() throws {
        let lock = WriterLock(beside: target)
        defer { lock.remove() }
        try lock.whileHeld {
            for suffix in ["-wal", "-shm", "-journal"] { FileSystem.remove(target + suffix) }
            try replace()
        }
    }

    /// Takes away what a file of that name left that was moved or deleted while it was in use:
    /// SQLite would take it for the new file's. A log with content is not ours to throw away.
    private func clearPlace() throws {
        guard FileSystem.kind(of: target) == .missing else { return }
        guard FileSystem.size(of: target + "-wal") == 0 else {
            throw LogError(
                .logLeft,
                "\(target)-wal holds the last events of a session of that name, which was moved or "
                    + "deleted")
        }
        for suffix in ["-wal", "-shm"] { FileSystem.remove(target + suffix) }
    }

    /// Removes the draft and what SQLite keeps beside it; nothing is left of one that is published.
    package func remove() { Self.remove(path) }

    /// The hold goes last: what has none is nobody's.
    private static func remove(_ path: String) {
        for suffix in [""] + suffixes { FileSystem.remove(path + suffix) }
    }

    private static func mark(of target: String) -> String {
        "\(target.split(separator: "/").last ?? "session").new-"
    }

    /// Removes drafts, and drafts of drafts, that nobody works on any more. Those of other sessions
    /// in the folder, too: nobody may ever write to one of that name again.
    static func removeAbandoned(beside target: String) {
        let folder = FileSystem.folder(of: target)
        let mark = mark(of: target)
        var drafts: Set<String> = []
        for name in FileSystem.names(in: folder) where name.hasPrefix(".") {
            let suffix = suffixes.first { name.hasSuffix($0) } ?? ""
            let draft = "\(folder)/\(name.dropLast(suffix.count))"
            let plain = name.drop { $0 == "." }
            // Another's is known by its hold alone: a name is soon given.
            let isAnothers =
                plain.contains(".session.new-")
                && FileSystem.kind(of: draft + holdSuffix) != .missing
            if plain.hasPrefix(mark) || isAnothers { drafts.insert(draft) }
        }
        for draft in drafts { removeUnheld(draft) }
    }

    /// Removes a draft, unless its maker holds it; as long as it goes nobody can come to hold it.
    /// Asking first and removing then would take the files of a maker who had only just begun.
    private static func removeUnheld(_ draft: String) {
        let hold = open(draft + holdSuffix, O_RDWR | O_CLOEXEC)
        guard hold >= 0 else {
            if errno == ENOENT { remove(draft) }
            return
        }
        defer { close(hold) }
        if flock(hold, LOCK_EX | LOCK_NB) == 0 { remove(draft) }
    }
}
