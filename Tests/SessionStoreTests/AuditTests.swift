import Generators
import Testing

@testable import EventLog
@testable import SessionStore

@Suite("Audit")
struct AuditTests {
    /// Queries of one to three conditions, some of which nothing fits.
    private func query(_ random: inout Seeded, _ events: [Event]) -> AuditQuery {
        var query = AuditQuery()
        let times = events.map(\.occurredAt)
        for _ in 0..<random.number(0...3) {
            switch random.number(0...11) {
            case 0:
                query = query.kind(
                    random.pick(["file.changed", "tool.*", "tool", "response", "*", "no.such"]))
            case 1: query = query.actor(random.pick(["model:*", "tool", "ana", "*", "erased"]))
            case 2: query = query.subject(random.pick(["src", "f1", "*.swift", "a.swift", "s1"]))
            case 3: query = query.branch(random.pick(["main", "b*", "renamed", "none"]))
            case 4:
                let event = random.pick(events.filter { $0.branch != nil })
                query = query.cause(
                    Point(branch: event.branch ?? .main, revision: random.number(1...9)),
                    Point(branch: event.branch ?? .main, revision: event.cause ?? 1))
            case 5: query = query.tool(random.pick(["bash", "mcp__*", "Read", "none"]))
            case 6: query = query.model(random.pick(["m-*", "m-2", "other"]))
            case 7: query = query.text(random.pick(["zeile", "→", "日本 🙂", "\"", "line 1", "text"]))
            case 8: query = query.since(random.pick(times))
            case 9: query = query.until(random.pick(times))
            case 10: query.includesCopies = true
            default: query.includesPieces = true
            }
        }
        return query
    }

    @Test(arguments: UInt64(1)...4)
    func `an audit gives what filtering all events gives`(seed: UInt64) async throws {
        let audited = try await AuditedSession(seed: seed)
        let session = audited.session
        var random = audited.random
        let branches = try await session.branches()
        let all = try await collect(session.allEvents())
        var replaced: Set<Position> = []
        for event in all where try await session.isReplaced(event) {
            replaced.insert(event.position)
        }
        #expect(all.contains { $0.isErased } && all.contains { $0.origin != nil })
        var found = 0
        for _ in 0..<80 {
            let query = query(&random, all)
            let expected = all.filter {
                query.matches($0, among: branches)
                    && (query.includesPieces || !replaced.contains($0.position))
            }
            let audit = try await collect(session.audit(query))
            #expect(audit == expected, "seed \(seed): \(query)")
            let headers = try await collect(session.audit(query, headersOnly: true))
            #expect(headers.map(\.digest) == expected.map(\.digest), "seed \(seed): \(query)")
            found += audit.count
        }
        #expect(found > 500)
    }

    @Test(arguments: UInt64(1)...3)
    func `pages one after the other are the whole`(seed: UInt64) async throws {
        let session = try await AuditedSession(seed: seed).session
        for query in [AuditQuery(), .kind("tool.*"), .subject("src"), .actor("model:*")] {
            let whole = try await collect(session.audit(query))
            var pages: [Event] = []
            while true {
                var page: [Event] = []
                for try await event in session.audit(query, after: pages.last?.position ?? 0) {
                    page.append(event)
                    if page.count == 7 { break }
                }
                pages += page
                if page.isEmpty { break }
            }
            #expect(pages == whole, "seed \(seed): \(query)")
        }
    }

    @Test func `one file's history does not read the rest of the log`() async throws {
        let session = try await Session.inMemory()
        var times = 0
        for batch in 0..<20 {
            var drafts = (0..<500).map { number -> EventDraft in
                number % 5 == 0
                    ? .file("f\(batch)/\(number % 50)", content: [0x61], by: .tool("edit"))
                    : .prompt("prompt \(number)", by: .user("ana"))
            }
            if batch % 2 == 0 {
                drafts[100] = .file("src/a.swift", content: [0x62], by: .model("m-1"))
                times += 1
            }
            try await session.append(drafts, to: .main, expecting: .any)
        }
        try await session.fork("idea", from: .revision(100, on: .main))
        func work(
            _ query: AuditQuery, headersOnly: Bool = true
        ) async throws -> (found: Int, rows: Int, keys: Int, payloads: Int) {
            func counts() async throws -> (Int, Int, Int) {
                try await session.read { view in
                    let counts = view.reader.counts
                    return (counts.rows, counts.keys, counts.payloads)
                }
            }
            let before = try await counts()
            let found = try await collect(session.audit(query, headersOnly: headersOnly)).count
            let after = try await counts()
            return (found, after.0 - before.0, after.1 - before.1, after.2 - before.2)
        }
        // Of each branch a snapshot, and the rows behind it and behind its fork, prove that the
        // index passed over none: fewer than there are subjects, and two distances.
        let proof = 1_000 + 4 * 256
        let file = try await work(.subject("src/a.swift"))
        #expect(file.found == times)
        #expect(file.rows <= times + proof && file.keys <= times + 12, "\(file)")
        #expect(file.payloads == 0, "\(file)")
        // Each payload may need those that it is compressed against, 64 rows at most.
        let whole = try await work(.subject("src/a.swift"), headersOnly: false)
        #expect(whole.rows <= 66 * times + proof && whole.payloads <= 64 * times, "\(whole)")
        let ofModel = try await work(.kind("file.changed").subject("a.swift").model("m-1"))
        #expect(ofModel.found == times && ofModel.rows <= times + proof, "\(ofModel)")
        let none = try await work(.kind("file.changed").subject("no/such"))
        #expect(none == (0, none.rows, 0, 0) && none.rows <= 4, "\(none)")
        let tools = try await work(.tool("bash"))
        #expect(tools.found == 0 && tools.rows <= proof && tools.keys <= 12, "\(tools)")
        let text = try await work(.kind("file.changed").text("nowhere"))
        #expect(text.found == 0 && text.keys <= 2000 + times + 12, "\(text)")
    }

    @Test func `an erased event is found by what is left of it`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [.prompt("x", by: .user("ana")), .file("a", content: [1], by: .system)], to: .main,
            expecting: .any)
        let query = AuditQuery.kind("file.changed")
        let event = Event(
            position: 1, branch: .main, revision: 1, kind: .fileChanged, actor: .erased,
            occurredAt: Timestamp(microseconds: 5), recordedAt: Timestamp(microseconds: 5),
            body: .object([]), digest: .zero, isErased: true)
        #expect(query.matches(event) && query.actor("erased").matches(event))
        #expect(!query.text("").matches(event) && !query.subject("a").matches(event))
        #expect(try await collect(session.audit(query)).map(\.subject) == ["a"])
    }

    @Test func `what comes before an event that cannot be read is given, then the error`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            (0..<300).map { .prompt("prompt \($0)", by: .user("ana")) }, to: .main, expecting: .any)
        try await session.log.write { writer in
            try SQLStatement(
                writer.rows.database, "UPDATE log SET payload = zeroblob(9) WHERE position = 100"
            ).run()
        }
        var found: [Position] = []
        let error = await #expect(throws: SessionError.self) {
            for try await event in session.audit(.text("PROMPT")) { found.append(event.position) }
        }
        #expect(found == Array(2...99))
        #expect(error?.code == .corruptPayload && error?.message.contains("#100") ?? false)
        let headers = try await collect(session.audit(.kind("prompt.submitted"), headersOnly: true))
        #expect(headers.count == 300)
        // Payloads are compressed in groups of at most 64: those behind the group are whole.
        let rest = try await collect(session.audit(.text("prompt"), after: 164))
        #expect(rest.map(\.position) == Array(165...301))
    }
}
