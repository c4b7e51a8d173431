import SessionStore
import Testing

@Suite("How far back a request is looked for")
struct RequestReachTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func notes(_ count: Int) -> [EventDraft] {
        (0..<count).map { .note("a note of no request, number \($0)", by: .system) }
    }

    private func request(_ texts: [String]) -> [UInt8] {
        let messages = texts.map { JSON.object([("role", "user"), ("content", .string($0))]) }
        return JSON.object([("model", "m"), ("messages", .array(messages))]).bytes
    }

    /// A session closed after so many notes, so that who opens it knows nothing of it.
    private func closed(
        _ drafts: [EventDraft], request: [UInt8]? = nil, notes: Int
    ) async throws -> String {
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        try await session.append(drafts, to: .main, expecting: .any)
        if let request { try await session.recordRequest(request, on: .main, by: .user("a")) }
        try await session.append(self.notes(notes), to: .main, expecting: .any)
        try await session.close()
        return path
    }

    @Test(arguments: [400, 2000, 8000])
    func `a long text is found however far back it was said`(distance: Int) async throws {
        let text = (0..<6000).map { "word\($0 &* 7919 % 1000)" }.joined(separator: " ")
        let path = try await closed([.prompt(text, by: .user("a"))], notes: distance)
        let session = try await Session.open(path)
        let sent = request([text])
        let recorded = try await session.recordRequest(sent, on: .main, by: .user("a"))
        #expect(recorded.literalBytes == 0 && recorded.ranges == [2...2])
        #expect(try await session.context(at: .head(of: .main)).bytes == sent)
        try await session.close()
    }

    @Test func `what the request before it repeats is known, short texts too`() async throws {
        let texts = ["go on", "a text that is long enough to be looked for by itself", "yes"]
        let path = try await closed(
            texts.map { .prompt($0, by: .user("a")) }, request: request(texts), notes: 1000)
        let session = try await Session.open(path)
        let said = try await session.append(
            [.prompt("And now?", by: .user("a"))], to: .main, expecting: .any)
        let sent = request(texts + ["And now?"])
        let recorded = try await session.recordRequest(sent, on: .main, by: .user("a"))
        let new = said.revisions[0]
        #expect(recorded.literalBytes == 0 && recorded.ranges == [2...4, new...new])
        #expect(try await session.context(at: .head(of: .main)).bytes == sent)
        try await session.close()
    }
}
