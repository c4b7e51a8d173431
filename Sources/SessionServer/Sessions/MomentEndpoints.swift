internal import SessionAnswers
internal import SessionStore

/// What a session was at a moment: `?at=` as the command writes it, the head of `main` without it.
struct MomentEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions/:session/preview", preview)
        routes.get("sessions/:session/state", state)
        routes.get("sessions/:session/files", files)
        routes.get("sessions/:session/content", content)
        routes.get("sessions/:session/subjects/:kind", subjects)
        routes.get("sessions/:session/context", context)
        routes.get("sessions/:session/difference", difference)
        routes.get("sessions/:session/blame", blame)
    }

    /// Answers about a moment; a client that has the very answer is told so.
    private func answer(
        _ asked: Asked, _ representation: String,
        _ make: (Session, Point) async throws -> JSON
    ) async throws -> Answer {
        let moment = try asked.moment()
        return try await store.read(asked) { session, _ in
            let point = try await session.resolve(moment)
            let stamp = try await session.stamp(of: point.branch)
            let tag = EntityTag(stamp, "\(representation)-\(point.revision)")
            return try await tag.answer(to: asked.request) { try await make(session, point) }
        }
    }

    private func preview(_ asked: Asked) async throws -> Answer {
        try await answer(asked, "preview") { session, point in
            Records.preview(try await session.preview(at: point.moment))
        }
    }

    private func state(_ asked: Asked) async throws -> Answer {
        try await answer(asked, "state") { session, point in
            Records.state(try await session.state(at: point.moment))
        }
    }

    private func files(_ asked: Asked) async throws -> Answer {
        let includesRemoved = try asked.flag("removed")
        return try await answer(asked, "files-\(includesRemoved)") { session, point in
            let files = try await session.files(
                at: point.moment, includingRemoved: includesRemoved)
            return ["files": .array(files.map { Records.file($0) })]
        }
    }

    private func content(_ asked: Asked) async throws -> Answer {
        let path = try asked.required("path")
        return try await answer(asked, "content") { session, point in
            let files = try await session.files(at: point.moment)
            guard let file = files.first(where: { $0.path == path }) else {
                throw SessionError(
                    .fileUnknown, "there is no file \(path) at \(point)",
                    hint: "Ask for the files of that moment to see which there are.")
            }
            return Records.content(try await session.content(of: file, at: point), of: file)
        }
    }

    /// The latest event of each subject of a kind, such as `setting.changed`.
    private func subjects(_ asked: Asked) async throws -> Answer {
        let kind = EventKind(rawValue: try asked.path("kind"))
        return try await answer(asked, "subjects-\(kind)") { session, point in
            let events = try await session.latest(kind, at: point.moment)
            return ["events": .array(events.map { Records.event($0, of: session) })]
        }
    }

    private func context(_ asked: Asked) async throws -> Answer {
        try await answer(asked, "context") { session, point in
            let context = try await session.context(at: point.moment)
            return Records.context(context, new: try await session.contextNews(in: context))
        }
    }

    private func blame(_ asked: Asked) async throws -> Answer {
        let path = try asked.required("path")
        return try await answer(asked, "blame") { session, point in
            let blame = try await session.blame(path, at: point.moment)
            return ["lines": .array(blame.lines.map { Records.line($0, of: blame) })]
        }
    }

    /// From the moment `from` to the moment `to`.
    private func difference(_ asked: Asked) async throws -> Answer {
        let (from, to) = (try asked.moment("from"), try asked.moment("to"))
        return try await store.answer(asked) { session, _ in
            let difference = try await session.difference(from: from, to: to)
            var files: [JSON] = []
            for file in difference.files {
                files.append(
                    Records.file(file, try await session.diff(of: file, in: difference, around: 3)))
            }
            var said: [JSON] = []
            for (side, isNew) in [(difference.from, false), (difference.to, true)] {
                for try await event in session.said(on: side) {
                    said.append(Records.said(event, of: session, isNew: isNew))
                }
            }
            return .ok(
                Records.difference(difference).joined(behind: [
                    ("subjects", .array(Records.subjects(difference))),
                    ("files", .array(files)), ("said", .array(said)),
                ]))
        }
    }
}
