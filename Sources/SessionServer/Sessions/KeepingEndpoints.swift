internal import SessionAnswers
internal import SessionStore

/// What keeps, checks and erases: holds, redactions, verifying, and what an auditor asks.
struct KeepingEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions/:session/audit", audit)
        routes.get("sessions/:session/usage", usage)
        routes.get("sessions/:session/causes", causes)
        routes.get("sessions/:session/verification", verify)
        routes.get("sessions/:session/seals", seals)
        routes.post("sessions/:session/seals", seal)
        routes.get("sessions/:session/holds", holds)
        routes.put("sessions/:session/holds/:hold", hold)
        routes.delete("sessions/:session/holds/:hold", release)
        routes.post("sessions/:session/redactions", redact)
    }

    private func audit(_ asked: Asked) async throws -> Answer {
        try await asked.audit { answer in
            try await store.answer(asked) { session, _ in try await answer(session) }
        }
    }

    private func usage(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in
            let lines = Records.usage(try await session.usage())
            return .ok(
                .object([
                    ("models", .array(lines.filter { $0["tokens"] != nil })),
                    ("tools", .array(lines.filter { $0["tool"] != nil })),
                    ("erased", lines.compactMap { $0["erased"] }.first),
                ]))
        }
    }

    /// What led to the event at a moment, the event itself first.
    private func causes(_ asked: Asked) async throws -> Answer {
        let moment = try asked.moment()
        return try await store.answer(asked) { session, _ in
            .list(
                "events",
                try await session.causes(of: moment).map { Records.step($0, of: session) })
        }
    }

    private func verify(_ asked: Asked) async throws -> Answer {
        try await store.read(asked) { session, _ in
            var findings: [JSON] = []
            for try await finding in session.verify() {
                findings.append(Records.finding(finding, saying: \.description))
            }
            return .list("findings", findings)
        }
    }

    // MARK: Seals

    private var sealing: ServerSeal { ServerSeal(store.projects.root, store.projects.sources) }

    /// Whether the server's seals on a session fit, and how far they reach.
    private func seals(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in
            .ok(Records.seals(try await session.checkSeals(by: [sealing.key().verifying])))
        }
    }

    private func seal(_ asked: Asked) async throws -> Answer {
        let actor = try asked.caller.actor
        return try await store.write(asked) { session, found in
            let key = try sealing.key()
            let note = try await session.seal(with: key, by: actor)
            return .created(
                Records.seal(note, by: key.verifying), at: "/api/sessions/\(found.id)/seals")
        }
    }

    // MARK: Holds

    private func holds(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in
            .list("holds", try await session.holds().map { Records.hold($0) })
        }
    }

    private func hold(_ asked: Asked) async throws -> Answer {
        let name = try asked.path("hold")
        let reason = try await asked.object().requiredText("reason")
        let actor = try asked.caller.actor
        return try await store.write(asked, as: .owner) { session, _ in
            try await session.hold(name, reason: reason, by: actor)
            guard let hold = try await session.holds().first(where: { $0.name == name }) else {
                throw Problem.notFound
            }
            return .ok(Records.hold(hold))
        }
    }

    private func release(_ asked: Asked) async throws -> Answer {
        let name = try asked.path("hold")
        let reason = try asked.required("reason")
        let actor = try asked.caller.actor
        return try await store.write(asked, as: .owner) { session, _ in
            try await session.release(name, reason: reason, by: actor)
            return .empty
        }
    }

    // MARK: Erasing

    /// Erases the events at `moments`, or those in which `text` is; without `commit` it is only
    /// told what would be.
    private func redact(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let reason = try body.requiredText("reason")
        let (text, moments) = (try body.text("text"), try body.moments("moments"))
        let everywhere = try body.flag("everywhere")
        let commits = try body.flag("commit")
        let authority = try body.text("authority")
        let actor = try asked.caller.actor
        guard (text == nil) != moments.isEmpty else {
            throw Problem.invalid("a redaction has either text or moments")
        }
        return try await store.write(asked, as: .owner) { session, _ in
            let plan =
                if let text {
                    try await session.planRedaction(matching: RedactionPattern(text: text))
                } else {
                    try await session.planRedaction(of: moments)
                }
            let done =
                commits
                ? try await session.redact(
                    plan, reason: reason, authority: authority, everywhere: everywhere, by: actor)
                : nil
            return .list("erasures", Records.redaction(plan, everywhere: everywhere, done: done))
        }
    }
}
