internal import SessionAnswers
internal import SessionStore

/// Projects and their members.
struct ProjectEndpoints {
    let store: Store
    private var projects: Projects { store.projects }

    func add(to routes: Routes) {
        routes.get("projects", list)
        routes.post("projects", create)
        routes.get("projects/:project", fetch)
        routes.patch("projects/:project", rename)
        routes.delete("projects/:project", delete)
        routes.post("projects/:project/restoration", restore)
        routes.get("projects/:project/members", members)
        routes.put("projects/:project/members/:user", setMember)
        routes.delete("projects/:project/members/:user", removeMember)
        routes.get("projects/:project/log", log)
    }

    private func list(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        var found: [JSON] = []
        for project in try await projects.projects(of: caller) {
            found.append(try await record(project, for: caller))
        }
        return .list("projects", found)
    }

    private func create(_ asked: Asked) async throws -> Answer {
        try asked.caller.checkKnown()
        let name = try await asked.object().requiredText("name")
        let project = try await projects.create(name, by: asked.caller)
        return .created(
            try await record(project, for: asked.caller), at: "/api/projects/\(project.id)")
    }

    private func fetch(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .reader)
        return .ok(try await record(project, for: asked.caller))
    }

    private func rename(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .owner)
        let name = try await asked.object().requiredText("name")
        try await project.record([.title(name, by: asked.caller.actor)])
        return .ok(try await record(project, for: asked.caller))
    }

    private func delete(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .owner)
        try await project.record([
            EventDraft(kind: .projectDeleted, actor: asked.caller.actor, body: .object([]))
        ])
        return .empty
    }

    private func restore(_ asked: Asked) async throws -> Answer {
        let project = try await projects.deletedProject(
            try asked.path("project"), for: asked.caller)
        try await project.record([
            EventDraft(kind: .projectRestored, actor: asked.caller.actor, body: .object([]))
        ])
        return .ok(try await record(project, for: asked.caller))
    }

    // MARK: Members

    private func members(_ asked: Asked) async throws -> Answer {
        let facts = try await projects.project(asked, as: .reader).facts()
        return .list(
            "members", facts.members.sorted { $0.key < $1.key }.map { Self.record($0, $1) })
    }

    private func setMember(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .owner)
        let user = try Caller.checked(user: asked.path("user"))
        let role = try Role(named: await asked.object().requiredText("role"))
        if role != .owner { try await keepOwner(besides: user, project) }
        try await project.record([.member(user, role, by: asked.caller.actor)])
        return .ok(Self.record(user, role))
    }

    private func removeMember(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .owner)
        let user = try asked.path("user")
        guard try await project.facts().members[user] != nil else { throw Problem.notFound }
        try await keepOwner(besides: user, project)
        try await project.record([.member(user, nil, by: asked.caller.actor)])
        return .empty
    }

    /// Refuses to leave a project that nobody could change any more.
    private func keepOwner(besides user: String, _ project: Project) async throws {
        guard try await project.facts().isOnlyOwner(user) else { return }
        throw Problem.conflict(
            "lastOwner", "\(user) is the only owner of the project",
            hint: "Make somebody else an owner first, or delete the project.")
    }

    // MARK: The log

    private func log(_ asked: Asked) async throws -> Answer {
        let project = try await projects.project(asked, as: .owner)
        return try await asked.audit { answer in try await answer(project.log) }
    }

    // MARK: Parts

    private func record(_ project: Project, for caller: Caller) async throws -> JSON {
        let facts = try await project.facts()
        return .object([
            ("project", .string(project.id)), ("name", .string(facts.name)),
            ("role", facts.members[caller.user].map { .string($0.rawValue) }),
            ("members", .number(facts.members.count)),
            ("createdAt", facts.createdAt.map { .string($0.description) }),
        ])
    }

    private static func record(_ user: String, _ role: Role) -> JSON {
        ["user": .string(user), "role": .string(role.rawValue)]
    }
}
