internal import Foundation
internal import SessionStore

/// A person's part in projects: what they wrote, and how it goes.
struct PersonTraces: Sendable {
    let user: String
    let store: Store

    private var actor: EventActor { .user(user) }

    // MARK: Finding

    /// The projects of which a caller may know what the person did: for the person all that they
    /// are a member of, for others those that they own and in which the person did something.
    ///
    /// - Throws: 404 where others own none.
    func projects(for caller: Caller) async throws -> [Project] {
        if caller.user == user { return try await store.projects.projects(of: caller) }
        var found: [Project] = []
        for project in store.projects.all {
            guard try await project.role(of: caller) == .owner,
                try await isKnown(in: project)
            else { continue }
            found.append(project)
        }
        guard !found.isEmpty else { throw Problem.notFound }
        return found
    }

    private func isKnown(in project: Project) async throws -> Bool {
        if try await project.facts().members[user] != nil { return true }
        for try await _ in project.log.audit(.actor(actor.rawValue), headersOnly: true) {
            return true
        }
        return false
    }

    /// The sessions of projects in which the person wrote something.
    ///
    /// - Cost: the headers of all events of the projects.
    func shares(in projects: [Project]) async throws -> [PersonShare] {
        var found: [PersonShare] = []
        for project in projects {
            for row in try await project.index.sessions(.everything, order: .name) {
                try Task.checkCancellation()
                guard case .success(let content) = row.content else { continue }
                let written = try await store.pool.use(row.path) { session in
                    try await share(in: session, content.session, row.path, project)
                }
                if let written { found.append(written) }
            }
        }
        return found
    }

    private func share(
        in session: Session, _ id: String, _ path: String, _ project: Project
    ) async throws -> PersonShare? {
        var (events, isOnlyWriter) = (0, true)
        for try await event in session.audit(.people, headersOnly: true) {
            if event.actor == actor { events += 1 } else { isOnlyWriter = false }
        }
        guard events > 0 else { return nil }
        let branch = try await session.shownBranch
        return PersonShare(
            session: id, title: try await session.preview(at: .head(of: branch)).title, path: path,
            project: project, events: events, isOnlyWriter: isOnlyWriter,
            hold: try await session.holds().first?.name)
    }

    /// Everything that they did in a session or a log, in the order written.
    func events(in session: Session) -> AuditSequence { session.audit(.by(actor)) }

    // MARK: Erasing

    /// What became of a share.
    enum Outcome: Sendable {
        case deleted
        /// So many events are erased, and so many had to stay, for the file is told by them.
        case redacted(Int, left: Int)
        /// A hold keeps it.
        case held
    }

    /// Removes a session for good that nobody else wrote in; elsewhere erases the person's events.
    func erase(_ share: PersonShare, reason: String, by caller: Caller) async throws -> Outcome {
        guard share.hold == nil else { return .held }
        do {
            return share.isOnlyWriter
                ? try await remove(share, by: caller)
                : try await redact(share, reason: reason, by: caller)
        } catch let error as SessionError where error.code == .held {
            return .held
        }
    }

    private func remove(_ share: PersonShare, by caller: Caller) async throws -> Outcome {
        // Somebody may have held it since.
        try await store.pool.use(share.path) { try await $0.checkNotHeld() }
        await store.pool.close(share.path)
        try await SessionBin.remove(share.path)
        try await share.project.record([
            .entry(
                .entryRemoved, share.session, by: caller.actor, [("askedBy", .string(user))])
        ])
        return .deleted
    }

    private func redact(
        _ share: PersonShare, reason: String, by caller: Caller
    ) async throws -> Outcome {
        try await store.pool.use(share.path) { session in
            try await erase(events(in: session), of: session, reason: reason, by: caller)
        }
    }

    /// Erases what they read and changed, from where, and what they set for themselves.
    func eraseNotes(in project: Project, reason: String, by caller: Caller) async throws {
        var query = AuditQuery.by(actor)
        query.kinds = [
            EventKind.entryRead, .entryWritten, .preferenceChanged, .tabsChanged,
        ].map(\.rawValue)
        _ = try await erase(
            project.log.audit(query), of: project.log, reason: reason, by: caller)
    }

    private func erase(
        _ events: AuditSequence, of session: Session, reason: String, by caller: Caller
    ) async throws -> Outcome {
        var (moments, left): ([Moment], Int) = ([], 0)
        for try await event in events where !event.isErased {
            if event.isErasable { moments.append(.position(event.position)) } else { left += 1 }
        }
        guard !moments.isEmpty else { return .redacted(0, left: left) }
        let plan = try await session.planRedaction(of: moments)
        try await session.redact(plan, reason: reason, authority: user, by: caller.actor)
        return .redacted(plan.events.count, left: left + plan.refused.count)
    }
}

extension AuditQuery {
    /// Everything that people did, copies of it and pieces of answers, too.
    fileprivate static var people: AuditQuery { by(.user("*")) }

    /// Everything that somebody did.
    fileprivate static func by(_ actor: EventActor) -> AuditQuery {
        var query = AuditQuery.actor(actor.rawValue)
        (query.includesCopies, query.includesPieces) = (true, true)
        return query
    }
}
