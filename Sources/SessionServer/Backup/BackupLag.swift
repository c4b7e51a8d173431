internal import Foundation
internal import SessionStore

/// What was taken out of the data since a backup was made, and is in it still.
struct BackupLag: Sendable {
    /// A session of which the backup has what is gone here.
    struct Behind: Sendable, Hashable {
        enum Reason: String, Sendable {
            case erased, removed
            /// Damaged, or in use: what became of it cannot be told.
            case unreadable
        }

        /// Its id.
        let session: String
        let reason: Reason
    }

    private let files: BackupFiles

    /// - Parameter data: the folder of the data.
    init(_ data: String) { files = BackupFiles(root: data) }

    /// The sessions of a project of which something was erased since, and those that were removed
    /// for good.
    ///
    /// - Cost: each session of the project is opened.
    func sessions(of project: String, in backup: BackupManifest) async throws -> [Behind] {
        var found: [Behind] = []
        for file in backup.files where BackupFiles.project(of: file.path) == project {
            try Task.checkCancellation()
            if let reason = try await reason(file) {
                found.append(Behind(session: file.session, reason: reason))
            }
        }
        return found
    }

    private func reason(_ file: BackupManifest.File) async throws -> Behind.Reason? {
        for path in BackupFiles.places(of: file.path).map({ files.path($0) }) {
            do {
                return try await Session.open(path, mode: .readOnly).closing {
                    try await Self.reason(file, $0)
                }
            } catch let error as SessionError
                where error.code == .fileNotFound || error.code == .fileGone
            {
                continue
            } catch  where !Task.isCancelled {
                return .unreadable
            }
        }
        return .removed
    }

    private static func reason(
        _ file: BackupManifest.File, _ session: Session
    ) async throws -> Behind.Reason? {
        guard session.id == file.session else { return .removed }
        let epoch = try await session.extent().epoch
        guard epoch == nil || epoch != file.extent.epoch else { return nil }
        // It may have been compacted.
        let erasures = session.audit(
            .kind(EventKind.contentRedacted.rawValue), after: file.extent.position,
            headersOnly: true)
        for try await _ in erasures { return .erased }
        return nil
    }
}

/// Which backups there are, and what they lack.
struct BackupEndpoints {
    let store: Store

    func add(to routes: Routes) { routes.get("projects/:project/backups", list) }

    private func list(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(
            try asked.path("project"), for: asked.caller, as: .owner)
        var records: [JSON] = []
        for backup in KnownBackups(store.projects.root).all() {
            records.append(try await record(backup, project.id))
        }
        return .list("backups", records)
    }

    /// Where it lies is the operator's affair: its name says which one it is.
    private func record(_ backup: BackupManifest, _ project: String) async throws -> JSON {
        let behind = try await BackupLag(store.projects.root).sessions(of: project, in: backup)
        let (files, failures) = (
            backup.files.filter { BackupFiles.project(of: $0.path) == project },
            backup.failures.filter { BackupFiles.project(of: $0.path) == project }
        )
        return .object([
            ("name", .string(URL(filePath: backup.target ?? "").lastPathComponent)),
            ("begun", .string(backup.begun.description)),
            ("ended", backup.ended.map { .string($0.description) }),
            ("sessions", .number(files.count { !BackupFiles.isLog($0.path) })),
            ("failures", .number(failures.count)),
            (
                "behind",
                .array(
                    behind.map {
                        ["session": .string($0.session), "reason": .string($0.reason.rawValue)]
                    })
            ),
        ])
    }
}
