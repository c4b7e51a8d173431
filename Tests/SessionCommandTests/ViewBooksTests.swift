import SessionStore
import Testing

@testable import session

@Suite("What a timeline leaves out")
struct ViewBooksTests {
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.session("import", Sandbox.sample, "-o", "s.session")
    }

    private func view(rows: Int = 200) async throws -> ViewHarness {
        let session = try await Session.open(
            sandbox.folder.appending(path: "s.session").path, mode: .readOnly)
        return try await ViewHarness(session, columns: 120, rows: rows)
    }

    @Test func `bookkeeping is shown when it is asked for`() async throws {
        var view = try await view()
        var books: Set<Revision> = []
        for try await event in view.session.events(on: .main) where event.isBookkeeping {
            books.insert(event.revision)
        }
        #expect(books.count > 3)
        try await view.press(.home)
        #expect(books.isDisjoint(with: view.model.shown))
        #expect(view.model.shown.count + books.count == view.model.head.number)
        try await view.press(.character("a"))
        #expect(view.model.shown.count == view.model.head.number)
        #expect(view.last.contains("bookkeeping is shown"))
        try await view.press(.character("a"))
        #expect(books.isDisjoint(with: view.model.shown))
    }

    @Test func `a kind that is asked for is shown, bookkeeping or not`() async throws {
        var view = try await view()
        try await view.press(.home, .character("F"))
        try await view.type("kind:setting")
        try await view.press(.enter)
        #expect(view.shows("import = "))
        try await view.press(.character("F"), .control("u"))
        try await view.type("actor:*")
        try await view.press(.enter)
        #expect(!view.shows("import = "))
    }

    @Test func `what only bookkeeping says is found where it is shown`() async throws {
        var view = try await view()
        try await view.press(.home, .character("/"))
        try await view.type("file-history-snapshot")
        try await view.press(.enter)
        #expect(view.last.contains("nowhere else"))
        try await view.press(.character("a"), .character("n"))
        #expect(view.model.revision > 1 && !view.last.contains("nowhere else"))
    }

    @Test func `a long line is looked at only where it is seen`() async throws {
        let session = try await Session.inMemory(options: SessionOptions(durability: .relaxed))
        try await session.append(
            (0..<20_000).map { .note("\($0)", by: .system) }, to: .main, expecting: .any)
        let view = try await ViewHarness(session, at: .revision(9_000, on: .main))
        #expect(view.model.filtered?.looked ?? 0 <= 2048)
        #expect(view.model.shown.count == view.model.layout.bodyHeight)
    }

    @Test func `a path begins at the session's folder, and its name is seen`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .setting("cwd", "/home/ana/app", by: .system),
                .file(
                    "/home/ana/app/Sources/Some/Where/Deep/Down/Below/It/All/Parser.swift",
                    content: Array("x".utf8), by: .model("m")),
                .file("/home/ana/app/a.md", content: Array("x".utf8), by: .model("m")),
            ], to: .main, expecting: .any)
        let view = try await ViewHarness(session)
        #expect(view.shows("/Parser.swift"))
        #expect(view.screen.contains { $0.contains(" a.md") })
    }
}
