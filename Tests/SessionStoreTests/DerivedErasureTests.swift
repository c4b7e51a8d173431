import SessionStore
import Testing

@Suite("Erasing what files are computed from")
struct DerivedErasureTests {
    private static let path = "/home/ana/conf.py"
    private static let line = "    password = \"swordfish-4711\"\n"

    /// An edit as transcripts have it: the call holds the new lines (3), the result the whole
    /// file (4), and the file's state (5) points into the result. Then an edit of another file
    /// (6–9), and a mention of the line that is about no file (10).
    private func edited() async throws -> Session {
        let session = try await Session.inMemory()
        for path in [Self.path, "/home/ana/other.py"] {
            let text = path == Self.path ? Self.line : "nothing = \"of any interest\"\n"
            try await session.append(
                [
                    .prompt("Edit it.", by: .user("ana")),
                    .toolCall(
                        "edit", arguments: ["file": .string(path), "new": .string(text)],
                        by: .model("m")
                    ).with(cause: .batch(0)),
                    EventDraft(
                        kind: .toolReturned, actor: .tool("edit"),
                        body: [
                            "gen_ai.tool.name": "edit", "gen_ai.tool.call.result": "ok",
                            "was": "import os\n", "new": .string(text),
                        ]
                    ).with(cause: .batch(1)),
                    EventDraft(
                        FileChanged(
                            derivation: FileDerivation(
                                original: "/was",
                                edits: [.init(old: "/was", new: "/new", all: false)])),
                        by: .tool("edit"), subject: path
                    ).with(cause: .batch(2)),
                ], to: .main, expecting: .any)
        }
        try await session.append(
            [.prompt("What is password = \"swordfish-4711\"?", by: .user("bo"))], to: .main,
            expecting: .any)
        #expect(
            try await session.content(of: Self.path, at: .head(of: .main)) == Array(Self.line.utf8))
        return session
    }

    @Test func `a file that is computed from what goes is listed before and after`() async throws {
        for isPattern in [true, false] {
            let session = try await edited()
            let plan =
                if isPattern {
                    try await session.planRedaction(matching: RedactionPattern(text: "import os"))
                } else { try await session.planRedaction(of: [.revision(4, on: .main)]) }
            #expect(plan.unreadable().map(\.revision) == (isPattern ? [5, 9] : [5]))
            #expect(plan.unreadable().first?.subject == Self.path)
            try await session.redact(plan, reason: "r", by: .system)
            await #expect {
                _ = try await session.content(of: Self.path, at: .head(of: .main))
            } throws: {
                ($0 as? SessionError)?.code == .fileUnknown
                    && "\($0)".contains("it was computed from an event that was erased")
            }
            let file = try await session.files(at: .head(of: .main)).first { $0.path == Self.path }
            #expect(file?.size == nil && file?.change.unknown?.contains("erased") == true)
        }
    }

    @Test func `a file that goes too is not listed as one that cannot be read`() async throws {
        let session = try await edited()
        let plan = try await session.planRedaction(of: [
            .revision(4, on: .main), .revision(5, on: .main),
        ])
        #expect(plan.unreadable().isEmpty && plan.events.count == 2)
    }

    @Test func `what a merge took over of a computed file is listed, and its result is found`()
        async throws
    {
        let session = try await edited()
        try await session.fork("idea", from: .revision(2, on: .main))
        try await session.commit(try await session.merge(.main, into: "idea"))
        let taken = try #require(
            try await session.files(at: .head(of: "idea")).first { $0.path == Self.path })
        let plan = try await session.planRedaction(of: [.revision(4, on: .main)])
        #expect(plan.unreadable().map(\.branch) == [.main, "idea"])
        let copy = try await session.planRedaction(of: [.revision(taken.revision, on: "idea")])
        #expect(copy.alike.contains { $0.branch == .main && $0.revision == 4 })
    }

    @Test func `the lines of a computed file are found in the call that wrote them`() async throws {
        for revision in [4, 5] {
            let session = try await edited()
            let plan = try await session.planRedaction(of: [
                .revision(Revision(revision), on: .main)
            ])
            #expect(plan.alike.map(\.revision) == (revision == 4 ? [3] : [3, 4]))
            #expect(plan.unreadable().map(\.revision) == (revision == 4 ? [5] : []))
            try await session.redact(plan, reason: "r", everywhere: true, by: .system)
            let left = try await collect(session.events(on: .main)).filter {
                "\($0.body)".contains("swordfish")
            }
            #expect(left.map(\.revision) == [10])
        }
    }
}
