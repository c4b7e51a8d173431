import Generators
import SessionStore
import Testing

@testable import session

@Suite("Looking into a session key by key")
struct ViewModelTests {
    private func view(_ moment: Moment = .named(.main)) async throws -> ViewHarness {
        try await ViewHarness(try await ViewHarness.talk(), at: moment)
    }

    @Test
    func `steps go to the events before and behind, and stop at the ends`() async throws {
        var view = try await view()
        #expect(view.model.point == Point(branch: .main, revision: 12))
        try await view.press(.up, .character("k"))
        #expect(view.model.revision == 10)
        #expect(view.shows("▸10"))
        try await view.press(.down, .character("j"), .down, .down)
        #expect(view.model.revision == 12)
        try await view.press(.home, .up)
        #expect(view.model.revision == 1)
        try await view.press(.pageDown)
        #expect(view.model.revision == 12)
    }

    @Test
    func `brackets go from prompt to prompt, braces from file change to file change`()
        async throws
    {
        var view = try await view()
        try await view.press(.character("["))
        #expect(view.model.revision == 10)
        try await view.press(.character("["))
        #expect(view.model.revision == 3)
        try await view.press(.character("["))
        #expect(view.model.revision == 3)
        #expect(view.last.contains("no earlier prompt"))
        try await view.press(.character("}"), .character("}"), .character("}"))
        #expect(view.model.revision == 11)
        try await view.press(.character("{"), .character("]"))
        #expect(view.model.revision == 10)
    }

    @Test
    func `keys behind the beginning of a search wait for what it finds`() async throws {
        var view = try await view()
        view.model.handle(.character("["))
        #expect(view.model.holdsKeys)
        let load = try #require(view.model.nextLoad)
        view.model.receive(await view.load(load), for: load)
        #expect(!view.model.holdsKeys)
        view.model.handle(.character("["))
        try await view.settle()
        #expect(view.model.revision == 3)
    }

    @Test(arguments: [
        ("main@4", 4), ("main~2", 2), ("main@{prompt 2}", 10), ("works", 7), ("#5", 5),
        (" main ", 12),
    ])
    func `a jump takes a moment as it is written everywhere`(text: String, revision: Revision)
        async throws
    {
        var view = try await view(.revision(9, on: .main))
        try await view.press(.character(":"))
        try await view.type(text)
        try await view.press(.enter)
        #expect(view.model.point == Point(branch: .main, revision: revision))
        #expect(view.model.note == nil)
    }

    @Test
    func `a jump that leads nowhere says why and leaves the text to be mended`() async throws {
        var view = try await view(.revision(9, on: .main))
        for text in ["main@99", "nowhere", "main@", "#999", "~"] {
            try await view.press(.character("g"))
            try await view.type(text)
            try await view.press(.enter)
            #expect(view.model.revision == 9)
            guard case .input(let prompt) = view.model.mode else {
                Issue.record("\(text) closed the prompt")
                continue
            }
            #expect(prompt.text == text)
            #expect(prompt.refusal?.isEmpty == false, "\(text)")
            try await view.press(.escape)
            #expect(view.model.mode == .browsing)
        }
        try await view.press(.character("g"))
        try await view.type("main@40")
        try await view.press(.enter)
        #expect(view.last.contains("> main@40"))
        #expect(view.shows("40"))
        try await view.press(.backspace)
        #expect(!view.shows("main has"))
        try await view.press(.enter)
        #expect(view.model.point == Point(branch: .main, revision: 4))
        #expect(view.model.mode == .browsing)
    }

    @Test
    func `a fork whose name is refused asks on with the name as it was typed`() async throws {
        let sandbox = try Sandbox()
        let path = sandbox.folder.appending(path: "a.session").path
        let session = try await Session.create(at: path)
        try await session.append([.note("one", by: .system)], to: .main, expecting: .any)
        var view = try await ViewHarness(session, file: path)
        try await view.press(.character("f"))
        try await view.type("main")
        try await view.press(.enter)
        #expect(view.last.contains("fork at main@2, name: main"))
        #expect(view.shows("main") && view.model.isAsking == false)
        #expect(view.refusal?.contains("main") == true)
        try await view.type(" x")
        #expect(view.refusal == nil)
        try await view.press(.enter)
        #expect(view.refusal?.contains("cannot name a branch") == true)
        #expect(view.shows("cannot name a branch"))
        try await view.press(.control("u"))
        try await view.type("idea")
        try await view.press(.enter)
        #expect(view.model.mode == .browsing)
        #expect(view.model.point == Point(branch: "idea", revision: 2))
        try await session.close()
    }

    @Test
    func `keys behind an answer that is being looked at wait, and Esc gives it up`()
        async throws
    {
        var view = try await view(.revision(9, on: .main))
        for key in [":", "m", "a", "i", "n", "@", "4"] as [Character] {
            view.model.handle(.character(key))
        }
        view.model.handle(.enter)
        #expect(view.model.isAsking)
        view.model.handle(.escape)
        #expect(!view.model.isAsking && view.model.nextLoad == nil)
        try await view.settle()
        #expect(view.model.revision == 9)
    }

    @Test
    func `a search finds what was said, goes round, and says when there is nothing`()
        async throws
    {
        var view = try await view()
        try await view.press(.character("/"))
        try await view.type("LET ME")
        try await view.press(.enter)
        #expect(view.model.revision == 4)
        try await view.press(.character("/"))
        try await view.type("x is")
        try await view.press(.enter)
        #expect(view.model.revision == 6)
        try await view.press(.character("n"))
        #expect(view.model.revision == 12)
        try await view.press(.character("n"))
        #expect(view.model.revision == 6)
        #expect(view.last.contains("other end"))
        try await view.press(.character("N"))
        #expect(view.model.revision == 12)
        try await view.press(.character("/"))
        try await view.type("漢字")
        try await view.press(.enter)
        #expect(view.model.revision == 3)
        try await view.press(.character("/"))
        try await view.type("zebra")
        try await view.press(.enter)
        #expect(view.model.revision == 3)
        #expect(view.last.contains("nowhere"))
    }

    @Test
    func `a branch is chosen from the list, and what both share is one line`() async throws {
        var view = try await view(.revision(4, on: .main))
        try await view.press(.character("b"))
        #expect(view.shows("idea  8 events  from main@6"))
        #expect(view.shows("That works, too."))
        try await view.press(.down, .enter)
        #expect(view.model.point == Point(branch: "idea", revision: 8))
        #expect(view.shows("Or without x?"))
        #expect(!view.shows("Then add x."))
        // #5 is written on main, and on idea's line, too.
        try await view.press(.character("g"))
        try await view.type("#5")
        try await view.press(.enter)
        #expect(view.model.point == Point(branch: "idea", revision: 5))
    }

    @Test
    func `the right side shows event, conversation, files, a file and state in turn`()
        async throws
    {
        var view = try await view(.revision(7, on: .main))
        #expect(view.shows("[event]") && view.shows("int y;"))
        try await view.press(.tab)
        #expect(view.shows("[conversation]") && view.shows("x is missing"))
        #expect(!view.pane.contains("Done: x"))
        try await view.press(.tab)
        #expect(view.shows("●     14 B 7 src/parser.c"))
        #expect(!view.pane.contains("docs/"))
        try await view.press(.tab)
        #expect(view.shows("14 B, changed here") && view.shows("int y;"))
        try await view.press(.tab)
        #expect(view.pane.contains("1 prompt, 1 response"))
        try await view.press(.tab, .backTab)
        #expect(view.model.pane == .state)
    }

    @Test
    func `a file that was chosen stays chosen while the moment moves`() async throws {
        var view = try await view()
        try await view.press(.character("3"), .right, .down, .enter)
        #expect(view.model.pane == .file)
        #expect(view.shows("int z;"))
        try await view.press(.left, .left, .character("4"), .character("{"), .character("{"))
        #expect(view.model.revision == 8)
        #expect(view.shows("int y;") && view.shows("changed at revision 7"))
    }

    @Test
    func `comparing shows files line by line, settings and what was said`() async throws {
        var view = try await view(.revision(9, on: .main))
        try await view.press(.character("c"))
        #expect(view.model.note?.isError == true)
        try await view.press(.character("m"), .end, .character("c"))
        #expect(view.model.pane == .difference)
        #expect(view.shows("-int y;") && view.shows("+int z;"))
        try await view.press(.right, .end)
        #expect(view.shows("+ 12 response Done: x is there now."))
        try await view.press(.left, .home)
        #expect(view.shows("setting model: m2 → (none)"))
        try await view.press(.escape)
        #expect(view.model.pane == .event)
    }

    @Test
    func `whatever is pressed, the screen has its size and the moment is on the branch`()
        async throws
    {
        let keys: [Key] = [
            .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab,
            .backTab, .backspace, .control("d"), .control("u"), .character("j"), .character("m"),
            .character("c"), .character("b"), .character("?"), .character("/"), .character("n"),
            .character("["), .character("}"), .character("J"), .character("K"), .character("漢"),
            .character("3"), .character("r"), .other,
        ]
        let session = try await ViewHarness.talk()
        for seed in 1...6 as ClosedRange<UInt64> {
            var random = Seeded(state: seed)
            var view = try await ViewHarness(session)
            for _ in 0..<120 {
                let columns = random.number(1...130)
                let rows = random.number(1...40)
                if random.number(0...9) == 0 {
                    view.model.resize(to: ViewLayout(columns: columns, rows: rows))
                }
                try await view.press(random.pick(keys))
                let layout = view.model.layout
                let lines = ViewPage(model: view.model).lines
                #expect(lines.count == layout.rows, "seed \(seed)")
                #expect(lines.allSatisfy { $0.width <= layout.columns }, "seed \(seed)")
                #expect((1...view.model.head).contains(view.model.revision), "seed \(seed)")
                #expect(view.model.shown.contains(view.model.revision) || layout.bodyHeight == 0)
            }
        }
    }
}
