internal import Foundation
public import SessionStore

/// What was restored.
public struct RestoreReport: Sendable, Hashable {
    /// A session, or a project's log.
    public struct File: Sendable, Hashable {
        /// Below the folder of the data.
        public let path: String
        /// Its id.
        public let session: String
        /// Of its last event.
        public let position: Position
    }

    /// In the order of their paths in the backup.
    public fileprivate(set) var files: [File] = []
    /// How many were not there at the time that was asked for.
    public fileprivate(set) var later = 0
    /// What could not be restored.
    public fileprivate(set) var failures: [BackupFailure] = []
}

/// Restores files of a backup, one after the other, below a folder that is nobody else's.
struct RestorePass {
    let from: BackupFiles
    let to: BackupFiles
    let time: Timestamp?
    let position: Position?
    /// Whether deleted sessions come back as ones that are not.
    let asLive: Bool
    private(set) var report = RestoreReport()
    /// By project: the sessions that were deleted at the time.
    private var deleted: [String: Set<String>] = [:]

    init(
        from: BackupFiles, to: BackupFiles, time: Timestamp?, position: Position?, asLive: Bool
    ) {
        (self.from, self.to, self.time) = (from, to, time)
        (self.position, self.asLive) = (position, asLive)
    }

    mutating func restore(_ file: BackupManifest.File) async throws {
        do {
            let name = try await place(of: file)
            guard let last = try await copy(file, as: to.path(name)) else {
                report.later += 1
                return
            }
            report.files.append(
                RestoreReport.File(path: name, session: file.session, position: last))
        } catch  where Task.isCancelled {
            throw CancellationError()
        } catch {
            report.failures.append(BackupFailure(file.path, error))
        }
    }

    // MARK: Where to

    /// Where a session belongs: one that was deleted later than the time was not yet.
    private mutating func place(of file: BackupManifest.File) async throws -> String {
        guard BackupFiles.isDeleted(file.path) else { return file.path }
        guard !asLive else { return BackupFiles.restored(file.path) }
        guard let time else { return file.path }
        let project = BackupFiles.project(of: file.path)
        let then: Set<String>
        if let known = deleted[project] {
            then = known
        } else {
            then = try await sessionsDeleted(in: project, at: time)
            deleted[project] = then
        }
        return then.contains(file.session) ? file.path : BackupFiles.restored(file.path)
    }

    private func sessionsDeleted(
        in project: String, at time: Timestamp
    ) async throws -> Set<String> {
        let path = from.path(BackupFiles.log(of: project))
        return try await Session.open(path, mode: .readOnly).closing { log in
            var found: Set<String> = []
            for try await event in log.events(on: .main) {
                guard event.recordedAt <= time, let session = event.subject else { continue }
                if event.kind == .entryDeleted { found.insert(session) }
                if event.kind == .entryRestored { found.remove(session) }
            }
            return found
        }
    }

    // MARK: A file

    /// - Returns: the position of its last event; nil: it was not there at the time.
    private func copy(_ file: BackupManifest.File, as path: String) async throws -> Position? {
        let source = from.path(file.path)
        let isThere = try await Session.open(source, mode: .readOnly).closing { session in
            try await file.check(session)
            guard let end = try await end(of: session) else { return false }
            try Projects.makeFolder(URL(filePath: path).deletingLastPathComponent().path)
            if try await session.extent().position > end {
                try await session.save(to: path, upTo: end)
            } else {
                try await session.save(to: path)
            }
            return true
        }
        guard isThere else { return nil }
        do {
            let last = try await Self.check(path)
            if BackupFiles.isDeleted(path) {
                BackupFiles.setModified(path, BackupFiles.modified(source))
            }
            return last
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }

    private func end(of session: Session) async throws -> Position? {
        if let position {
            let last = try await session.extent().position
            guard (1...last).contains(position) else {
                throw SessionError(
                    .eventNotFound, "there is no event #\(position): the log has \(last)",
                    hint: "Give a position from 1 to \(last).")
            }
            return position
        }
        guard let time else { return .max }
        return try await session.lastPosition(recordedBy: time)
    }

    /// Refuses a copy that is not sound in every event, digest and projection.
    private static func check(_ path: String) async throws -> Position {
        try await Session.open(path, mode: .verifying).closing { copy in
            for try await finding in copy.verify() {
                throw SessionError(
                    .damaged, finding.message,
                    hint: "It is left out. Its file in the backup can still be read in part.")
            }
            try Task.checkCancellation()
            return try await copy.extent().position
        }
    }
}
