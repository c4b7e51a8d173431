import SessionStore
import Testing

@Suite("Holds")
struct HoldTests {
    /// The same word to whoever reads it, in different bytes.
    private static let names = ["caf\u{e9}", "cafe\u{301}"]

    @Test func `a name is the same hold in every form that Unicode gives it`() async throws {
        for (given, typed) in [(0, 1), (1, 0)] {
            let session = try await Session.inMemory(title: "Held")
            try await session.hold(Self.names[given], reason: "audit", by: .user("ana"))
            try await session.hold(Self.names[typed], reason: "law", by: .user("ana"))
            #expect(try await session.holds().map(\.reason) == ["law"])
            try await session.release(Self.names[typed], reason: "over", by: .user("ana"))
            #expect(try await session.holds().isEmpty)
            let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
            #expect(try await session.redact(plan, reason: "r", by: .system) != nil)
        }
    }
}
