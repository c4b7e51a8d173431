internal import SessionAnswers
internal import SessionStore

/// Events of a session: appended, and read in ranges.
struct EventEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions/:session/events", list)
        routes.post("sessions/:session/events", append)
        routes.get("sessions/:session/events/:position", fetch)
    }

    // MARK: Reading

    /// The line of a branch, in either order, from a revision on.
    private func list(_ asked: Asked) async throws -> Answer {
        let branch = try asked.branch()
        let limit = try asked.number("limit", 1...1000, else: 100)
        let isBackwards = try asked.isDescending
        let from = try asked.number("from", 1...Int.max, else: 1)
        let through = try asked.number("through", 0...Int.max, else: Int.max)
        let query = try asked.eventQuery
        let isOfAll = query.kinds.isEmpty && query.actors.isEmpty && query.subjects.isEmpty
        let test = AuditTest(query)
        let hasMessages = try asked.flag("message")
        return try await store.answer(asked) { session, _ in
            let events = session.events(
                on: branch, from: Revision(from),
                through: through == .max ? nil : Revision(through),
                order: isBackwards ? .descending : .ascending,
                limit: isOfAll ? limit + 1 : nil)
            var found: [JSON] = []
            for try await event in events where test.fits(event) {
                if found.count == limit {
                    let next = isBackwards ? "through=\(event.revision)" : "from=\(event.revision)"
                    return .list("events", found, next: next)
                }
                let message = hasMessages ? Records.message(of: event) : nil
                found.append(
                    Records.event(event, ofSession: session.id, after: [("message", message)]))
            }
            return .list("events", found)
        }
    }

    private func fetch(_ asked: Asked) async throws -> Answer {
        guard let position = Int(try asked.path("position")), position > 0 else {
            throw Problem.notFound
        }
        return try await store.answer(asked) { session, _ in
            let event = try await session.event(at: .position(Position(position)))
            return .ok(Records.event(event, of: session))
        }
    }

    // MARK: Appending

    /// Appends one event or many: all of them or none.
    private func append(_ asked: Asked) async throws -> Answer {
        let body = try await asked.object()
        let branch = try body.branch("branch")
        let expecting = try Self.expected(body)
        let caller = try asked.caller
        let drafts = try body.array("events").enumerated().map { index, json in
            try Self.draft(json, number: index, by: caller)
        }
        guard !drafts.isEmpty else {
            throw Problem.invalid("there is no event", hint: #"Send {"events": [{"type": …}]}."#)
        }
        return try await store.write(asked) { session, _ in
            do {
                let appended = try await session.append(drafts, to: branch, expecting: expecting)
                return Answer(status: .created, json: Records.appended(appended, to: branch))
            } catch let error as SessionError where error.code == .headMoved {
                throw try await Self.conflict(error, session, branch, expecting)
            }
        }
    }

    private static func draft(
        _ json: JSON, number: Int, by caller: Caller
    ) throws -> EventDraft {
        let event: CloudEvent
        do {
            event = try CloudEvent(json)
        } catch {
            throw Problem.invalid("event \(number): \(error.message)", hint: "\(error.hint ?? "")")
        }
        var draft = event.draft
        if json["actor"] == nil { draft.actor = caller.actor }
        guard !draft.actor.rawValue.hasPrefix("user:") || draft.actor == caller.actor else {
            throw Problem(
                .forbidden, "actor", "event \(number): you cannot write as \(draft.actor)",
                hint: "Leave the actor out, or name a model or a tool.")
        }
        return draft
    }

    private static func expected(_ body: JSON) throws -> ExpectedHead {
        guard let value = body["expecting"], value.string != "any" else {
            if body["expecting"] != nil { return .any }
            throw Problem(
                .preconditionRequired, "preconditionRequired", "expecting is missing",
                hint: #"Send the head that you have seen, or "any" to accept others' events."#)
        }
        guard let number = value.int, number >= 0 else {
            throw Problem.invalid("expecting is a revision, or \"any\"")
        }
        return .revision(Revision(number))
    }

    /// Tells who wrote against an old head what came since, so that they can decide.
    private static func conflict(
        _ error: SessionError, _ session: Session, _ branch: BranchName, _ expecting: ExpectedHead
    ) async throws -> Problem {
        var since: [JSON] = []
        var members: [(String, JSON?)] = []
        if case .revision(let revision) = expecting {
            members.append(("expected", .number(revision)))
            for try await event in session.events(on: branch, from: revision + 1, limit: 100) {
                since.append(Records.event(event, of: session))
            }
        }
        let head = try await session.branches().first { $0.name == branch }?.head
        members += [("actual", head.map { .number($0) }), ("since", .array(since))]
        return Problem(error).with(members)
    }
}
