import Generators
import SessionStore
import Testing

@Suite("Verifying requests")
struct RequestCheckTests {
    /// A session of a few turns; gives the events of its requests.
    private func talk(
        _ session: Session, seed: UInt64, turns: Int = 6
    ) async throws -> [Event] {
        var client = RequestClient(seed: seed)
        var sent: [Event] = []
        for number in 1...turns {
            let turn = client.turn(number)
            try await session.append(turn.before, to: .main, expecting: .any)
            let recorded = try await session.recordRequest(
                turn.request, on: .main, by: .user("agent"))
            sent.append(try await session.event(at: .revision(recorded.revision, on: .main)))
            try await session.append(turn.after, to: .main, expecting: .any)
        }
        return sent
    }

    private func append(
        _ recipe: [UInt8], like request: Event? = nil, to branch: BranchName = .main,
        in session: Session
    ) async throws -> Revision {
        let draft = EventDraft(
            kind: .requestSent, actor: .system,
            body: request?.body ?? RequestSent(context: ContextView()).json, content: recipe)
        return try await session.append([draft], to: branch, expecting: .any).revisions[0]
    }

    @Test(arguments: [
        "", "{\"messages\":[{\"role\":\"", "[1,]", "{\"messages\":[\u{1}\u{0}]}",
        "{\"messages\":[\u{1}\u{0}\u{3}\u{1}\u{0}]}", "{\"messages\":[\u{1}\u{0}\u{2}\u{9}\u{0}]}",
        "{\"messages\":[\u{1}\u{1}\u{2}\u{2}\u{9}\u{9}]}",
        "{\"messages\":[\u{1}\u{0}\u{0}\u{0}\u{0}]}",
        "{\"messages\":\"\u{1}\u{0}\u{2}\u{1}\u{0}\"}",
    ])
    func `a recipe that gives no request is a finding that names it`(
        recipe: String
    ) async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("Hi", by: .system)], to: .main, expecting: .any)
        let idea = try await session.fork("idea", from: .head(of: .main))
        let revision = try await append(Array(recipe.utf8), to: idea.name, in: session)
        let findings = try await collect(session.verify())
        #expect(findings.map(\.moment) == ["idea@\(revision)"])
        #expect(findings.map(\.kind) == [.unreadablePayload])
        #expect(findings.map(\.position) == [4])
    }

    @Test(arguments: UInt64(1)...8)
    func `verify finds exactly the changed recipes that cannot be told`(seed: UInt64) async throws {
        let session = try await Session.inMemory()
        var random = Seeded(state: seed)
        var expected: [String] = []
        for request in try await talk(session, seed: seed) {
            for _ in 0..<20 {
                var recipe = try #require(request.content)
                recipe[random.number(0...recipe.count - 1)] ^= 1 << UInt8(random.number(0...7))
                if random.number(0...3) == 0 { recipe.removeLast(random.number(0...40)) }
                let revision = try await append(recipe, like: request, in: session)
                let context = try? await session.context(
                    at: .revision(revision, on: .main))
                if context == nil { expected.append("main@\(revision)") }
            }
        }
        #expect(!expected.isEmpty)
        #expect(try await collect(session.verify()).map(\.moment) == expected, "seed \(seed)")
    }

    @Test func `a request that held what was erased since is no finding`() async throws {
        let session = try await Session.inMemory()
        let sent = try await talk(session, seed: 3)
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "Named a customer", by: .user("ana"))
        await #expect(throws: SessionError.self) {
            try await session.context(at: .revision(sent[0].revision, on: .main))
        }
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `a request that a merge took over is told where it was recorded`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("Hi", by: .system)], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        let revision = try await append(Array("[".utf8), to: "idea", in: session)
        try await session.append([.prompt("And?", by: .system)], to: .main, expecting: .any)
        let merge = try await session.merge("idea", into: .main)
        try await session.commit(merge)
        #expect(try await collect(session.verify()).map(\.moment) == ["idea@\(revision)"])
    }
}
