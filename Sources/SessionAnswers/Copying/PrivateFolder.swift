internal import Foundation
internal import SessionStore

/// A hidden folder for temporary files that is this process's alone. A process that is killed
/// leaves its own behind, and the next one that makes one removes it.
///
/// Whether its process lives is told by a lock on a file in it, which the system lets go of with
/// the process (flock(2)); process ids come again.
public struct PrivateFolder: Sendable {
    /// Below the folder that was named for it.
    public let path: String
    private let lock: FileHandle

    /// Nothing that looks for files of sessions takes the folder for one.
    private static let prefix = ".copy-session-"
    private static let lockName = "lock"

    /// Makes one, and removes those that dead processes have left behind.
    ///
    /// - Parameters:
    ///   - parent: where temporary files go.
    ///   - id: a name that nobody has.
    /// - Throws: ``SessionError/Code/noPermission`` where no folder can be made: name another
    ///   parent.
    public init(in parent: String, id: String) throws {
        Self.removeLeftovers(in: parent)
        path = parent + "/" + Self.prefix + id
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SessionError(
                .noPermission, "the temporary folder \(path) cannot be made",
                hint: "Set TMPDIR to a folder that you can write.", cause: error)
        }
        guard let lock = Self.lock(path, creates: true) else {
            try? FileManager.default.removeItem(atPath: path)
            throw SessionError(.ioFailed, "\(path) cannot be locked")
        }
        self.lock = lock
    }

    /// Removes it, and lets go of the lock afterwards.
    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
        try? lock.close()
    }

    /// Removes the folders whose processes are dead, and that belong to this user.
    public static func removeLeftovers(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = parent + "/" + name
            guard isOurs(path), let lock = lock(path, creates: false) else { continue }
            try? FileManager.default.removeItem(atPath: path)
            try? lock.close()
        }
    }

    /// Whether it is a folder, no link to one, and this user's.
    private static func isOurs(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
            && (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid()
    }

    /// Locks a folder; nil where a living process has it, or it has no lock to be had.
    private static func lock(_ folder: String, creates: Bool) -> FileHandle? {
        let flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC | (creates ? O_CREAT : 0)
        let descriptor = open(folder + "/" + lockName, flags, 0o600)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Between its making and its locking another process may take it for a leftover.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            FileManager.default.fileExists(atPath: folder + "/" + lockName)
        else { return nil }
        return file
    }
}
