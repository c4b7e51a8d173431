internal import SessionAnswers
internal import SessionStore

/// Settings of a project, which all its members share, and those of one member in it.
struct SettingEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("projects/:project/settings", shared)
        routes.patch("projects/:project/settings", changeShared)
        routes.get("projects/:project/preferences", own)
        routes.patch("projects/:project/preferences", changeOwn)
        routes.post("sessions/:session/comparison", compare)
    }

    // MARK: Of a project

    private func shared(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        return .ok(Self.record(try await project.facts().settings))
    }

    private func changeShared(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .writer)
        let changes = try await changes(asked)
        for name in [ProjectFacts.retention, ProjectFacts.access] where changes[name] != nil {
            throw Problem.invalid(
                "\(name) is no setting of an application",
                hint: "Owners set it: PUT /api/projects/{project}/retention.")
        }
        let actor = try asked.caller.actor
        try await project.record(
            changes.members.map { name, value in
                value.isNull
                    ? .removedSetting(name, by: actor) : .setting(name, value, by: actor)
            })
        return .ok(Self.record(try await project.facts().settings))
    }

    // MARK: Of a member

    private func own(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        return .ok(Self.record(try await project.facts().preferences[asked.caller.actor] ?? [:]))
    }

    private func changeOwn(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        let actor = try asked.caller.actor
        try await project.record(
            try await changes(asked).members.map { .preference($0.key, $0.value, by: actor) })
        return .ok(Self.record(try await project.facts().preferences[asked.caller.actor] ?? [:]))
    }

    // MARK: Comparing

    /// Whether a session is still what an application saved.
    private func compare(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let moment = try body.moment("at")
        let saved = try [
            ("settings", \SessionState.settings), ("editor", \.editor), ("explorer", \.explorer),
            ("terminal", \.terminal),
        ].compactMap { name, part in try body.object(name).map { (name, part, $0) } }
        return try await store.read(asked) { session, _ in
            let branch = try await session.shownBranch
            let state = try await session.state(at: moment ?? .head(of: branch))
            let differing = saved.flatMap { name, part, values in
                Self.differing(values, state[keyPath: part]).map { subject -> JSON in
                    ["kind": .string(name), "subject": .string(subject)]
                }
            }
            return .ok([
                "branch": .string(state.point.branch.rawValue),
                "revision": .number(state.point.revision),
                "isDirty": .bool(!differing.isEmpty), "differences": .array(differing),
            ])
        }
    }

    /// The names under which a session has other values than these, or none, or these do not have
    /// one.
    private static func differing(
        _ saved: JSON, _ settings: [SessionState.Setting]
    ) -> [String] {
        var stored: [String: JSON] = [:]
        for setting in settings { stored[setting.subject] = setting.value }
        let names = Set(saved.members.map(\.key)).union(stored.keys)
        return names.filter { saved[$0]?.canonical != stored[$0]?.canonical }.sorted()
    }

    // MARK: Parts

    private func changes(_ asked: Asked) async throws -> JSON {
        guard let changes = try await asked.object().object("settings"), !changes.members.isEmpty
        else { throw Problem.invalid("nothing is to be changed: give settings") }
        return changes
    }

    private static func record(_ settings: [String: JSON]) -> JSON {
        let sorted = settings.sorted { $0.key < $1.key }
        return ["settings": .object(sorted.map { ($0.key, $0.value) })]
    }
}
