internal import Foundation
internal import Platform
public import SessionStore

/// What a backup says of itself: `backup.json` in it, and a copy of that beside the data it was
/// made of (`Schemas/project-1.md`, "A backup").
struct BackupManifest: Sendable, Hashable {
    /// A file as it was copied.
    struct File: Sendable, Hashable {
        /// Below the backup's folder, and below that of the data.
        let path: String
        /// The session's id.
        let session: String
        let extent: SessionExtent

        func moved(to path: String) -> File { File(path: path, session: session, extent: extent) }
    }

    /// The absolute path of the backup; nil in the backup itself, which may be moved.
    var target: String?
    let begun: Timestamp
    /// Nil: the run is not over, or was killed: files may be newer than what is said of them.
    var ended: Timestamp?
    /// By path.
    var files: [File] = []
    /// What could not be copied, and why: what is there of it is what an earlier run left.
    var failures: [BackupFailure] = []

    static let name = "backup.json"
    private static let version = 1

    // MARK: As JSON

    private var json: JSON {
        .object([
            ("version", .number(Self.version)), ("target", target.map { .string($0) }),
            ("begun", .string(begun.description)),
            ("ended", ended.map { .string($0.description) }),
            ("files", .array(files.map(\.json))), ("failures", .array(failures.map(\.json))),
        ])
    }

    private init(_ json: JSON) throws {
        guard let version = json["version"]?.int, version >= Self.version else {
            throw SessionError(.invalidInput, "it is no record of a backup")
        }
        guard version == Self.version else {
            throw SessionError(
                .newerFormat, "it has version \(version), this program reads version 1",
                hint: "Use the program that made the backup.")
        }
        guard let begun = json["begun"]?.string.flatMap({ Timestamp($0) }) else {
            throw SessionError(.damaged, "it does not say when the backup was made")
        }
        self.begun = begun
        target = json["target"]?.string
        ended = json["ended"]?.string.flatMap { Timestamp($0) }
        files = try json["files"]?.elements.map { try File($0) } ?? []
        failures = json["failures"]?.elements.compactMap { BackupFailure($0) } ?? []
    }

    init(begun: Timestamp, target: String?) { (self.begun, self.target) = (begun, target) }

    // MARK: In a file

    /// - Returns: nil: there is none.
    static func read(_ path: String) throws -> BackupManifest? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let bytes = try Data(contentsOf: URL(filePath: path))
            return try BackupManifest(JSON(validating: [UInt8](bytes)))
        } catch {
            let problem = (error as? SessionError)?.message ?? "it cannot be read"
            throw SessionError(
                (error as? SessionError)?.code ?? .damaged, "\(path): \(problem)",
                hint: "Take it away: the next run makes it anew.", cause: error)
        }
    }

    /// Puts it in the place of what is there, at once and durably.
    func write(_ path: String) throws {
        do {
            try DurableFile.replace(path, with: json.oneLine + [0x0A])
        } catch {
            throw SessionError(
                .noPermission, "\(path) cannot be written",
                hint: "Check who may write there (ls -ld), and whether the disk is full (df -h).",
                cause: error)
        }
    }
}

/// A file that could not be copied, checked or restored, and why.
public struct BackupFailure: Sendable, Hashable {
    /// Below the folder.
    public let path: String
    /// What happened.
    public let message: String
    /// What to do about it.
    public let hint: Hint?

    init(_ path: String, _ message: String, hint: Hint? = nil) {
        (self.path, self.message, self.hint) = (path, message, hint)
    }

    init(_ path: String, _ error: any Error) {
        let known = error as? SessionError
        self.init(path, known?.message ?? "\(error)", hint: known?.hint)
    }

    fileprivate init?(_ json: JSON) {
        guard let path = json["path"]?.string, let message = json["message"]?.string else {
            return nil
        }
        self.init(path, message)
    }

    fileprivate var json: JSON { ["path": .string(path), "message": .string(message)] }
}

extension BackupManifest.File {
    fileprivate var json: JSON {
        .object([
            ("path", .string(path)), ("session", .string(session)),
            ("position", .number(extent.position.number)),
            ("digest", .string(extent.digest.description)),
            ("epoch", extent.epoch.map { .string(String($0, radix: 16)) }),
        ])
    }

    fileprivate init(_ json: JSON) throws {
        guard let path = json["path"]?.string, BackupFiles.isPath(path),
            let session = json["session"]?.string, let position = json["position"]?.int,
            let digest = json["digest"]?.string.flatMap({ EventDigest($0) })
        else { throw SessionError(.damaged, "what it says of a file cannot be understood") }
        self.path = path
        self.session = session
        extent = SessionExtent(
            position: Position(position), digest: digest,
            epoch: json["epoch"]?.string.flatMap { UInt64($0, radix: 16) })
    }
}
