internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import SessionAnswers
internal import SessionStore

/// People without a token: they get one that is good for some hours, with a project in memory. Who
/// signs in can keep a session of it.
struct AnonymousEndpoints {
    let store: Store
    let keys: TokenKeys
    /// How often one address may come.
    let rates: RequestRates

    func add(to router: Router<ServerContext>) {
        router.post("api/anonymous") { request, context in
            try await begin(context)
        }
    }

    func add(to routes: Routes) {
        routes.post("sessions/:session/keeping", keep)
    }

    // MARK: Coming

    private func begin(_ context: ServerContext) async throws -> Answer {
        let projects = store.projects
        guard let folder = projects.anonymous else {
            throw Problem(
                .notFound, "noAnonymous", "this server lets nobody in without a token",
                hint: "Ask its owner for one: session token makes it.")
        }
        if let seconds = rates.wait(of: Caller(user: context.address ?? "")) {
            throw Problem.tooManyRequests("too many came from there", seconds: seconds)
        }
        let here = projects.all.count { $0.root == folder.path }
        guard here < folder.options.users else {
            throw Problem.busy("as many are here without a token as may be", seconds: 600)
        }
        let caller = Caller(user: Caller.anonymous + projects.sources.id())
        let project = try await projects.createAnonymous(in: folder, by: caller)
        let lasting = Double(folder.options.hours) * 3600
        let ends = projects.sources.now.addingTimeInterval(lasting)
        return .created(
            [
                "user": .string(caller.user), "project": .string(project.id),
                "token": .string(try await keys.token(for: caller.user, lasting: lasting)),
                "expiresAt": .string("\(Timestamp(ends))"),
            ], at: "/api/projects/\(project.id)")
    }

    // MARK: Staying

    /// Copies a session of an anonymous user, whose token comes with the body, into a project.
    private func keep(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let body = try await asked.object()
        let project = try await store.projects.project(
            try body.requiredText("project"), for: caller, as: .writer)
        let owner = try await keys.caller(of: try body.requiredText("token"))
        guard owner.isAnonymous, !caller.isAnonymous else {
            throw Problem.invalid(
                "who signed in keeps a session of an anonymous user",
                hint: "token is the one that POST /api/anonymous gave.")
        }
        let found = try await store.find(try asked.path("session"), for: owner, as: .owner)
        let staged = try Staging(in: project.root, store.projects.sources)
        defer { withExtendedLifetime(staged) {} }
        let copy = staged.path("copy.session")
        try await store.pool.use(found.path) { try await $0.save(to: copy) }
        guard try project.file(copy, as: found.id) != nil else {
            throw Problem.sessionExists(found.id)
        }
        try await project.record([.entry(.entryImported, found.id, by: caller.actor)])
        return .created(
            ["session": .string(found.id), "project": .string(project.id)],
            at: "/api/sessions/\(found.id)")
    }
}

extension Projects {
    /// Removes the projects of anonymous users whose time is over.
    func removeExpired(_ pool: SessionPool) async throws {
        guard let anonymous else { return }
        let limit = sources.clock().microseconds - anonymous.options.hours * 3_600_000_000
        for project in all where project.root == anonymous.path {
            guard let made = try await project.facts().createdAt, made.microseconds <= limit else {
                continue
            }
            await pool.closeAll(below: project.folder.path + "/")
            try await remove(project)
        }
    }
}
