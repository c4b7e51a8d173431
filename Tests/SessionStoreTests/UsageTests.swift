import Generators
import Testing

@testable import SessionModel
@testable import SessionStore

@Suite("Usage")
struct UsageTests {
    /// Counted another way: every answer's events together, then one entry for each.
    private func expected(_ events: [Event]) -> Usage {
        let events = events.filter { $0.origin == nil && !$0.isErased }
        var requests: [String: (answered: Int, failed: Int, tokens: TokenUsage)] = [:]
        var calls: [String: Int] = [:]
        var groups: [String: [Event]] = [:]
        for event in events {
            let day = String(event.occurredAt.description.prefix(10))
            if event.kind == .responseFailed {
                let model = ResponseFailed(event.body, version: 1).model ?? ""
                requests["\(day) \(model)", default: (0, 0, TokenUsage())].failed += 1
            }
            if event.kind == .toolCalled {
                calls["\(day) \(ToolCalled(event.body, version: 1).name)", default: 0] += 1
            }
            let answer = ResponseReceived(event.body, version: 1)
            guard event.kind == .responseReceived,
                event.actor.role == "model" || answer.model != nil
                    || (answer.usage?.total ?? 0) != 0
            else { continue }
            let id = answer.id
            groups[id ?? "#\(event.position)", default: []].append(event)
        }
        for parts in groups.values {
            let actor = parts[0].actor.role == "model" ? parts[0].actor.name : ""
            let model = ResponseReceived(parts[0].body, version: 1).model ?? actor
            let key = "\(parts[0].occurredAt.description.prefix(10)) \(model)"
            let tokens = parts.compactMap { ResponseReceived($0.body, version: 1).usage }.last
            let row = requests[key] ?? (0, 0, TokenUsage())
            requests[key] = (
                row.answered + 1, row.failed, row.tokens + (tokens ?? TokenUsage())
            )
        }
        var usage = Usage()
        usage.requests = requests.sorted { $0.key < $1.key }.map { key, row in
            let parts = key.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            var request = Usage.Requests(day: parts[0], model: parts[1].isEmpty ? nil : parts[1])
            (request.answered, request.failed, request.tokens) = row
            return request
        }
        usage.calls = calls.sorted { $0.key < $1.key }.map { key, count in
            let parts = key.split(separator: " ").map(String.init)
            return Usage.Calls(day: parts[0], tool: parts[1], count: count)
        }
        return usage
    }

    @Test(arguments: UInt64(1)...4)
    func `usage is what counting each answer and each call once gives`(seed: UInt64) async throws {
        let session = try await AuditedSession(seed: seed).session
        var events = try await collect(session.allEvents())
        var found = try await session.usage()
        let erased = events.filter {
            $0.isErased && [.responseReceived, .responseFailed, .toolCalled].contains($0.kind)
        }
        #expect(found.erased == erased.count)
        found.erased = 0
        events.removeAll { $0.kind == .branchForked }
        #expect(found == expected(events), "seed \(seed)")
        #expect(found.tokens.total > 0 && !found.calls.isEmpty)
    }

    private func answer(_ id: String?, _ day: Int, _ tokens: Int) -> EventDraft {
        EventDraft.response(
            "x", by: .model("m-1"), id: id, usage: TokenUsage(input: tokens, output: 1)
        ).with(occurredAt: Timestamp(microseconds: day * 86_400_000_000 + 5))
    }

    @Test func `an answer in parts counts once, with its last usage, on its first day`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [answer("r", 1, 10), answer("s", 1, 5), answer("r", 2, 30), answer(nil, 2, 1)],
            to: .main, expecting: .any)
        let rows = try await session.usage().requests
        #expect(rows.map(\.day) == ["1970-01-02", "1970-01-03"])
        #expect(rows.map(\.answered) == [2, 1] && rows.map(\.tokens.input) == [35, 1])
        // Ten hours further west these are the days before.
        let west = try await session.usage { _ in -36_000 }
        #expect(west.requests.map(\.day) == ["1970-01-01", "1970-01-02"])
    }

    @Test func `what two sessions share counts in the first alone`() async throws {
        let folder = try TemporaryFolder()
        let first = try await Session.create(at: folder.file("a.session"))
        try await first.append([answer("r", 1, 10), answer(nil, 1, 2)], to: .main, expecting: .any)
        try await first.save(to: folder.file("copy.session"))
        let copy = try await Session.open(folder.file("copy.session"))
        try await copy.append([answer("s", 1, 100)], to: .main, expecting: .any)
        // Goes on with the transcript of the first, whose ids and times it repeats.
        let next = try await Session.create(at: folder.file("b.session"))
        try await next.append(
            [answer("r", 1, 10), answer("r", 1, 10), answer("r", 3, 7), answer("t", 3, 1000)],
            to: .main, expecting: .any)
        // Happens to use the same id for something else.
        let other = try await Session.create(at: folder.file("c.session"))
        try await other.append([answer("r", 4, 10_000)], to: .main, expecting: .any)
        var fold = UsageFold(sessions: 4)
        for session in [first, copy, next, other] {
            try await session.addUsage(to: &fold)
            try await session.close()
        }
        #expect(fold.usage.tokens.input == 11_112)
        #expect(fold.usage.requests.reduce(0) { $0 + $1.answered } == 5)
    }
}
