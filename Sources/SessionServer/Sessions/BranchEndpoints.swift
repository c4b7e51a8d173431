internal import SessionAnswers
internal import SessionStore

/// Branches and tags.
struct BranchEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions/:session/branches", list)
        routes.post("sessions/:session/branches", fork)
        routes.patch("sessions/:session/branches/:branch", change)
        routes.get("sessions/:session/tags", tags)
        routes.post("sessions/:session/tags", tag)
    }

    private func list(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in
            .list("branches", try await session.branches().map { Records.branch($0) })
        }
    }

    private func fork(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let name = try BranchName(argument: body.requiredText("name"))
        let from = try body.moment("from") ?? .named(.main)
        let actor = try asked.caller.actor
        return try await store.write(asked) { session, found in
            _ = try await session.fork(name, from: from, by: actor)
            return .created(
                try await branch(name, session),
                at: "/api/sessions/\(found.id)/branches/\(Answer.escaped(name.rawValue))")
        }
    }

    private func change(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let old = BranchName(rawValue: try asked.path("branch"))
        let new = try body.text("name").map { try BranchName(argument: $0) }
        let archives = try body.flag("archived")
        let actor = try asked.caller.actor
        guard new != nil || archives else {
            throw Problem.invalid("nothing is to be changed: give name, or \"archived\": true")
        }
        return try await store.write(asked) { session, _ in
            if let new, new != old { try await session.rename(old, to: new, by: actor) }
            if archives { try await session.archive(branch: new ?? old, by: actor) }
            return .ok(try await branch(new ?? old, session))
        }
    }

    private func branch(_ name: BranchName, _ session: Session) async throws -> JSON {
        guard let branch = try await session.branches().first(where: { $0.name == name }) else {
            throw Problem.notFound
        }
        return Records.branch(branch)
    }

    private func tags(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in
            .list("tags", try await session.tags().map { Records.tag($0.name, at: $0.point) })
        }
    }

    private func tag(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let name = try BranchName(argument: body.requiredText("name"))
        let at = try body.moment("at") ?? .named(.main)
        let actor = try asked.caller.actor
        return try await store.write(asked) { session, _ in
            let point = try await session.tag(name, at: at, by: actor)
            return Answer(status: .created, json: Records.tag(name, at: point))
        }
    }
}
