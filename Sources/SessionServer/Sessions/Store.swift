internal import Foundation
internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

/// What endpoints work with: projects, open sessions, and who may see what of them.
struct Store: Sendable {
    let projects: Projects
    let pool: SessionPool
    let access: AccessLog
    let people: People
    let feeds: LiveFeeds

    /// A session that a caller may see, and where it lies.
    struct Found: Sendable {
        let id: String
        let path: String
        let project: Project
    }

    /// Finds a session among the projects that a caller may see.
    ///
    /// - Throws: 404 where there is none, or it is not theirs; 403 where they may see it and not do
    ///   that.
    /// - Cost: where the server filed it, a look at each project's folder.
    func find(_ id: String, for caller: Caller, as role: Role) async throws -> Found {
        guard SessionID.isValid(id) else { throw Problem.notFound }
        for project in projects.all {
            let path = project.path(of: id)
            guard FileManager.default.fileExists(atPath: path),
                let own = try await project.role(of: caller)
            else { continue }
            return try found(id, path, project, own, as: role)
        }
        for project in try await projects.projects(of: caller) {
            guard let path = try await project.indexedPath(of: id),
                let own = try await project.role(of: caller)
            else { continue }
            return try found(id, path, project, own, as: role)
        }
        throw Problem.notFound
    }

    private func found(
        _ id: String, _ path: String, _ project: Project, _ own: Role, as role: Role
    ) throws -> Found {
        guard own >= role else { throw Problem.forbidden(role) }
        return Found(id: id, path: path, project: project)
    }

    /// - Throws: 413 where an anonymous user has as much as may be.
    func checkRoom(in project: Project) throws {
        guard let anonymous = projects.anonymous, project.root == anonymous.path else { return }
        try anonymous.checkRoom(in: project)
    }

    /// Where a session of a project lies, whoever asks; nil: it is not in there.
    func place(of id: String, in project: Project) async throws -> String? {
        guard SessionID.isValid(id) else { return nil }
        let path = project.path(of: id)
        if FileManager.default.fileExists(atPath: path) { return path }
        return try await project.indexedPath(of: id)
    }

    /// Finds a session for reading, which is noted.
    func visit(_ id: String, _ asked: Asked) async throws -> Found {
        let found = try await find(id, for: asked.caller, as: .reader)
        await access.noteRead(of: found.id, in: found.project, by: try asked.visitor)
        return found
    }

    /// Hands the session that is asked about to `body` for reading, which is noted.
    func read<Result: Sendable>(
        _ asked: Asked, _ body: (Session, Found) async throws -> Result
    ) async throws -> Result {
        let found = try await visit(try asked.path("session"), asked)
        return try await use(found, body)
    }

    /// Hands an open session to `body`.
    private func use<Result: Sendable>(
        _ found: Found, _ body: (Session, Found) async throws -> Result
    ) async throws -> Result {
        try await pool.use(found.path) { session in
            guard session.id == found.id else {
                // Another file lies there by now.
                found.project.know(found.id, at: nil)
                throw Problem.notFound
            }
            return try await body(session, found)
        }
    }

    /// Answers what a session is asked; a client that has the very answer is told so. Behind every
    /// change of the session each answer has another tag.
    func answer(
        _ asked: Asked, _ body: (Session, Found) async throws -> Answer
    ) async throws -> Answer {
        try await read(asked) { session, found in
            let tag = EntityTag(try await session.stamp(), asked.representation)
            if tag.isKnown(to: asked.request) { return Answer(status: .notModified).tagged(tag) }
            return try await body(session, found).tagged(tag)
        }
    }

    /// Hands it to `body` for changing, which is noted once it was done.
    func write<Result: Sendable>(
        _ asked: Asked, as role: Role = .writer, _ body: (Session, Found) async throws -> Result
    ) async throws -> Result {
        let found = try await find(try asked.path("session"), for: asked.caller, as: role)
        try checkRoom(in: found.project)
        let result = try await use(found, body)
        await access.noteChange(of: found.id, in: found.project, by: try asked.visitor)
        return result
    }
}

extension Asked {
    /// Who asks; there is always one behind ``AccessMiddleware``.
    var caller: Caller {
        get throws {
            guard let caller = context.caller else { throw Problem.unauthorized("who are you?") }
            return caller
        }
    }

    /// Who asks, from where and with what.
    var visitor: AccessLog.Visitor {
        get throws {
            AccessLog.Visitor(
                caller: try caller, address: context.address, client: request.headers[.userAgent])
        }
    }
}

extension SessionFilter {
    /// Archived ones, too.
    static var everything: SessionFilter {
        var filter = SessionFilter()
        filter.isArchived = nil
        return filter
    }
}
