internal import Foundation
internal import SessionIndex
internal import SessionStore
internal import Synchronization

/// All projects below a folder: for each a log, `projects/ID.session`, and beside it the folder
/// `projects/ID` with its sessions. Those of anonymous users lie below a folder in memory.
final class Projects: Sendable {
    /// The folder that all data of a server lies in.
    let root: String
    let sources: SystemSources
    /// Nil: nobody is let in without a token.
    let anonymous: AnonymousFolder?
    private let open = Mutex<[String: Project]>([:])

    private init(_ root: String, _ sources: SystemSources, _ anonymous: AnonymousFolder?) {
        (self.root, self.sources, self.anonymous) = (root, sources, anonymous)
    }

    /// Opens what is there; a folder that is not is made.
    static func open(
        _ root: String, _ sources: SystemSources, anonymous: AnonymousFolder? = nil
    ) async throws -> Projects {
        let projects = Projects(root, sources, anonymous)
        let folder = Self.folder(in: root)
        try makeFolder(folder)
        for file in try SessionFolder(folder).files() {
            let id = String(file.dropLast(SessionFolder.ending.count))
            // Beside projects there is the log of ``People``.
            if SessionID.isValid(id) { try await projects.take(id, in: root) }
        }
        return projects
    }

    private static func folder(in root: String) -> String { root + "/projects" }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SessionError(
                .noPermission, "the folder \(path) cannot be made",
                hint: "Check who may write there (ls -ld).", cause: error)
        }
    }

    // MARK: Finding

    var isEmpty: Bool { open.withLock { $0.isEmpty } }

    /// In the order of their ids.
    var all: [Project] {
        open.withLock { $0.values.sorted { $0.id < $1.id } }
    }

    /// A project that a caller may see.
    ///
    /// - Throws: 404 where there is none, or it is not theirs; 403 where they may see it and not do
    ///   that.
    func project(_ id: String, for caller: Caller, as role: Role) async throws -> Project {
        guard let project = open.withLock({ $0[id] }),
            let own = try await project.role(of: caller)
        else { throw Problem.notFound }
        guard own >= role else { throw Problem.forbidden(role) }
        return project
    }

    /// The project that a request's path names.
    func project(_ asked: Asked, as role: Role) async throws -> Project {
        try await project(try asked.path("project"), for: asked.caller, as: role)
    }

    /// Those that a caller may see.
    func projects(of caller: Caller) async throws -> [Project] {
        var found: [Project] = []
        for project in all where try await project.role(of: caller) != nil {
            found.append(project)
        }
        return found
    }

    /// One that was deleted, for an owner to restore.
    func deletedProject(_ id: String, for caller: Caller) async throws -> Project {
        guard let project = open.withLock({ $0[id] }) else { throw Problem.notFound }
        let facts = try await project.facts()
        guard facts.isDeleted, facts.members[caller.user] == .owner else { throw Problem.notFound }
        return project
    }

    // MARK: Making

    func create(_ name: String, by caller: Caller) async throws -> Project {
        try await create(name, by: caller, in: root)
    }

    /// Makes a project in memory, for somebody who has no token.
    func createAnonymous(in folder: AnonymousFolder, by caller: Caller) async throws -> Project {
        try await create("Sessions", by: caller, in: folder.path)
    }

    private func create(
        _ name: String, by caller: Caller, in root: String
    ) async throws -> Project {
        let (id, folder) = (sources.id(), Self.folder(in: root))
        try Self.makeFolder("\(folder)/\(id)")
        let log = try await makeLog("\(folder)/\(id).session", of: name, by: caller)
        try await log.close()
        return try await take(id, in: root)
    }

    /// The log of a new project, with its first owner.
    func makeLog(_ path: String, of name: String, by caller: Caller) async throws -> Session {
        let log = try await Session.create(
            at: path, title: name, by: caller.actor,
            options: SessionOptions(clock: sources.clock))
        try await log.append(
            [.member(caller.user, .owner, by: caller.actor)], to: .main, expecting: .any)
        return log
    }

    /// Takes a project that was made elsewhere.
    ///
    /// - Parameters:
    ///   - log: its log's file; it and those of `sessions`, which are named by id, are there no
    ///     longer then.
    /// - Returns: nil: there is one of this id, which stays as it is.
    func take(_ id: String, log: String, sessions: [String: String]) async throws -> Project? {
        let place = "\(Self.folder(in: root))/\(id)"
        guard !FileManager.default.fileExists(atPath: "\(place).session") else { return nil }
        // What is there without a log was left by one who did not come to the end.
        try? FileManager.default.removeItem(atPath: place)
        try Self.makeFolder(place)
        for (session, path) in sessions {
            try FileManager.default.moveItem(atPath: path, toPath: "\(place)/\(session).session")
        }
        guard (try? FileManager.default.linkItem(atPath: log, toPath: "\(place).session")) != nil
        else { return nil }
        try FileManager.default.removeItem(atPath: log)
        return try await take(id, in: root)
    }

    @discardableResult
    private func take(_ id: String, in root: String) async throws -> Project {
        let path = "\(Self.folder(in: root))/\(id)"
        try Self.makeFolder(path)
        let log = try await Session.open("\(path).session")
        let sessions = SessionFolder(path)
        let index = try await FolderIndex.open(sessions)
        try index.follow()
        let project = Project(id: id, root: root, log: log, folder: sessions, index: index)
        try await add(project)
        return project
    }

    /// Knows a project, and what comes to its log, from now on.
    func add(_ project: Project) async throws {
        try await project.follow()
        open.withLock { $0[project.id] = project }
    }

    /// Closes a project and deletes all of it.
    func remove(_ project: Project) async throws {
        open.withLock { $0[project.id] = nil }
        try await project.close()
        for path in [project.folder.path, project.folder.path + SessionFolder.ending] {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    func close() async throws {
        for project in all { try await project.close() }
        anonymous?.remove()
    }
}
