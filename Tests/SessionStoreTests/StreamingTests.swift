import Generators
import SessionStore
import Synchronization
import Testing

/// A clock that stands still until it is moved.
private final class StillClock: Sendable {
    private let time = Mutex<Int>(1_800_000_000_000_000)

    func advance(milliseconds: Int) { time.withLock { $0 += milliseconds * 1000 } }

    var options: SessionOptions {
        SessionOptions(clock: { Timestamp(microseconds: self.time.withLock { $0 }) })
    }
}

@Suite("Responses that stream", .timeLimit(.minutes(10)))
struct StreamingTests {
    private let clock = StillClock()

    private func session() async throws -> Session {
        let session = try await Session.inMemory(options: clock.options)
        try await session.append([.prompt("Why?", by: .user("ana"))], to: .main, expecting: .any)
        return session
    }

    /// What the pieces of unfinished answers say up to a moment.
    private func partial(_ session: Session, through: Revision? = nil) async throws -> String {
        try await collect(session.events(on: .main, through: through))
            .compactMap { $0.view(as: ResponseStreamed.self)?.text }.joined()
    }

    @Test func `a piece that was written though its append failed is not written again`()
        async throws
    {
        let session = try await session()
        let stream = try await session.beginResponse(id: "r", by: .model("m-1"), cause: 2)
        try await session.archive(by: .system)
        let text = String(repeating: "a word ", count: 700)
        await #expect(throws: SessionError.self) { try await stream.add(text) }
        try await session.reopen(by: .system)
        // What a commit leaves whose caller was told that it failed.
        var piece = EventDraft(
            ResponseStreamed(text: text, model: "m-1", id: "r"), by: .model("m-1"))
        (piece.id, piece.cause) = (ResponseStreamed.id(ofPiece: 1, of: "r"), .revision(2))
        try await session.append([piece], to: .main, expecting: .any)
        try await stream.add(" and more")
        try await stream.flush()
        let said = try await partial(session)
        #expect(said.count > text.count && (text + " and more").hasPrefix(said))
        try await stream.finish()
        let last = try await session.event(at: .head(of: .main))
        #expect(last.message?.text == text + " and more")
    }

    @Test(arguments: UInt64(1)...20)
    func `once it is finished, everything reads as if it had been appended at once`(
        seed: UInt64
    ) async throws {
        var random = Seeded(state: seed)
        let (streamed, whole) = (try await session(), try await session())
        for turn in 0..<3 {
            let id = random.number(0...2) == 0 ? "a/\(turn)" : "msg-\(turn)"
            let stream = try await streamed.beginResponse(id: id, by: .model("m-1"), cause: 2)
            var text = ""
            var thinking = ""
            var sent = ""
            for _ in 0..<random.number(0...30) {
                let more = random.number(0...5) == 0 ? "" : random.text(random.number(1...60))
                let thought = random.number(0...3) == 0 ? random.text(3) : ""
                (text, thinking) = (text + more, thinking + thought)
                clock.advance(milliseconds: random.number(0...700))
                guard let appended = try await stream.add(more, thinking: thought) else { continue }
                // What stands there is a beginning of what came, and stays what it was.
                sent = try await partial(streamed, through: appended.head)
                #expect(text.utf8.starts(with: sent.utf8) && !text.isEmpty)
                let preview = try await streamed.preview(at: .revision(appended.head, on: .main))
                if !sent.isEmpty { #expect(preview.lastMessage == String(sent.prefix(200))) }
                #expect(preview.responses == turn && preview.tokens == TokenUsage())
            }
            let answer = ResponseReceived(
                text: text, thinking: thinking.isEmpty ? nil : thinking, model: "m-1", id: id,
                finishReasons: ["end_turn"])
            try await stream.finish(finishReasons: ["end_turn"])
            var draft = EventDraft(answer, by: .model("m-1")).with(cause: .revision(2))
            draft.id = id
            try await whole.append([draft], to: .main, expecting: .any)
        }
        try await expectSame(streamed, whole)
    }

    private func expectSame(_ streamed: Session, _ whole: Session) async throws {
        for order in [Session.Order.ascending, .descending] {
            let left = try await collect(streamed.events(on: .main, order: order))
            let right = try await collect(whole.events(on: .main, order: order))
            #expect(left.map(\.kind) == right.map(\.kind))
            #expect(left.map(\.id) == right.map(\.id))
            #expect(left.map(\.cause) == right.map(\.cause))
            #expect(
                left.dropFirst().map(\.body) == right.dropFirst().map(\.body)
                    || order == .descending)
        }
        var preview = try await streamed.preview(at: .head(of: .main))
        let expected = try await whole.preview(at: .head(of: .main))
        (preview.revision, preview.startedAt, preview.endedAt) =
            (expected.revision, expected.startedAt, expected.endedAt)
        #expect(preview == expected)
        #expect(try await collect(streamed.verify()).isEmpty)
    }

    @Test func `at most one piece a second, or every 4 KB`() async throws {
        let session = try await session()
        let slow = try await session.beginResponse(by: .model("m"))
        for _ in 0..<100 {
            clock.advance(milliseconds: 100)
            try await slow.add("twelve bytes")
        }
        #expect(try await session.resolve(.head(of: .main)).revision == 2 + 10)
        let fast = try await session.beginResponse(by: .model("m"))
        for _ in 0..<10_000 { try await fast.add("twelve bytes") }
        let pieces = try await session.resolve(.head(of: .main)).revision - 12
        #expect((25...29).contains(pieces))
    }

    @Test func `pieces are there for whoever asks, and between them and the end on other branches`()
        async throws
    {
        let session = try await session()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        try await stream.add("One ")
        try await stream.flush()
        try await session.fork("idea", from: .head(of: .main))
        try await stream.add("two ")
        try await stream.flush()
        #expect(try await partial(session) == "One two ")
        #expect(try await session.preview(at: .head(of: .main)).lastMessage == "One two ")
        try await stream.finish()
        #expect(try await partial(session) == "")
        #expect(try await partial(session, through: 4) == "One two ")
        #expect(try await session.preview(at: .revision(4, on: .main)).lastMessage == "One two ")
        let idea = try await collect(session.events(on: "idea"))
        #expect(idea.last?.message?.text == "One ")
        let all = try await collect(session.allEvents())
        #expect(all.count { $0.kind == .responseStreamed } == 2)
        let raw = try await collect(session.events(on: .main, includingPieces: true))
        #expect(raw.compactMap(\.id) == ["r/1", "r/2", "r"])
        var replaced: [Bool] = []
        for event in all { replaced.append(try await session.isReplaced(event)) }
        #expect(replaced == all.map { $0.kind == .responseStreamed })
    }

    @Test func `a stream that stops leaves what came, and one that is lost what was appended`()
        async throws
    {
        let session = try await session()
        let stopped = try await session.beginResponse(id: "r", by: .model("m"))
        try await stopped.add("half of a sente")
        try await stopped.flush()
        #expect(try await partial(session) == "half of a ")
        try await stopped.stop()
        #expect(try await partial(session) == "half of a sente")
        let error = await #expect(throws: SessionError.self) { try await stopped.add("x") }
        #expect(error?.code == .closed)
        try await session.append([.prompt("Go on", by: .user("ana"))], to: .main, expecting: .any)
        #expect(try await session.preview(at: .head(of: .main)).lastMessage == "Go on")
        let again = await #expect(throws: SessionError.self) {
            try await session.beginResponse(id: "r", by: .model("m"))
        }
        #expect(again?.code == .idConflict)
    }

    @Test(arguments: [true, false])
    func `an answer that has ended takes nothing more, by whatever call`(isFinished: Bool)
        async throws
    {
        let session = try await session()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        try await stream.add("All of it.")
        if isFinished { try await stream.finish() } else { try await stream.stop() }
        let head = try await session.resolve(.head(of: .main))
        let calls: [() async throws -> Void] = [
            { try await stream.add("x") }, { try await stream.flush() },
            { try await stream.stop() }, { try await stream.finish() },
            { try await stream.finish(.response("x", by: .model("m"))) },
        ]
        for call in calls {
            let error = await #expect(throws: SessionError.self) { try await call() }
            #expect(error?.code == .closed)
        }
        #expect(try await session.resolve(.head(of: .main)) == head)
    }

    @Test func `what could not be appended comes with the next piece`() async throws {
        let session = try await session()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        try await session.archive()
        clock.advance(milliseconds: 2000)
        await #expect(throws: SessionError.self) { try await stream.add("One ") }
        try await session.reopen()
        try await stream.add("two ")
        try await stream.flush()
        #expect(try await partial(session) == "One two ")
        try await session.archive()
        await #expect(throws: SessionError.self) { try await stream.finish() }
        try await session.reopen()
        try await stream.finish()
        #expect(try await collect(session.events(on: .main)).last?.message?.text == "One two ")
    }

    @Test func `calls from many tasks lose nothing and write no piece twice`() async throws {
        let session = try await session()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    for _ in 0..<50 {
                        _ = try? await stream.add(String(repeating: "ab ", count: 30))
                    }
                }
            }
        }
        try await stream.flush()
        #expect(try await partial(session).utf8.count == 40 * 50 * 90)
        try await stream.finish(.response("in other words", by: .model("m"), id: "r"))
        #expect(try await partial(session) == "")
    }

    @Test func `a secret that two pieces share is in none of them`() async throws {
        let secret = "sk-ant-api03-aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9"
        for cut in secret.indices {
            let session = try await session()
            let stream = try await session.beginResponse(id: "r", by: .model("m"))
            try await stream.add("The key is " + secret[..<cut])
            try await stream.flush()
            try await stream.add(secret[cut...] + ", keep it.")
            try await stream.flush()
            try await stream.stop()
            #expect(try await partial(session) == "The key is [masked:anthropic-key], keep it.")
        }
    }

    @Test func `live, pieces come as they are appended, then the answer`() async throws {
        let session = try await session()
        var events = session.events(on: .main, from: 3, live: true).makeAsyncIterator()
        let stream = try await session.beginResponse(id: "r", by: .model("m"))
        for word in ["One ", "two "] {
            try await stream.add(word)
            try await stream.flush()
            #expect(try await events.next()?.message?.text == word)
        }
        try await stream.finish()
        #expect(try await events.next()?.message?.text == "One two ")
    }
}
