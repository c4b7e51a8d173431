import SessionStore
import Testing

@testable import session

@Suite("session view of a session that grows")
struct ViewFollowTests {
    private func grow(_ view: inout ViewHarness, _ drafts: [EventDraft]) async throws {
        try await view.session.append(drafts, to: .main, expecting: .any)
        view.model.lookAgain()
        try await view.settle()
    }

    private let notes: [EventDraft] = (1...3).map { .note("new \($0)", by: .system) }

    @Test
    func `at the head it goes along, and shows what comes`() async throws {
        var view = try await ViewHarness(try await ViewHarness.talk())
        try await grow(&view, notes)
        #expect(view.model.revision == 15 && view.model.unseen == 0)
        #expect(view.shows("▸15") && view.pane.contains("new 3"))
        for _ in 0..<10 { try await grow(&view, notes) }
        #expect(view.model.revision == 45 && view.model.shown.last == 45)
    }

    @Test
    func `elsewhere it says how many are new, until one goes there`() async throws {
        var view = try await ViewHarness(
            try await ViewHarness.talk(), at: .revision(9, on: .main), columns: 120)
        #expect(view.model.unseen == 0)
        try await grow(&view, notes)
        #expect(view.model.revision == 9)
        #expect(view.shows("3 new events, G goes there"))
        try await grow(&view, notes)
        #expect(view.shows("6 new events"))
        try await view.press(.character("G"))
        #expect(view.model.revision == 18 && !view.shows("new event"))
        try await view.press(.up)
        #expect(!view.shows("new event"))
    }

    @Test(arguments: [Key.right, .character("f"), .character("/"), .character("b")])
    func `who reads or types is not taken along`(key: Key) async throws {
        var view = try await ViewHarness(try await ViewHarness.talk())
        try await view.press(key)
        try await grow(&view, notes)
        #expect(view.model.revision == 12)
        #expect(view.shows("3 new events"))
    }

    @Test
    func `with a filter it goes along with what fits`() async throws {
        var view = try await ViewHarness(try await ViewHarness.talk())
        try await view.press(.character("F"))
        try await view.type("kind:prompt")
        try await view.press(.enter, .end)
        #expect(view.model.revision == 10)
        try await grow(&view, notes)
        #expect(view.model.revision == 10 && view.model.unseen == 0)
        try await grow(&view, [.prompt("More?", by: .user("ana"))] + notes)
        #expect(view.model.revision == 16)
        #expect(view.shows("3 of 19"))
        try await view.press(.up)
        try await grow(&view, [.prompt("And more?", by: .user("ana"))])
        #expect(view.model.revision == 10 && view.shows("1 new event,"))
        try await view.press(.character("G"))
        #expect(view.model.revision == 20 && view.model.unseen == 0)
    }

    @Test
    func `pieces of an answer that is finished by now are shown when they are asked for`()
        async throws
    {
        let session = try await ViewHarness.talk()
        let stream = try await session.beginResponse(id: "r1", by: .model("m1"), cause: 10)
        try await stream.add("Let me think")
        try await stream.flush()
        try await stream.add(" about it.")
        try await stream.finish()
        var view = try await ViewHarness(session)
        #expect(view.model.revision > 13)
        #expect(!view.shows("piece") && view.shows("response"))
        try await view.press(.character("a"))
        #expect(view.shows("piece") && view.shows("response"))
        #expect(!view.shows("not in the file"))
    }

    @Test
    func `what is written and erased is told until nobody listens any more`() async throws {
        let session = try await ViewHarness.talk()
        let inbox = ViewInbox()
        let loader = ViewLoader(session: session, file: "", actor: .system, style: .plain)
        let following = Task { await loader.follow(inbox) }
        var arrivals: [ViewInbox.Arrival] = []
        // It listens from a moment on that nobody knows.
        for _ in 0..<200 where arrivals.isEmpty {
            try await session.append([.note("one more", by: .system)], to: .main, expecting: .any)
            try await Task.sleep(for: .milliseconds(10))
            arrivals += inbox.take()
        }
        guard case .grown = arrivals.first else {
            Issue.record("nothing was told")
            return
        }
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "a name", by: .user("ana"))
        var isErased = false
        for _ in 0..<200 where !isErased {
            try await Task.sleep(for: .milliseconds(10))
            for case .erased in inbox.take() { isErased = true }
        }
        #expect(isErased)
        following.cancel()
        await following.value
        _ = inbox.take()
        try await session.append([.note("unheard", by: .system)], to: .main, expecting: .any)
        try await Task.sleep(for: .milliseconds(30))
        #expect(inbox.take().isEmpty)
    }
}
