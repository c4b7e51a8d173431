internal import Foundation
internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

/// Sessions that one person at this machine looks at where they lie, without accounts.
public struct Inspection: Sendable {
    /// Folders of sessions. Each becomes a project whose only member is ``user``.
    public var folders: [String]
    /// As whom the person writes.
    public var user: String
    /// Sessions that are found under their ids whatever their folders list, by id: where each one's
    /// file lies.
    public var sessions: [String: String]

    public init(folders: [String], user: String, sessions: [String: String] = [:]) {
        (self.folders, self.user, self.sessions) = (folders, user, sessions)
    }
}

extension Projects {
    /// Takes folders of sessions as they lie, for as long as the server runs.
    func inspect(_ inspection: Inspection) async throws {
        for folder in inspection.folders {
            let project = try await inspect(folder, by: Caller(user: inspection.user))
            for (session, path) in inspection.sessions
            where URL(filePath: path).deletingLastPathComponent().path
                == URL(filePath: folder).path
            {
                project.know(session, at: path)
            }
        }
    }

    /// What the server keeps of a folder is in a hidden one within it, so that files come and go
    /// without copying; where that cannot be made, among the server's own data. It goes with the
    /// server, and what a killed one left goes with the next.
    private func inspect(_ folder: String, by caller: Caller) async throws -> Project {
        let sessions = SessionFolder(folder)
        try sessions.check()
        let id = sources.id()
        let work = try? PrivateFolder(in: folder, id: id)
        let root = work?.path ?? root
        let name = URL(filePath: folder).standardizedFileURL.lastPathComponent
        let log = try await makeLog("\(root)/\(id).session", of: name, by: caller)
        try await log.append(
            [.setting(ProjectFacts.retention, 0, by: caller.actor)], to: .main, expecting: .any)
        let index = try await FolderIndex.open(sessions)
        // Where no more folders can be watched, each list looks.
        try? index.follow()
        let project = Project(
            id: id, root: root, log: log, folder: sessions, index: index, isInspected: true,
            work: work)
        try await add(project)
        return project
    }
}
