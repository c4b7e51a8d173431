internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

/// Sessions as wholes: made, listed, shown, changed, deleted.
struct SessionEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions", list)
        routes.post("sessions", create)
        routes.get("sessions/:session", fetch)
        routes.patch("sessions/:session", change)
        routes.delete("sessions/:session", delete)
        routes.get("projects/:project/deleted", deleted)
        routes.post("sessions/:session/restoration", restore)
        routes.post("sessions/:session/duplicate", duplicate)
        routes.get("sessions/:session/info", info)
        routes.get("search", search)
    }

    // MARK: Making

    private func create(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let body = try await asked.object()
        let project = try await store.projects.project(
            try body.text("project") ?? asked.required("project"), for: caller, as: .writer)
        if let named = asked.text("project"), named != project.id {
            throw Problem.invalid("the body and the query name different projects")
        }
        try store.checkRoom(in: project)
        let id = try body.text("id") ?? store.projects.sources.id()
        guard SessionID.isValid(id) else { throw Problem.invalid("id is a UUID in lower case") }
        let path = project.path(of: id)
        do {
            let session = try await Session.create(
                at: path, title: try body.text("title"), by: caller.actor, id: id,
                options: .small)
            try await session.close()
        } catch let error as SessionError where error.code == .fileExists {
            guard try body.flag("ifAbsent") else {
                throw Problem.sessionExists(
                    id, hint: "Send \"ifAbsent\": true to get that one.")
            }
            return .ok(try await store.pool.use(path) { try await record($0, project) })
        }
        try await project.record([.entry(.entryCreated, id, by: caller.actor)])
        let made = try await store.pool.use(path) { try await record($0, project) }
        return .created(made, at: "/api/sessions/\(id)")
    }

    private func duplicate(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let body = try await asked.object()
        let title = try body.text("title")
        return try await store.write(asked) { session, found in
            let staged = try Staging(in: found.project.root, store.projects.sources)
            defer { withExtendedLifetime(staged) {} }
            let copy = staged.path("copy.session")
            let id = try await session.duplicate(to: copy, title: title, by: caller.actor)
            guard let path = try found.project.file(copy, as: id) else {
                throw Problem.sessionExists(id)
            }
            try await found.project.record([
                .entry(.entryDuplicated, id, by: caller.actor, [("of", .string(found.id))])
            ])
            let made = try await store.pool.use(path) { try await record($0, found.project) }
            return .created(made, at: "/api/sessions/\(id)")
        }
    }

    // MARK: Showing

    private func fetch(_ asked: Asked) async throws -> Answer {
        try await store.read(asked) { session, found in
            try await tag(session).answer(to: asked.request) {
                try await record(session, found.project)
            }
        }
    }

    private func info(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, found in
            .ok(Records.info(try await session.info(), try await session.holds()))
        }
    }

    /// A session as it is now: its preview on `main`, and which project it belongs to.
    private func record(_ session: Session, _ project: Project) async throws -> JSON {
        let branch = try await session.shownBranch
        let preview = Records.preview(try await session.preview(at: .head(of: branch)))
        let branches = try await session.branchNames()
        return preview.joined(
            before: [("session", .string(session.id)), ("project", .string(project.id))],
            behind: [
                ("branches", .number(branches.count)),
                ("held", .bool(try await !session.holds().isEmpty)),
            ])
    }

    /// Of the representation that ``record(_:_:)`` makes.
    private func tag(_ session: Session) async throws -> EntityTag {
        EntityTag(try await session.stamp(of: session.shownBranch), "session")
    }

    // MARK: Changing

    private func change(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let body = try await asked.object()
        let settings = try body.object("settings")?.members ?? []
        var drafts = settings.map { name, value in
            value.isNull
                ? EventDraft.removedSetting(name, by: caller.actor)
                : .setting(name, value, by: caller.actor)
        }
        if let title = try body.text("title") { drafts.append(.title(title, by: caller.actor)) }
        let (archived, pinned) = (body["archived"]?.bool, body["pinned"]?.bool)
        guard !drafts.isEmpty || archived != nil || pinned != nil else {
            throw Problem.invalid(
                "nothing is to be changed: give title, settings, pinned or archived")
        }
        return try await store.write(asked) { session, found in
            try await tag(session).requireMatch(in: asked.request)
            if archived == false { try await session.reopen(by: caller.actor) }
            if !drafts.isEmpty {
                let branch = try await session.shownBranch
                try await session.append(drafts, to: branch, expecting: .any)
            }
            if let pinned { try await session.pin(pinned, by: caller.actor) }
            if archived == true { try await session.archive(by: caller.actor) }
            return Answer.ok(try await record(session, found.project)).tagged(
                try await tag(session))
        }
    }

    // MARK: Deleting

    private func delete(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let found = try await store.find(
            try asked.path("session"), for: caller, as: .writer)
        try await store.pool.use(found.path) { session in
            try await tag(session).requireMatch(in: asked.request)
            try await session.checkNotHeld()
        }
        await store.pool.close(found.path)
        let bin = SessionBin(found.project, now: store.projects.sources.now)
        try await bin.take(found.path, id: found.id)
        try await found.project.record([.entry(.entryDeleted, found.id, by: caller.actor)])
        return .empty
    }

    /// What can be restored in a project, the latest first.
    private func deleted(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .writer)
        let bin = SessionBin(project, now: store.projects.sources.now)
        var found: [JSON] = []
        for deleted in try bin.deleted() {
            // One that cannot be read can still be restored, or goes in time.
            let preview = try? await Session.useOne(deleted.path) { session in
                Records.preview(try await session.preview(at: .head(of: session.shownBranch)))
            }
            found.append(
                .object([
                    ("session", .string(deleted.session)),
                    ("deletedAt", .string("\(Timestamp(deleted.deletedAt))")),
                    ("removedAt", .string("\(Timestamp(deleted.removedAt))")),
                    ("preview", preview),
                ]))
        }
        return .list("sessions", found)
    }

    /// Brings a deleted session back to the project that is named, or to the only one it is in.
    private func restore(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let id = try asked.path("session")
        guard SessionID.isValid(id) else { throw Problem.notFound }
        for project in store.projects.all {
            guard let role = try await project.role(of: caller), role >= .writer,
                let path = try await SessionBin(project, now: store.projects.sources.now).giveBack(
                    id)
            else { continue }
            try await project.record([.entry(.entryRestored, id, by: caller.actor)])
            return .ok(try await store.pool.use(path) { try await record($0, project) })
        }
        throw Problem.notFound
    }
}

extension SessionOptions {
    /// For sessions of which a server has thousands, most of them short: in pages of 1 KB their
    /// tables take the least.
    fileprivate static var small: SessionOptions {
        var options = SessionOptions.updatingIndexes
        options.pageSize = 1024
        return options
    }
}
