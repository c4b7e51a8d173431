internal import Foundation
internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

/// Deletes what nobody used for as long as a project's rule says: once a day, recorded in the
/// project's log, and as if by hand: for 30 days more it can be restored.
///
/// Used is what somebody read or changed through the server, or in which something happened.
struct Retention: Sendable {
    let project: Project
    let pool: SessionPool
    let now: Timestamp

    /// Days, where a project says nothing else.
    static let standard = 90
    /// Days that it is kept who read and changed what, where a project says nothing else.
    static let standardOfNotes = 365

    /// A session that nobody used for long enough.
    struct Due: Sendable {
        let session: String
        let path: String
        let title: String
        let lastUse: Timestamp
        /// A hold forbids that it goes.
        let isHeld: Bool
    }

    /// What would go now. Nothing is changed.
    ///
    /// - Cost: a list of the project.
    func due() async throws -> [Due] {
        let facts = try await project.facts()
        guard facts.retentionDays > 0 else { return [] }
        let limit = now.microseconds - facts.retentionDays * 86_400_000_000
        let rows = try await project.index.sessions(.everything, order: .name)
        return rows.compactMap { row in
            guard case .success(let content) = row.content else { return nil }
            let times = [content.preview.endedAt, facts.lastUse[content.session]].compactMap { $0 }
            guard let lastUse = times.max(), lastUse.microseconds < limit else { return nil }
            return Due(
                session: content.session, path: row.path, title: content.preview.title,
                lastUse: lastUse, isHeld: content.isHeld)
        }
    }

    /// Deletes what is due, but for what is held.
    ///
    /// - Returns: what went.
    @discardableResult
    func run() async throws -> [Due] {
        var gone: [Due] = []
        let days = try await project.facts().retentionDays
        for session in try await due() where !session.isHeld {
            do {
                // The index may be a moment behind a hold.
                try await pool.use(session.path) { try await $0.checkNotHeld() }
            } catch let error as SessionError where error.code == .held {
                continue
            }
            await pool.close(session.path)
            try await SessionBin(project, now: Date(now)).take(session.path, id: session.session)
            try await project.record([
                .entry(
                    .entryDeleted, session.session, by: .system,
                    [("retentionDays", .number(days)), ("lastUse", .string("\(session.lastUse)"))])
            ])
            gone.append(session)
        }
        return gone
    }
}

extension Retention {
    /// Erases who read and changed which session, and from where, where that was noted longer ago
    /// than the project's rule says. What tells that a session is still in use stays.
    ///
    /// - Returns: how many notes.
    @discardableResult
    func eraseNotes() async throws -> Int {
        let facts = try await project.facts()
        let days = max(facts.accessDays, facts.retentionDays)
        var query = AuditQuery.kind(
            EventKind.entryRead.rawValue, EventKind.entryWritten.rawValue)
        query.until = Timestamp(microseconds: now.microseconds - days * 86_400_000_000)
        var moments: [Moment] = []
        for try await note in project.log.audit(query)
        where !note.isErased {
            moments.append(.position(note.position))
        }
        guard !moments.isEmpty else { return 0 }
        let plan = try await project.log.planRedaction(of: moments)
        try await project.log.redact(plan, reason: "kept for \(days) days", by: .system)
        return plan.events.count
    }
}

/// What a project's rule is, and what it comes to.
struct RetentionEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("projects/:project/retention", show)
        routes.put("projects/:project/retention", set)
    }

    private func show(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .reader)
        return .ok(try await record(project))
    }

    private func set(_ asked: Asked) async throws -> Answer {
        let project = try await store.projects.project(asked, as: .owner)
        let body = try await asked.object()
        let settings = try [("days", ProjectFacts.retention), ("accessDays", ProjectFacts.access)]
            .compactMap { name, setting in try Self.days(body, name).map { (setting, $0) } }
        guard !settings.isEmpty else {
            throw Problem.invalid("nothing is to be changed: give days or accessDays")
        }
        let actor = try asked.caller.actor
        try await project.record(
            settings.map { .setting($0, .number($1), by: actor) })
        return .ok(try await record(project))
    }

    private static func days(_ body: JSON, _ name: String) throws -> Int? {
        guard let value = body[name], !value.isNull else { return nil }
        guard let days = value.int, (0...36_500).contains(days) else {
            throw Problem.invalid(
                "\(name) is a number from 0 to 36500",
                hint: "days: 0 keeps every session.")
        }
        return days
    }

    private func record(_ project: Project) async throws -> JSON {
        let retention = Retention(
            project: project, pool: store.pool, now: store.projects.sources.clock())
        let due = try await retention.due().map { session -> JSON in
            [
                "session": .string(session.session), "title": .string(session.title),
                "lastUse": .string("\(session.lastUse)"), "held": .bool(session.isHeld),
            ]
        }
        return [
            "days": .number(try await project.facts().retentionDays),
            "accessDays": .number(try await project.facts().accessDays), "due": .array(due),
        ]
    }
}
