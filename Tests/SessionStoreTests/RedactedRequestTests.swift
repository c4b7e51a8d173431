import SessionStore
import Testing

@Suite("Requests and contexts of what is erased")
struct RedactedRequestTests {
    private static let secret =
        "The password of the archive is swordfish, and nobody else knows it."

    private func session() async throws -> Session {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt(Self.secret, by: .user("ana")),
                .prompt("Another thing altogether.", by: .user("ana")),
            ],
            to: .main, expecting: .any)
        return session
    }

    private func request(_ text: String) -> [UInt8] {
        JSON.object([
            ("messages", .array([["role": "user", "content": .string(text)]]))
        ]).bytes
    }

    @Test func `requests, contexts, and those that build on them are named, on every line`()
        async throws
    {
        let session = try await session()
        try await session.recordRequest(request(Self.secret), on: .main, by: .system)
        try await session.append(
            [.file("conf", content: Array("key\n".utf8), by: .system)], to: .main, expecting: .any)
        let context = try await session.buildContext(on: .main, by: .system)
        try await session.fork("idea", from: .head(of: .main))
        let next = try await session.buildContext(on: "idea", guidance: "Now.", by: .system)
        #expect(next.base == context.revision)
        try await session.recordRequest(request(Self.secret), on: "idea", by: .system)
        try await session.recordRequest(
            request("Another thing altogether."), on: "idea", by: .system)
        let prompt = try await session.planRedaction(of: [.revision(2, on: .main)])
        #expect(
            prompt.unreadable().map { "\($0.branch ?? "-")@\($0.revision)" } == [
                "main@4", "idea@8",
            ])
        let file = try await session.planRedaction(of: [.revision(5, on: .main)])
        #expect(
            file.unreadable().map { "\($0.branch ?? "-")@\($0.revision)" } == ["main@6", "idea@7"])
        // What is named cannot be read afterwards, and what is not can.
        try await session.redact(prompt, reason: "r", by: .system)
        var unreadable: [String] = []
        for (branch, last) in [(BranchName.main, 6), ("idea", 9)] {
            for revision in 4...last {
                do {
                    _ = try await session.context(at: .revision(Revision(revision), on: branch))
                } catch let error as SessionError where error.code == .contextUnknown {
                    unreadable.append("\(branch)@\(revision)")
                }
            }
        }
        #expect(Set(unreadable).isSuperset(of: ["main@4", "idea@8"]))
        #expect(!unreadable.contains("idea@9"))
    }

    @Test func `a text that a request holds in parts is found as it was sent`() async throws {
        let session = try await session()
        let long = (1...200).map { "Line \($0) of the archive.\n" }.joined() + "swordfish\n"
        try await session.append([.prompt(long, by: .user("ana"))], to: .main, expecting: .any)
        let sent = try await session.recordRequest(
            request("Mind this: \(long) Twice."), on: .main, by: .system)
        #expect(sent.ranges == [4...4])
        try await session.recordRequest(
            request("Nothing of it."), on: .main, by: .system)
        // It begins in the request and ends in the prompt, which stays.
        let pattern = try RedactionPattern(text: "this: Line 1 of")
        let plan = try await session.planRedaction(matching: pattern)
        #expect(plan.events.map(\.revision) == [5])
        let all = try await session.planRedaction(matching: RedactionPattern(text: "swordfish\n"))
        #expect(all.events.map(\.revision) == [4] && all.unreadable().map(\.revision) == [5])
    }
}
