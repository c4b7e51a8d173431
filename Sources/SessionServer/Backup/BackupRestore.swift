internal import Foundation
internal import Platform
internal import SessionIndex
public import SessionStore

/// Takes a backup's sessions back into a folder of data: all of them into a new one, or one project
/// or session into one where it is not. Nothing that is there is changed.
///
/// ```swift
/// var restore = BackupRestore(from: "/mnt/backup", to: "data")
/// restore.time = Timestamp("2026-11-20T10:00:00Z")
/// let report = try await restore.run()
/// ```
///
/// Each file is compared with what `backup.json` says of it, and checked as a whole before it gets
/// its place; one that is damaged is left out and reported. Keys are in no backup: tokens are made
/// anew (``ServerData/token(for:days:in:sources:)``).
public struct BackupRestore: Sendable {
    /// The folder of the backup.
    public let backup: String
    /// The folder of the data.
    public let data: String
    /// The id of the one project that is restored, or that the session is of; nil: all.
    public var project: String?
    /// The id of the one session that is restored, into its project; nil: all.
    public var session: String?
    /// What was recorded later is left out, and so is what was not there then; nil: nothing is.
    public var time: Timestamp?
    /// Of the one session, the last event that is restored; nil: all are.
    public var position: Position?

    /// - Parameter data: one that is not there is made.
    public init(from backup: String, to data: String) { (self.backup, self.data) = (backup, data) }

    private var files: BackupFiles { BackupFiles(root: data) }
    private var stage: BackupFiles { BackupFiles(root: "\(data)/restoring") }

    /// Restores. Whole projects get their places once all of each is on disk: killed before,
    /// nothing is there but the folder `restoring`, which the next call removes.
    ///
    /// - Parameters:
    ///   - actor: who restores a session, for the log of its project.
    ///   - progress: called with the files restored, and their number.
    /// - Throws: ``SessionError/Code/invalidInput`` where there is no backup; `fileNotFound` where
    ///   what is asked for is not in it, or a session's project is not in the data; `fileExists`
    ///   where the data have it; `momentNotFound` where nothing was there at that time;
    ///   `busy` where a run into the backup is under way, or another restoring.
    /// - Cost: what is restored is read, written and checked.
    public func run(
        by actor: EventActor = .system,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> RestoreReport {
        precondition(position == nil || session != nil, "a position is one session's")
        let wanted = try wanted(in: BackupManifest.required(in: backup))
        try checkFree(wanted)
        try Projects.makeFolder(data)
        let locks = [try Self.lock(backup), try Self.lock(data)]
        defer { withExtendedLifetime(locks) {} }
        try? FileManager.default.removeItem(atPath: stage.root)
        try Projects.makeFolder(stage.root)
        defer { try? FileManager.default.removeItem(atPath: stage.root) }
        var pass = RestorePass(
            from: BackupFiles(root: backup), to: stage, time: time, position: position,
            asLive: session != nil)
        for (index, file) in wanted.enumerated() {
            try await pass.restore(file)
            progress?(index + 1, wanted.count)
        }
        guard !pass.report.files.isEmpty || !pass.report.failures.isEmpty else {
            throw SessionError(
                .momentNotFound, "nothing of it was there at \(time.map { "\($0)" } ?? "all")",
                hint: "Give a later time.")
        }
        try await place(pass.report, by: actor)
        return pass.report
    }

    private static func lock(_ folder: String) throws -> FolderLock {
        guard let lock = FolderLock(folder) else {
            throw SessionError(
                .busy, "somebody else backs up or restores in \(folder)",
                hint: "Wait until that is over.")
        }
        return lock
    }

    // MARK: What is restored

    private func wanted(in manifest: BackupManifest) throws -> [BackupManifest.File] {
        let found = manifest.files.filter { file in
            project.map { $0 == BackupFiles.project(of: file.path) } ?? true
                && session.map { $0 == file.session && !BackupFiles.isLog(file.path) } ?? true
        }
        guard !found.isEmpty else {
            let what = session.map { "session \($0)" } ?? project.map { "project \($0)" }
            throw SessionError(
                .fileNotFound, "\(backup) has no \(what ?? "session")",
                hint: "Its \(BackupManifest.name) names what it has.")
        }
        guard session == nil || found.count == 1 else {
            throw SessionError(
                .invalidInput, "session \(session ?? "") is in \(found.count) projects",
                hint: "Name the project, too.")
        }
        return found
    }

    /// Refuses before anything is done what would meet what is there.
    private func checkFree(_ wanted: [BackupManifest.File]) throws {
        let projects = files.path(BackupFiles.projects)
        if session != nil {
            let path = wanted[0].path
            let log = BackupFiles.log(of: BackupFiles.project(of: path))
            guard FileManager.default.fileExists(atPath: files.path(log)) else {
                throw SessionError(
                    .fileNotFound, "\(data) does not have the session's project",
                    hint: "Restore the project.")
            }
            for place in BackupFiles.places(of: path) where isThere(place) {
                throw known(isDeleted: BackupFiles.isDeleted(place))
            }
        } else if let project {
            let places = ["\(projects)/\(project)", files.path(BackupFiles.log(of: project))]
            guard !places.contains(where: { FileManager.default.fileExists(atPath: $0) }) else {
                throw SessionError(
                    .fileExists, "\(data) has the project \(project)",
                    hint: "Restore one session of it that is not there, or all into a new folder.")
            }
        } else {
            let names = try? FileManager.default.contentsOfDirectory(atPath: projects)
            guard names?.isEmpty ?? true else {
                throw SessionError(
                    .fileExists, "\(data) has projects",
                    hint: "Restore into a new folder, or name one project or session.")
            }
        }
    }

    private func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: files.path(name))
    }

    private func known(isDeleted: Bool) -> SessionError {
        SessionError(
            .fileExists, "the project has session \(session ?? "")\(isDeleted ? ", deleted" : "")",
            hint: isDeleted
                ? "The server can restore it, for some days after it was deleted."
                : "Restore into a new folder, and compare or merge the two.")
    }

    // MARK: Into its place

    private func place(_ report: RestoreReport, by actor: EventActor) async throws {
        guard let first = report.files.first else { return }
        if session != nil { return try await placeSession(first, by: actor) }
        let projects = BackupFiles.projects
        guard let project else {
            // Empty, where it is there.
            if isThere(projects) {
                try FileManager.default.removeItem(atPath: files.path(projects))
            }
            return try publish(projects)
        }
        try Projects.makeFolder(files.path(projects))
        // A project is there once its log is.
        for name in ["\(projects)/\(project)", BackupFiles.log(of: project)]
        where FileManager.default.fileExists(atPath: stage.path(name)) {
            try publish(name)
        }
    }

    private func publish(_ name: String) throws {
        do {
            try DurableFile.publish(stage.path(name), as: files.path(name))
        } catch {
            throw SessionError(
                .ioFailed, "\(error)",
                hint: "Somebody else may write to the folder. Try again.", cause: error)
        }
    }

    private func placeSession(_ file: RestoreReport.File, by actor: EventActor) async throws {
        let opened = try await ServerData.open(data)
        do {
            let id = BackupFiles.project(of: file.path)
            for project in opened.projects.all where project.id == id {
                // Under another name.
                guard try await project.indexedPath(of: file.session) == nil else {
                    throw known(isDeleted: false)
                }
                try publish(file.path)
                try await project.record([.entry(.entryRestored, file.session, by: actor)])
            }
            try await opened.close()
        } catch {
            try? await opened.close()
            throw error
        }
    }
}
