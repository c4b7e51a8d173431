import SessionStore
import Testing

@testable import session

@Suite("A timeline of what fits a filter")
struct ViewFilterTests {
    private func view(_ moment: Moment = .named(.main)) async throws -> ViewHarness {
        try await ViewHarness(try await ViewHarness.talk(), at: moment)
    }

    private func filter(_ view: inout ViewHarness, _ text: String) async throws {
        try await view.press(.character("F"), .control("u"))
        try await view.type(text)
        try await view.press(.enter)
    }

    @Test(
        arguments: [
            ("kind:prompt", [3, 10]), ("kind:prompt,response", [3, 4, 10, 12]),
            ("kind:tool.*", [5, 6]), ("path:src/", [7, 11]), ("path:*.md", [8]),
            ("path:src/ path:docs", [7, 8, 11]), ("actor:user kind:prompt", [3, 10]),
            ("actor:model:m1 kind:file", [7, 8, 11]), (" kind:setting ", [9]), ("kind:hold", []),
        ] as [(String, [Revision])])
    func `only what fits is shown, in the words of session log`(
        text: String, revisions: [Revision]
    ) async throws {
        var view = try await view()
        try await filter(&view, text)
        #expect(view.model.mode == .browsing)
        #expect(view.model.shown == Array(Set(revisions + [12])).sorted())
        #expect(view.shows("\(revisions.count) of 12"))
    }

    @Test
    func `the moment stays, and steps go from one that fits to the next`() async throws {
        var view = try await view(.revision(6, on: .main))
        try await filter(&view, "kind:prompt")
        #expect(view.model.revision == 6)
        #expect(view.shows("▹ 6"))
        try await view.press(.character("j"))
        #expect(view.model.revision == 10 && view.model.shown == [3, 10])
        #expect(view.shows("▸10"))
        try await view.press(.character("j"))
        #expect(view.model.revision == 10)
        #expect(view.last.contains("nothing later fits"))
        try await view.press(.character("k"))
        #expect(view.model.revision == 3)
        try await view.press(.end)
        #expect(view.model.revision == 10)
        try await view.press(.home)
        #expect(view.model.revision == 3)
    }

    @Test
    func `esc shows all again, and so does an empty filter`() async throws {
        var view = try await view()
        try await filter(&view, "kind:prompt")
        try await view.press(.right, .escape)
        #expect(view.model.askedFilter != nil)
        try await view.press(.escape)
        #expect(view.model.askedFilter == nil && view.model.shown.count == 12)
        try await filter(&view, "kind:prompt")
        try await view.press(.character("F"))
        #expect(view.last.contains("kind:prompt"))
        try await view.press(.control("u"), .enter)
        #expect(view.model.askedFilter == nil && view.model.shown.count == 12)
    }

    @Test(arguments: [
        ("kind:nonsense", "there is no kind"), ("prompt", "is no filter"),
        ("kind:", "is no filter"),
        ("colour:red", "is no filter"), ("since:whenever", "is no time"),
        ("path:\"a b", "quotation mark"), ("kind:,", "takes a name"),
    ])
    func `a filter that cannot be read stays to be mended, and the old one in force`(
        text: String, reason: String
    ) async throws {
        var view = try await view()
        try await filter(&view, "kind:tool.*")
        try await filter(&view, text)
        #expect(view.refusal?.contains(reason) == true, "\(view.refusal ?? "none")")
        #expect(view.last.contains(text) && view.shows(reason))
        #expect(view.model.filtered?.filter.text == "kind:tool.*")
        try await view.press(.escape)
        #expect(view.refusal == nil && view.model.askedFilter != nil)
    }

    @Test
    func `a text is searched among what is shown, a prompt among everything`() async throws {
        var view = try await view(.revision(3, on: .main))
        try await filter(&view, "kind:response")
        // Revision 6 says it, too, and is a result.
        try await view.press(.character("/"))
        try await view.type("x is")
        try await view.press(.enter)
        #expect(view.model.revision == 12)
        try await view.press(.character("["))
        #expect(view.model.revision == 10 && view.shows("▹10"))
    }

    @Test
    func `a filter stays on another branch, and shows that one's events`() async throws {
        var view = try await view()
        try await filter(&view, "kind:prompt")
        try await view.press(.character("b"), .down, .enter)
        #expect(view.model.branch == "idea")
        #expect(view.model.shown == [3, 7, 8])
    }

    /// Every thousandth is a prompt.
    private func long(_ count: Int) async throws -> Session {
        let session = try await Session.inMemory(
            options: SessionOptions(durability: .relaxed))
        for start in stride(from: 2, through: count, by: 1000) {
            try await session.append(
                (start..<start + 1000).map {
                    $0 % 1000 == 0
                        ? .prompt("\($0)", by: .user("a")) : .note("\($0)", by: .system)
                }, to: .main, expecting: .any)
        }
        return session
    }

    @Test
    func `a long line is looked at in steps from the moment on, each of them once`() async throws {
        var view = try await ViewHarness(
            try await long(30_000), at: .revision(15_000, on: .main))
        view.model.handle(.character("F"))
        for character in "kind:prompt" { view.model.handle(.character(character)) }
        view.model.handle(.enter)
        var blocks: [FilterBlock] = []
        while let load = view.model.nextLoad {
            if case .fitting(let block) = load {
                blocks.append(block)
                // There is something to see before the line was read.
                if blocks.count == 2 {
                    #expect(view.model.shown.contains(15_000))
                    #expect(view.model.shown.count > 5)
                    #expect(view.shows("so far"))
                }
            }
            view.model.receive(await view.load(load), for: load)
        }
        #expect(blocks.count == 4 && Set(blocks).count == 4)
        #expect(blocks.allSatisfy { $0.revisions.count <= FilteredLine.blockSize })
        #expect(blocks.first?.revisions.contains(15_000) == true)
        #expect(view.shows("30 of 30,001") && !view.shows("so far"))
        for _ in 0..<3 { try await view.press(.character("j")) }
        #expect(view.model.revision == 18_000)
    }

    /// A view near the end, with a filter of which only the nearest block is known.
    private func begun(_ session: Session) async throws -> ViewHarness {
        var view = try await ViewHarness(session, at: .revision(29_500, on: .main))
        view.model.handle(.character("F"))
        for character in "kind:prompt" { view.model.handle(.character(character)) }
        view.model.handle(.enter)
        while let load = view.model.nextLoad,
            view.model.askedFilter == nil || view.model.filtered?.looked == 0
        {
            view.model.receive(await view.load(load), for: load)
        }
        return view
    }

    @Test
    func `keys that lead where nobody has looked yet get there when it is known`()
        async throws
    {
        let session = try await long(30_000)
        var view = try await begun(session)
        for _ in 0..<10 { view.model.handle(.up) }
        try await view.settle()
        #expect(view.model.revision == 20_000)

        view = try await begun(session)
        view.model.handle(.home)
        #expect(view.model.revision == 29_500)
        guard case .fitting(let block) = view.model.nextLoad else {
            Issue.record("\(String(describing: view.model.nextLoad))")
            return
        }
        #expect(block.revisions.lowerBound == 1)
        try await view.settle()
        #expect(view.model.revision == 1000)
    }
}
