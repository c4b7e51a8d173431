internal import Crypto
internal import Foundation
internal import Platform
internal import SessionStore

/// Where sessions of people without a token lie: a folder in memory, as long as the server runs.
struct AnonymousFolder: Sendable {
    let path: String
    let options: AnonymousOptions

    /// Makes the folder; what a server over the same data left there, which was killed, goes.
    ///
    /// - Parameter root: the folder of the server's data.
    /// - Throws: where it would not be in memory.
    init(_ options: AnonymousOptions, of root: String) throws {
        guard MemoryFileSystem.holds(options.folder) else {
            throw SessionError(
                .invalidInput, "\(options.folder) is no folder in memory",
                hint: "Name one on a tmpfs, such as /dev/shm: what anonymous users write is never "
                    + "to touch the disk.")
        }
        let place = URL(filePath: root).resolvingSymlinksInPath().path
        let mark = SHA256.hash(data: Data(place.utf8)).prefix(6).map { String($0, radix: 16) }
        path = "\(options.folder)/session-store-\(mark.joined(separator: "-"))"
        self.options = options
        remove()
        try Projects.makeFolder(path)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Refuses what would be too much.
    ///
    /// - Throws: 413.
    func checkRoom(in project: Project) throws {
        let files = try project.folder.files().flatMap { [$0, $0 + "-wal"] }
        let size = files.reduce(0) { sum, file in
            let facts = try? FileManager.default.attributesOfItem(
                atPath: project.folder.path(of: file))
            return sum + (facts?[.size] as? Int ?? 0)
        }
        guard size < options.size else {
            throw Problem(
                .contentTooLarge, "tooLarge",
                "an anonymous user's sessions have \(options.size >> 20) MB at most",
                hint: "Delete some, or sign in and keep them.")
        }
    }
}

/// Whether people without a token are let in, and how much they may have.
public struct AnonymousOptions: Sendable {
    /// A folder on a file system in memory, such as `/dev/shm`.
    public var folder: String
    /// After which everything of an anonymous user goes.
    public var hours = 24
    /// How many there may be at once.
    public var users = 50
    /// Bytes of one's sessions. Below what SQLite puts into temporary files.
    public var size = 32 << 20

    /// - Parameter folder: the server makes one of its own in it.
    public init(folder: String) { self.folder = folder }
}
