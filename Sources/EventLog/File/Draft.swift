#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that is being made beside its place, hidden, until ``publish()`` gives it its name.
///
/// Its own name says which process makes it, `.NAME.new-PROCESS-RANDOM`, so that whoever next makes
/// a file of that name can remove what a killed process left, and leaves alone what is in work.
package struct Draft: Sendable {
    package let path: String
    private let target: String

    /// A name for a draft of the file at `path`. What earlier ones left behind is removed.
    ///
    /// - Throws: ``LogError/Code/fileExists``.
    package init(of path: String) throws {
        target = FileSystem.absolute(path)
        guard FileSystem.kind(of: target) == .missing else {
            throw LogError(.fileExists, "\(target) exists")
        }
        Self.removeAbandoned(beside: target)
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let mark = Self.mark(of: target)
        self.path = "\(FileSystem.folder(of: target))/.\(mark)\(getpid())-\(random)"
    }

    /// Gives the finished file its name, unless something has that name; durable when it returns.
    ///
    /// SQLite says nothing when the disk is too full to write the write-ahead log back at closing:
    /// the log then stays, and the file without it is not whole.
    package func publish() throws {
        guard FileSystem.size(of: path + "-wal") == 0 else {
            throw LogError(.diskFull, "\(target) cannot be written to its end")
        }
        try clearPlace()
        try FileSystem.publish(path, as: target)
    }

    /// Takes away what a file of that name left that was moved or deleted while it was in use:
    /// SQLite would take it for the new file's. A log with content is not ours to throw away.
    private func clearPlace() throws {
        guard FileSystem.kind(of: target) == .missing else { return }
        guard FileSystem.size(of: target + "-wal") == 0 else {
            throw LogError(
                .fileExists,
                "\(target)-wal holds the last events of a session that was moved or deleted"
            )
        }
        for suffix in ["-wal", "-shm"] { FileSystem.remove(target + suffix) }
    }

    /// Removes the draft and what SQLite keeps beside it; nothing is left of one that is published.
    package func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { FileSystem.remove(path + suffix) }
    }

    private static func mark(of target: String) -> String {
        "\(target.split(separator: "/").last ?? "session").new-"
    }

    /// Removes drafts, and drafts of drafts, whose process is no more.
    static func removeAbandoned(beside target: String) {
        let folder = FileSystem.folder(of: target)
        let mark = mark(of: target)
        for name in FileSystem.names(in: folder) where name.hasPrefix(".") {
            let bare = name.drop { $0 == "." }
            guard bare.hasPrefix(mark),
                let process = Int32(bare.dropFirst(mark.count).prefix(while: \.isNumber)),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            FileSystem.remove("\(folder)/\(name)")
        }
    }
}
