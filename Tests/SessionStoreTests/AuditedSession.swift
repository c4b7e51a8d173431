import Generators

@testable import EventLog
@testable import SessionStore

/// A session with everything that an audit looks at: causes, tools, models, streamed answers,
/// events that stand for others, and erased ones. All of it follows from a seed.
struct AuditedSession {
    let session: Session
    private(set) var random: Seeded

    init(seed: UInt64, steps: Int = 40) async throws {
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: steps)
        session = model.session
        random = Seeded(state: seed &+ 1000)
        for step in 0..<steps { try await append(step) }
        for _ in 0..<4 { try await copyOne() }
        let forks = try await session.branches().dropFirst()
        if let fork = forks.randomElement(using: &random) {
            try await session.rename(fork.name, to: "renamed")
        }
        try await eraseHeads()
    }

    private mutating func append(_ step: Int) async throws {
        let branch = random.pick(try await session.branches())
        let drafts = drafts(step).map { draft in
            draft.cause == nil && random.number(0...2) > 0
                ? draft.with(cause: .revision(random.number(1...branch.head))) : draft
        }
        try await session.append(drafts, to: branch.name, expecting: .any)
    }

    private mutating func drafts(_ step: Int) -> [EventDraft] {
        let model = EventActor.model(random.pick(["m-1", "m-2", "other"]))
        switch random.number(0...6) {
        case 0:
            let pieces = (1...3).map { number in
                EventDraft(ResponseStreamed(text: "piece \(number) "), by: model)
                    .with(id: ResponseStreamed.id(ofPiece: number, of: "a\(step)"))
            }
            let isFinished = random.number(0...1) == 0
            return pieces
                + (isFinished ? [.response("piece 1", by: model).with(id: "a\(step)")] : [])
        case 1:
            let tool = random.pick(["bash", "Read", "mcp__x"])
            return [
                .toolCall(tool, arguments: ["t": .string(random.text(3))], by: model),
                EventDraft(ToolReturned(result: "done"), by: .tool(tool)).with(cause: .batch(0)),
            ]
        case 2:
            let request = RequestSent(model: "m-2", context: ContextView())
            return [EventDraft(request, by: .system)]
        case 3:
            let failure = ResponseFailed(errorType: "timeout", message: "Zeit", model: "m-1")
            return [EventDraft(failure, by: .system)]
        case 4:
            let path = random.pick(["src/a.swift", "src/b/c.swift", "/p/src/a.swift", "f1"])
            return [.file(path, content: Array(random.text(5).utf8), by: .tool("edit"))]
        case 5:
            return [
                EventDraft(
                    FileChanged(renamedFrom: "f1"), by: model, subject: "src/f1",
                    content: Array("→ Zeile".utf8))
            ]
        default: return [.note(random.text(2), by: .system)]
        }
    }

    /// One event appended to another branch again, as a merge takes it over.
    private mutating func copyOne() async throws {
        let events = try await collect(session.allEvents()).filter {
            $0.branch != nil && $0.origin == nil && $0.kind.role != .marks && $0.id == nil
        }
        let event = random.pick(events)
        let branch = random.pick(try await session.branches()).name
        _ = try await session.bulk { writer in
            try writer.append(
                EventDraft(
                    kind: event.kind, subject: event.subject, actor: event.actor,
                    occurredAt: event.occurredAt, origin: event.digest, body: event.body),
                to: branch)
        }
    }

    /// Heads alone: what comes behind an event may be compressed against it.
    private mutating func eraseHeads() async throws {
        for branch in try await session.branches() where random.number(0...2) == 0 {
            let head = try await session.event(at: .head(of: branch.name))
            guard head.branch == branch.name, head.kind != .sessionCreated else { continue }
            try await session.erase(head.position)
        }
    }
}

extension Session {
    /// Takes from an event what erasing takes, and leaves everything else as it is. Nothing may
    /// come behind it.
    func erase(_ position: Position) async throws {
        try await log.write { writer in
            let database = writer.rows.database
            guard var row = try writer.reader.stored(at: position, withPayload: false)?.row else {
                return
            }
            (row.subject, row.actor, row.cause, row.origin) = (nil, nil, nil, nil)
            (row.id, row.base, row.salt) = (nil, nil, nil)
            let statement = try SQLStatement(
                database,
                """
                UPDATE log SET subject = NULL, actor = NULL, cause = NULL, origin = NULL,
                id = NULL, base = NULL, salt = NULL, payload = ?, "check" = ? WHERE position = ?
                """)
            statement.bind(1, [UInt8](repeating: 7, count: 32))
            statement.bind(2, row.checksum)
            statement.bind(3, position)
            try statement.run()
        }
    }
}
