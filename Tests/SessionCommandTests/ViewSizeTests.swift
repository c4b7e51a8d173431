import SessionStore
import Testing

@testable import session

@Suite("session view of a long session")
struct ViewSizeTests {
    private static let count = 6000

    /// One prompt near the beginning, then notes.
    private func long() async throws -> Session {
        let session = try await Session.inMemory()
        try await session.append(
            [.prompt("The needle", by: .user("a"))], to: .main, expecting: .any)
        for _ in 0..<Self.count / 1000 {
            try await session.append(
                (0..<1000).map { .note("note \($0)", by: .system) }, to: .main, expecting: .any)
        }
        return session
    }

    @Test
    func `what is read at a moment is what the screen shows, wherever the moment is`()
        async throws
    {
        var view = try await ViewHarness(try await long())
        for target in [3000, 10, 5500, 1] as [Revision] {
            view.model.move(to: target)
            try await view.press(.other)
            var read = 0
            for case .rows(_, let revisions, _) in view.loads { read += revisions.count }
            // Once as headers and once with what they say.
            #expect(read <= 2 * view.model.layout.bodyHeight)
            #expect(view.model.rows.count <= ViewModel.rowLimit)
        }
        for _ in 0..<200 { try await view.press(.pageDown) }
        #expect(view.model.rows.count <= ViewModel.rowLimit)
    }

    @Test
    func `a search goes in steps, tells how far it is, and any key ends it`() async throws {
        var view = try await ViewHarness(try await long())
        let loader = ViewLoader(
            session: view.session, file: "", actor: .system, style: .plain)
        view.model.search = "needle"
        view.model.handle(.character("N"))
        var steps = 0
        while view.model.seek != nil, let load = view.model.nextLoad {
            view.model.receive(await loader.load(load), for: load)
            if case .seek = load { steps += 1 }
            if steps == 3 {
                #expect(view.last.contains("searching \"needle\""))
                #expect(view.last.contains("Esc stops"))
                #expect(view.model.revision.number == Self.count + 2)
                break
            }
        }
        #expect(steps == 3)
        view.model.handle(.escape)
        #expect(view.model.seek == nil)
        #expect(view.last.contains("cancelled"))
        try await view.press(.character("N"))
        #expect(view.model.revision == 2)
    }

    @Test
    func `home goes to where a conversation begins, however much of it was read`() async throws {
        var view = try await ViewHarness(try await long())
        try await view.press(.tab, .right)
        #expect(!view.shows("The needle"))
        try await view.press(.home)
        #expect(view.pane.contains("The needle"))
        #expect(view.model.paneTop == 0 && view.model.content?.isWhole == true)
        try await view.press(.end)
        #expect(view.pane.contains("note 999"))
        try await view.press(.left, .home)
        #expect(view.model.revision == 1)
    }

    @Test
    func `a conversation is read from its end, and further back as one scrolls`() async throws {
        var view = try await ViewHarness(try await long())
        try await view.press(.tab)
        let first = view.model.paneLines.count
        #expect(first < 400)
        #expect(view.model.content?.isWhole == false)
        for _ in 0..<40 { try await view.press(.control("u")) }
        #expect(view.model.paneLines.count > first)
        #expect(!view.shows("… earlier"))
    }
}
