internal import SessionAnswers
internal import SessionStore

/// The tabs that a member has open in a project.
struct TabEndpoints {
    let store: Store

    /// How many may be open.
    private static let limit = 200

    func add(to routes: Routes) {
        routes.get("projects/:project/tabs", list)
        routes.put("projects/:project/tabs", show)
        routes.post("projects/:project/tabs/restoration", reopen)
    }

    private func list(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        return .ok(try await record(try await tabs(project, asked), project))
    }

    /// Opens, closes and orders tabs: those of the body are there then, in its order.
    private func show(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        let body = try await asked.object()
        let open = try body.array("open").map { try Self.tab($0) }
        guard open.count <= Self.limit else {
            throw Problem.invalid("open has more than \(Self.limit) tabs")
        }
        guard Set(open.map(\.session)).count == open.count else {
            throw Problem.invalid("open names a session twice")
        }
        let active = try body.text("active")
        guard active == nil || open.contains(where: { $0.session == active }) else {
            throw Problem.invalid("active names no session of open")
        }
        for tab in open where try await store.place(of: tab.session, in: project) == nil {
            throw Problem.notFound
        }
        var tabs = try await tabs(project, asked)
        tabs.show(open, active: active)
        return try await keep(tabs, project, asked)
    }

    private static func tab(_ json: JSON) throws -> Tabs.Tab {
        let saved = json["saved"].flatMap { $0.isNull ? nil : $0 }
        guard saved == nil || (saved?.int ?? -1) >= 0 else {
            throw Problem.invalid("saved is a revision")
        }
        return Tabs.Tab(session: try json.requiredText("session"), saved: saved?.int)
    }

    private func reopen(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        var tabs = try await tabs(project, asked)
        while let last = tabs.closed.first,
            try await store.place(of: last.session, in: project) == nil
        {
            tabs.forget(last.session)
        }
        guard tabs.reopen() else {
            throw Problem.conflict("nothingClosed", "no tab was closed that could be opened again")
        }
        return try await keep(tabs, project, asked)
    }

    // MARK: Parts

    private func tabs(_ project: Project, _ asked: Asked) async throws -> Tabs {
        try await project.facts().tabs[asked.caller.actor] ?? Tabs()
    }

    private func keep(_ tabs: Tabs, _ project: Project, _ asked: Asked) async throws -> Answer {
        try await project.record([.tabs(tabs, by: asked.caller.actor)])
        return .ok(try await record(tabs, project))
    }

    /// The tabs with what a strip of them shows; those whose session is gone are left out.
    private func record(_ tabs: Tabs, _ project: Project) async throws -> JSON {
        var open: [JSON] = []
        for tab in tabs.open {
            guard let path = try await store.place(of: tab.session, in: project) else { continue }
            open.append(try await record(tab, at: path))
        }
        return .object([
            ("open", .array(open)), ("active", tabs.active.map { .string($0) }),
            ("closed", .array(tabs.closed.map { .string($0.session) })),
        ])
    }

    private func record(_ tab: Tabs.Tab, at path: String) async throws -> JSON {
        try await store.pool.use(path) { session in
            let preview = try await session.preview(at: .head(of: session.shownBranch))
            return .object([
                ("session", .string(tab.session)), ("title", .string(preview.title)),
                ("revision", .number(preview.revision)),
                ("saved", tab.saved.map { .number($0) }),
                ("isDirty", tab.saved.map { .bool(preview.revision.number > $0) }),
            ])
        }
    }
}
