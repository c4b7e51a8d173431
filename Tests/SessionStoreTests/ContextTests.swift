import SessionStore
import Testing

@Suite("Contexts")
struct ContextTests {
    private let user = EventActor.user("ana")

    private func file(_ path: String, _ text: String) -> EventDraft {
        .file(path, content: Array(text.utf8), by: .tool("edit"))
    }

    @Test func `the first context is comprehensive, later ones tell what changed`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [file("a.txt", "one\n"), file("b.txt", "two\n"), file("c.txt", "three")], to: .main,
            expecting: .any)
        let first = try await session.buildContext(
            on: .main, setup: "Debian", guidance: "Be brief.", by: user)
        #expect(
            first.text == """
                # Setup

                Debian

                # Guidance

                Be brief.

                <file path="a.txt">
                one
                </file>

                <file path="b.txt">
                two
                </file>

                <file path="c.txt">
                three
                </file>

                """)
        try await session.append(
            [file("b.txt", "two, changed\n"), .removedFile("a.txt", by: user), file("d", "new\n")],
            to: .main, expecting: .any)
        let second = try await session.buildContext(
            on: .main, setup: "Debian", guidance: "Be exact.", by: user)
        #expect(second.base == first.revision)
        #expect(
            second.text == """
                What changed since the context at revision \(first.revision), which still holds.

                # Guidance

                Be exact.

                <file path="a.txt" change="removed"/>

                <file path="b.txt" change="changed">
                two, changed
                </file>

                <file path="d" change="added">
                new
                </file>

                1 other file is as it was.

                """)
        let third = try await session.buildContext(on: .main, by: user)
        #expect(third.files.isEmpty)
        #expect(third.unchanged == 3)
    }

    @Test func `what is empty has no heading`() async throws {
        let session = try await Session.inMemory()
        let built = try await session.buildContext(on: .main, setup: "", guidance: "", by: user)
        #expect(built.text == "\n" && built.setup?.isEmpty == true)
    }

    @Test func `a context is read again as it was, from the log alone`() async throws {
        let session = try await Session.inMemory()
        try await session.append([file("a.txt", "one\n")], to: .main, expecting: .any)
        let built = try await session.buildContext(on: .main, guidance: "Be brief.", by: user)
        try await session.append([file("a.txt", "two\n")], to: .main, expecting: .any)
        let again = try await session.context(at: .revision(built.revision, on: .main))
        #expect(String(decoding: again.bytes, as: UTF8.self) == built.text)
        #expect(again.files == ["a.txt": 2])
    }

    @Test func `paths that are equal as text and not in bytes are two files`() async throws {
        let session = try await Session.inMemory()
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        try await session.append(
            [file(composed, "1"), file(decomposed, "1")], to: .main, expecting: .any)
        let first = try await session.buildContext(on: .main, by: user)
        #expect(first.files.map(\.revision).sorted() == [2, 3])
        try await session.append([file(composed, "2")], to: .main, expecting: .any)
        let second = try await session.buildContext(on: .main, by: user)
        #expect(second.files.map(\.revision) == [5] && second.unchanged == 1)
        let again = try await session.context(at: .revision(second.revision, on: .main))
        #expect(again.files[composed] == 5 && again.files[decomposed] == 3)
        let difference = try await session.contextDifference(
            from: .revision(first.revision, on: .main), to: .revision(second.revision, on: .main))
        #expect(difference.files.map { [$0.old, $0.new] } == [[2, 5]])
    }

    @Test func `the difference of two contexts names the files that entered, left and changed`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [file("a", "1"), file("b", "1"), file("c", "1")], to: .main, expecting: .any)
        let first = try await session.buildContext(on: .main, by: user)
        try await session.append(
            [file("a", "2"), .removedFile("b", by: user), file("d", "1")], to: .main,
            expecting: .any)
        let second = try await session.buildContext(on: .main, by: user)
        let difference = try await session.contextDifference(
            from: .revision(first.revision, on: .main), to: .revision(second.revision, on: .main))
        let rows = difference.files.map { "\($0.path) \($0.old ?? 0) \($0.new ?? 0)" }
        #expect(rows == ["a 2 6", "b 3 0", "d 0 8"])
    }

    @Test func `a fork goes on from its parent's context, and --full begins anew`() async throws {
        let session = try await Session.inMemory()
        try await session.append([file("a", "1"), file("b", "1")], to: .main, expecting: .any)
        let first = try await session.buildContext(on: .main, by: user)
        try await session.fork("idea", from: .head(of: .main))
        try await session.append([file("a", "2")], to: "idea", expecting: .any)
        let onFork = try await session.buildContext(on: "idea", by: user)
        #expect(onFork.base == first.revision)
        #expect(onFork.files.map(\.path) == ["a"])
        let full = try await session.buildContext(on: "idea", by: user, isComprehensive: true)
        #expect(full.base == nil)
        #expect(full.files.map(\.path) == ["a", "b"])
    }

    @Test func `a context of another tool is no base for ours`() async throws {
        let session = try await Session.inMemory()
        let summary = EventDraft(
            kind: .contextBuilt, dialect: .claudeCode, actor: .system, body: ["type": "user"])
        try await session.append([file("a", "1"), summary], to: .main, expecting: .any)
        let context = try await session.buildContext(on: .main, by: user)
        #expect(context.base == nil)
        #expect(context.files.map(\.path) == ["a"])
    }

    @Test func `only files that matter are told, and binary ones are named`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                file("a.swift", "let a = 1\n"), file("b.md", "text"),
                .file("c.swift", content: [0, 1, 2], by: user),
            ], to: .main, expecting: .any)
        let context = try await session.buildContext(on: .main, by: user) { $0.hasSuffix(".swift") }
        #expect(context.files.map(\.path) == ["a.swift", "c.swift"])
        #expect(context.text.contains(#"<file path="c.swift" binary="3 bytes"/>"#))
    }

    @Test func `a context that names a revision again and again tells a file once`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            ["a", "b"].map { .file($0, content: [65], by: .system) }, to: .main, expecting: .any)
        let ranges = Array(repeating: 1...Revision.max, count: 20_000) + [3...3]
        try await session.append(
            [EventDraft(ContextBuilt(context: ContextView(ranges: ranges)), by: .system)],
            to: .main, expecting: .any)
        let context = try await session.context(at: .named(.main))
        #expect(context.files == ["a": 2, "b": 3])
        let text = String(decoding: context.bytes, as: UTF8.self)
        #expect(text.split(separator: "<file ", omittingEmptySubsequences: false).count == 3)
    }
}
