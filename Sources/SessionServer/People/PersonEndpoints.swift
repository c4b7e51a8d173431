internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SessionAnswers
internal import SessionStore

/// What is kept of a person, to be seen, taken along and erased: by themselves wherever they are a
/// member, by others in the projects that they own.
struct PersonEndpoints {
    let store: Store
    private var people: People { store.people }

    func add(to routes: Routes) {
        routes.get("me", me)
        routes.patch("me", choose)
        routes.get("users/:user/sessions", sessions)
        routes.stream("users/:user/export", export)
        routes.delete("users/:user", erase)
    }

    // MARK: Oneself

    private func me(_ asked: Asked) async throws -> Answer { .ok(record(try asked.caller)) }

    private func choose(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        try caller.checkKnown()
        guard let isNoted = try await asked.object()["notesOrigin"]?.bool else {
            throw Problem.invalid("notesOrigin is true or false")
        }
        try await people.setOriginsNoted(isNoted, of: caller)
        return .ok(record(caller))
    }

    private func record(_ caller: Caller) -> JSON {
        [
            "user": .string(caller.user),
            "notesOrigin": .bool(people.areOriginsNoted(of: caller.user)),
            "kept": .string(
                """
                What you write is kept in the project's sessions. That you read a session is noted \
                once an hour, each change of one always; with notesOrigin also the address and the \
                client that you did it from. Notes go after the days that the project's rule says. \
                GET /api/users/{user}/export gives all of it, DELETE /api/users/{user} erases it.
                """),
        ]
    }

    // MARK: What they wrote

    private func traces(_ asked: Asked) throws -> PersonTraces {
        PersonTraces(user: try Caller.checked(user: asked.path("user")), store: store)
    }

    private func sessions(_ asked: Asked) async throws -> Answer {
        let traces = try traces(asked)
        let projects = try await traces.projects(for: asked.caller)
        return .list("sessions", try await traces.shares(in: projects).map { Self.record($0) })
    }

    private static func record(_ share: PersonShare) -> JSON {
        .object([
            ("session", .string(share.session)), ("project", .string(share.project.id)),
            ("title", .string(share.title)), ("events", .number(share.events)),
            ("isOnlyWriter", .bool(share.isOnlyWriter)), ("held", .bool(share.hold != nil)),
        ])
    }

    /// Everything that a person did, an event a line: in the logs of projects, then in sessions.
    private func export(_ asked: Asked) async throws -> Response {
        let traces = try traces(asked)
        let projects = try await traces.projects(for: asked.caller)
        let shares = try await traces.shares(in: projects)
        let pool = store.pool
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl",
                .contentDisposition:
                    "attachment; filename*=UTF-8''\(Answer.escaped(traces.user)).jsonl",
            ],
            body: ResponseBody { writer in
                for project in projects {
                    try await Self.write(traces, in: project.log, to: &writer)
                }
                for share in shares {
                    try await pool.use(share.path) { session in
                        try await Self.write(traces, in: session, to: &writer)
                    }
                }
                try await writer.finish(nil)
            })
    }

    private static func write(
        _ traces: PersonTraces, in session: Session, to writer: inout any ResponseBodyWriter
    ) async throws {
        for try await event in traces.events(in: session) {
            let line = Records.event(event, of: session).oneLine + [UInt8(ascii: "\n")]
            try await writer.write(ByteBuffer(bytes: line))
        }
    }

    // MARK: Erasing

    /// Deletes what only they wrote, erases their events elsewhere, and ends their memberships.
    /// With `dry` it is only told what would be.
    private func erase(_ asked: Asked) async throws -> Answer {
        let traces = try traces(asked)
        let caller = try asked.caller
        let isDry = try asked.flag("dry")
        let reason = asked.text("reason") ?? "\(traces.user) asked for it"
        let projects = try await traces.projects(for: caller)
        var sessions: [JSON] = []
        for share in try await traces.shares(in: projects) {
            let outcome =
                isDry ? nil : try await traces.erase(share, reason: reason, by: caller)
            sessions.append(Self.record(share, outcome))
        }
        var memberships: [JSON] = []
        for project in projects {
            let ends = try await !project.facts().isOnlyOwner(traces.user)
            if !isDry {
                try await traces.eraseNotes(in: project, reason: reason, by: caller)
                if ends { try await leave(project, traces.user, by: caller) }
            }
            memberships.append(["project": .string(project.id), "ended": .bool(ends)])
        }
        return .ok(["sessions": .array(sessions), "memberships": .array(memberships)])
    }

    private static func record(_ share: PersonShare, _ outcome: PersonTraces.Outcome?) -> JSON {
        var (word, erased, left) = ("redacted", share.events, 0)
        switch outcome {
        case nil where share.hold != nil: word = "held"
        case nil where share.isOnlyWriter: word = "deleted"
        case nil: break
        case .deleted: word = "deleted"
        case .redacted(let count, let others): (erased, left) = (count, others)
        case .held: word = "held"
        }
        return .object([
            ("session", .string(share.session)), ("project", .string(share.project.id)),
            ("title", .string(share.title)), ("outcome", .string(word)),
            ("events", .number(word == "held" ? 0 : erased)), ("left", .number(left)),
        ])
    }

    private func leave(_ project: Project, _ user: String, by caller: Caller) async throws {
        guard try await project.facts().members[user] != nil else { return }
        try await project.record([.member(user, nil, by: caller.actor)])
    }
}
