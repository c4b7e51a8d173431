internal import Foundation
public import SessionStore

/// What a check of a backup found: whether each file is what `backup.json` says of it, and sound in
/// every event, digest and projection.
public struct BackupCheck: Sendable, Hashable {
    /// When the run began that made the backup what it is.
    public let begun: Timestamp
    /// When that run was over; nil: it is not, or was killed. Files may be newer than what is said
    /// of them, or not named yet.
    public let ended: Timestamp?
    /// How many files were checked.
    public private(set) var files = 0
    /// How many of them the backup does not name: the next run names or removes them.
    public private(set) var unnamed = 0
    /// Events in them.
    public private(set) var events = 0
    /// What is wrong; none in a sound backup.
    public private(set) var findings: [BackupFailure] = []

    private static let findingsOfFile = 8

    /// Checks a backup. Nothing in it is changed, and the data that it was made of are not asked.
    ///
    /// - Parameter progress: called with the files checked, and their number.
    /// - Throws: ``SessionError/Code/invalidInput`` where there is no backup.
    /// - Cost: every payload is read and hashed, about 100 MB of them a second.
    public static func run(
        _ backup: String, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> BackupCheck {
        let manifest = try BackupManifest.required(in: backup)
        let place = BackupFiles(root: backup)
        let named = Set(manifest.files.map(\.path))
        let others = ((try? place.all()) ?? []).filter { !named.contains($0) }
        var check = BackupCheck(begun: manifest.begun, ended: manifest.ended)
        let total = manifest.files.count + others.count
        for file in manifest.files {
            try await check.look(at: place.path(file.path), file.path, file)
            progress?(check.files, total)
        }
        for path in others {
            try await check.look(at: place.path(path), path, nil)
            check.unnamed += 1
            progress?(check.files, total)
        }
        return check
    }

    private init(begun: Timestamp, ended: Timestamp?) { (self.begun, self.ended) = (begun, ended) }

    private mutating func look(
        at path: String, _ name: String, _ file: BackupManifest.File?
    ) async throws {
        files += 1
        do {
            let found = try await Session.open(path, mode: .verifying).closing { session in
                if let file { try await file.check(session) }
                events += try await session.extent().position.number
                return try await Self.findings(of: session)
            }
            findings += found.map { BackupFailure(name, $0.message, hint: Self.advice) }
        } catch  where Task.isCancelled {
            throw CancellationError()
        } catch let error as SessionError where error.code == .fileNotFound {
            findings.append(BackupFailure(name, "it is missing", hint: Self.advice))
        } catch {
            let message = (error as? SessionError)?.message ?? "\(error)"
            findings.append(BackupFailure(name, message, hint: Self.advice))
        }
    }

    private static func findings(of session: Session) async throws -> [Finding] {
        var found: [Finding] = []
        for try await finding in session.verify() where found.count < findingsOfFile {
            found.append(finding)
        }
        try Task.checkCancellation()
        return found
    }

    private static let advice: Hint =
        "Take the file out of the backup: the next run copies the session as a whole."
}

extension BackupManifest {
    /// The manifest of a backup that has to be one.
    static func required(in backup: String) throws -> BackupManifest {
        guard let manifest = try read("\(backup)/\(name)") else {
            throw SessionError(
                .invalidInput, "\(backup) is no backup: there is no \(name) in it",
                hint: "Give the folder that a backup was made into.")
        }
        return manifest
    }
}

extension BackupManifest.File {
    /// Refuses a file that is not what was copied, or what that became: it may have grown since.
    func check(_ file: Session) async throws {
        let known = try await file.event(at: .position(extent.position))
        guard file.id == session, known.digest == extent.digest else {
            throw SessionError(
                .damaged,
                "it is not what was copied: at #\(extent.position) it should have the "
                    + "digest \(extent.digest)")
        }
    }
}
