internal import Foundation
internal import SessionStore

/// Where deleted sessions of a project wait, so that they can be restored: the hidden folder
/// `.deleted` among its sessions, which no list looks into.
struct SessionBin: Sendable {
    private let project: Project
    private var folder: String { project.folder.path(of: ".deleted") }

    /// Days that a deleted session can be restored.
    static let days = 30

    private let now: Date

    /// - Parameter now: when it is.
    init(_ project: Project, now: Date) { (self.project, self.now) = (project, now) }

    private func path(_ id: String) -> String { "\(folder)/\(id)\(SessionFolder.ending)" }

    /// Takes a session's file, which nobody has open.
    func take(_ file: String, id: String) async throws {
        try Projects.makeFolder(folder)
        try move(file, path(id))
        try await SessionOptions.updatingIndexes.afterErasing(file)
    }

    /// A session that waits.
    struct Deleted: Sendable {
        let session: String
        let path: String
        let deletedAt: Date

        /// When it goes for good.
        var removedAt: Date { deletedAt.addingTimeInterval(Double(SessionBin.days) * 86_400) }
    }

    /// What waits, the latest first.
    func deleted() throws -> [Deleted] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try SessionFolder(folder).files().compactMap { file in
            let path = "\(folder)/\(file)"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard let date = attributes[.modificationDate] as? Date else { return nil }
            return Deleted(
                session: String(file.dropLast(SessionFolder.ending.count)), path: path,
                deletedAt: date)
        }.sorted { ($1.deletedAt, $0.session) < ($0.deletedAt, $1.session) }
    }

    /// - Returns: where it lies now; nil: it is not here.
    func giveBack(_ id: String) async throws -> String? {
        guard FileManager.default.fileExists(atPath: path(id)) else { return nil }
        let place = project.path(of: id)
        try move(path(id), place)
        return place
    }

    private func move(_ from: String, _ to: String) throws {
        do {
            try FileManager.default.moveItem(atPath: from, toPath: to)
            // It counts from now on, not from the last change of what is in it.
            try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: to)
        } catch {
            throw SessionError(
                .ioFailed, "the session's file cannot be moved",
                hint: "Try again; the server's log tells more.", cause: error)
        }
    }

    /// Removes a session's file, which nobody has open, for good.
    static func remove(_ file: String) async throws {
        try FileManager.default.removeItem(atPath: file)
        try await SessionOptions.updatingIndexes.afterErasing(file)
    }

    /// Removes for good what was deleted longer ago than it is kept.
    ///
    /// - Returns: the ids of those.
    func empty(before limit: Date) throws -> [String] {
        let gone = try deleted().filter { $0.deletedAt < limit }
        for session in gone { try FileManager.default.removeItem(atPath: session.path) }
        return gone.map(\.session)
    }
}
