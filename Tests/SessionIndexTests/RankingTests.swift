import SessionIndex
import SessionStore
import Testing

@Suite("What a search shows first")
struct RankingTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let filler = Array(
        repeating: "and then we went through the files of the project one by one", count: 12
    ).joined(separator: ", ")

    /// Other sessions, so that words are as rare as they are in a folder in use.
    private func makeOthers() async throws {
        for number in 1...8 {
            try await folder.make(
                "other\(number)", daysAgo: number * 40, .said("Something else \(number)"),
                .response("All right \(number)", by: .model("opus")))
        }
    }

    @Test func `a sharp old match stands above a vague new one`() async throws {
        try await makeOthers()
        try await folder.make("old", daysAgo: 400, .said("deadlock in the writer"))
        try await folder.make("new", .said("\(Self.filler) deadlock \(Self.filler) \(Self.filler)"))
        #expect(try await folder.found("deadlock") == ["old", "new"])
    }

    @Test func `among equals the newer comes first`() async throws {
        try await makeOthers()
        for days in [300, 3, 30, 90] {
            try await folder.make("d\(days)", daysAgo: days, .said("deadlock in the writer"))
        }
        #expect(try await folder.found("deadlock") == ["d3", "d30", "d90", "d300"])
    }

    @Test func `what a person said stands above what a tool gave`() async throws {
        try await makeOthers()
        try await folder.make(
            "tool", .toolResult("deadlock deadlock deadlock", of: "Bash"))
        try await folder.make("answer", .response("a deadlock in it", by: .model("opus")))
        try await folder.make("prompt", .said("a deadlock in it"))
        #expect(try await folder.found("deadlock") == ["prompt", "answer", "tool"])
    }

    @Test func `a marathon does not drown the others`() async throws {
        try await makeOthers()
        let drafts = (1...60).map { EventDraft.said("deadlock number \($0)") }
        let session = try await Session.create(
            at: folder.file("marathon"), options: TestFolder.options)
        _ = try await session.closing { session in
            try await session.append(
                drafts.map { $0.with(occurredAt: TestFolder.now) }, to: .main, expecting: .any)
        }
        for days in [20, 25] {
            try await folder.make("other-\(days)", daysAgo: days, .said("deadlock in the writer"))
        }
        let first = try await folder.found("deadlock").prefix(5)
        #expect(first.first == "marathon" && Set(first).count == 3, "\(first)")
    }

    @Test func `how rare a word is in its month makes no difference`() async throws {
        // The only text of its month, and one among many.
        try await folder.make("lonely", daysAgo: 300, .said("deadlock in the writer"))
        try await makeOthers()
        for number in 1...30 {
            try await folder.make("noise\(number)", daysAgo: 1, .said("Something else \(number)"))
        }
        try await folder.make("vague", daysAgo: 1, .said("\(Self.filler) deadlock \(Self.filler)"))
        #expect(try await folder.found("deadlock") == ["lonely", "vague"])
    }
}
