import SessionStore
import Testing

@testable import session

@Suite("A file in session view, line by line")
struct ViewFileTests {
    /// A file of three versions: its lines came in at revisions 3, 5 and 7.
    private func session(_ lines: Int = 3) async throws -> Session {
        let session = try await Session.inMemory()
        let rest = (1...lines).map { "line \($0)\n" }.joined()
        func file(_ content: String, by actor: EventActor) -> EventDraft {
            .file("src/a.txt", content: Array(content.utf8), by: actor)
        }
        try await session.append(
            [
                .prompt("Write a file.", by: .user("ana")),
                file(rest, by: .model("m1")),
                .prompt("Put something first.", by: .user("ana")),
                file("first\n" + rest, by: .model("m2")),
                .prompt("And at the end; line 1 goes.", by: .user("ana")),
                file("first\n" + rest.dropFirst("line 1\n".count) + "last\n", by: .model("m3")),
                .note("done", by: .user("ana")),
            ], to: .main, expecting: .any)
        return session
    }

    private func view(_ revision: Revision, lines: Int = 3, columns: Int = 100)
        async throws -> ViewHarness
    {
        var view = try await ViewHarness(
            try await session(lines), at: .revision(revision, on: .main), columns: columns)
        try await view.press(.character("4"))
        return view
    }

    private func rows(_ view: ViewHarness) -> [String] {
        view.pane.split(separator: "\n").map { String($0.dropFirst()) }
    }

    @Test
    func `each line has its number, and those that the moment brought a mark`() async throws {
        var view = try await view(5)
        #expect(view.shows("changed here: +1 -0"))
        #expect(rows(view).contains("1 + first"))
        #expect(rows(view).contains("2   line 1"))
        try await view.press(.character("j"))
        #expect(view.shows("changed at revision 5"))
        #expect(rows(view).contains("1 first") && !view.pane.contains("+"))
        try await view.press(.character("j"))
        #expect(view.shows("changed here: +1 -1"))
        #expect(rows(view).contains("2 - line 2"))
        #expect(rows(view).contains("4 + last"))
    }

    @Test
    func `a key takes the numbers away and brings them back`() async throws {
        var view = try await view(8)
        #expect(rows(view).contains("1 first"))
        try await view.press(.character("#"))
        #expect(rows(view).contains("first"))
        try await view.press(.character("#"))
        #expect(rows(view).contains("1 first"))
    }

    @Test
    func `a long line keeps its number, and what it is broken into has none`() async throws {
        let session = try await Session.inMemory()
        let long = (1...30).map { "word\($0)" }.joined(separator: " ") + "\nnext\n"
        try await session.append(
            [.file("a", content: Array(long.utf8), by: .system)], to: .main, expecting: .any)
        var view = try await ViewHarness(session)
        try await view.press(.character("4"))
        let text = try #require(view.model.content?.text)
        #expect(text.numbers.filter { $0 == 1 }.count > 3)
        #expect(text.numbers.last == 2)
        #expect(rows(view).contains("2 + next"))
        #expect(view.model.paneLines.allSatisfy { $0.width <= view.model.wantedPane.width })
    }

    @Test
    func `blame says beside each line the moment, who and when, once for lines that came together`()
        async throws
    {
        var view = try await view(8, columns: 160)
        try await view.press(.character("B"))
        let shown = rows(view)
        #expect(shown.contains { $0.hasPrefix("main@5") && $0.hasSuffix("1 first") })
        #expect(shown.contains { $0.hasPrefix("main@3") && $0.hasSuffix("2 line 2") })
        #expect(shown.contains { $0.hasPrefix("   ") && $0.hasSuffix("3 line 3") })
        #expect(shown.contains { $0.hasPrefix("main@7") && $0.contains(" m3 ") })
        #expect(
            shown.contains { $0.hasPrefix("main@5") && $0.contains(#/ m2 +\d\d-\d\d \d\d:\d\d /#) })
        #expect(view.shows("line 1: main@5") && view.shows("Put something first."))
        try await view.press(.character("B"))
        #expect(rows(view).contains("1 first"))
    }

    @Test
    func `enter on a blamed line goes to where it came in, and finds it there`() async throws {
        var view = try await view(8, lines: 60)
        try await view.press(.character("B"), .end)
        #expect(view.model.line == 61)
        try await view.press(.character("k"), .character("k"))
        #expect(view.model.line == 59)
        #expect(view.shows("line 59: main@3"))
        try await view.press(.enter)
        #expect(view.model.point == Point(branch: .main, revision: 3))
        #expect(view.model.pane == .file && view.model.note?.text.contains("main@8") == true)
        // Line 59 of later was line 59 here, too: one came before it, and one went.
        #expect(view.model.line == 59)
        #expect(view.shows("▸main@3") && view.shows("line 59"))
        try await view.press(.enter)
        #expect(view.model.revision == 3)
        #expect(view.last.contains("came in here"))
        try await view.press(.home)
        #expect(view.model.line == 1 && view.model.scroll == 0)
    }

    @Test
    func `blame of a file that has none says why, and asks once`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [.file("a", content: [0, 1, 2], by: .system)], to: .main, expecting: .any)
        var view = try await ViewHarness(session)
        try await view.press(.character("4"), .character("B"))
        #expect(view.shows("binary"))
        #expect(view.model.nextLoad == nil)
    }

    @Test
    func `what is blamed is given up once another moment is chosen`() async throws {
        var view = try await view(8)
        view.model.handle(.character("B"))
        while let load = view.model.nextLoad(in: .front) {
            view.model.receive(await view.load(load), for: load)
        }
        let blame = try #require(view.model.nextLoad(in: .back))
        #expect(view.last.contains("looking for where each line came in"))
        #expect(view.model.isWanted(blame))
        view.model.handle(.left)
        view.model.handle(.character("k"))
        #expect(!view.model.isWanted(blame))
        view.model.receive(await view.load(blame), for: blame)
        #expect(view.model.shownBlame == nil)
        try await view.settle()
        #expect(view.model.shownBlame?.request.point.revision == 7)
    }
}
