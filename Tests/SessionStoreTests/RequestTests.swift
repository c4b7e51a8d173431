import Generators
import SessionStore
import Testing

@Suite("Requests to models")
struct RequestTests {
    /// Talks for `turns` turns; gives the requests with their revisions.
    private func talk(
        _ session: Session, seed: UInt64, turns: Int
    ) async throws -> [(revision: Revision, bytes: [UInt8], recorded: RecordedRequest)] {
        var client = RequestClient(seed: seed)
        var sent: [(revision: Revision, bytes: [UInt8], recorded: RecordedRequest)] = []
        for number in 1...turns {
            let turn = client.turn(number)
            try await session.append(turn.before, to: .main, expecting: .any)
            let recorded = try await session.recordRequest(
                turn.request, on: .main, by: .user("agent"))
            sent.append((recorded.revision, turn.request, recorded))
            try await session.append(turn.after, to: .main, expecting: .any)
        }
        return sent
    }

    @Test(arguments: UInt64(1)...12)
    func `every request comes back byte for byte, whatever the client`(seed: UInt64) async throws {
        let session = try await Session.inMemory()
        let sent = try await talk(session, seed: seed, turns: 14)
        for (revision, bytes, _) in sent {
            let context = try await session.context(at: .revision(revision, on: .main))
            #expect(context.source == .request(revision: revision))
            #expect(context.bytes == bytes, "seed \(seed), revision \(revision)")
        }
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test(arguments: UInt64(1)...6)
    func `what was said is named by its revisions and not stored again`(seed: UInt64) async throws {
        let session = try await Session.inMemory()
        let sent = try await talk(session, seed: seed, turns: 12)
        var prompts: [Revision] = []
        for try await event in session.events(on: .main) where event.kind == .promptSubmitted {
            prompts.append(event.revision)
        }
        for (index, request) in sent.enumerated() {
            let last = try #require(request.recorded.ranges.last)
            #expect(last.contains(prompts[index]), "seed \(seed), request \(index)")
            if index > 0 { #expect(request.recorded.literalBytes < 1500, "seed \(seed)") }
        }
    }

    @Test func `opened anew, the next request still finds what the last one referred to`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var session = try await Session.create(at: path)
        var client = RequestClient(seed: 5)
        for number in 1...6 {
            let turn = client.turn(number)
            try await session.append(turn.before, to: .main, expecting: .any)
            let recorded = try await session.recordRequest(
                turn.request, on: .main, by: .user("agent"))
            if number > 1 { #expect(recorded.literalBytes < 1500) }
            try await session.append(turn.after, to: .main, expecting: .any)
            try await session.close()
            session = try await Session.open(path)
            let context = try await session.context(
                at: .revision(recorded.revision, on: .main))
            #expect(context.bytes == turn.request)
        }
        try await session.close()
    }

    @Test func `a request on a fork refers to what was said before the fork`() async throws {
        let session = try await Session.inMemory()
        let sent = try await talk(session, seed: 3, turns: 6)
        try await session.fork("idea", from: .revision(sent[5].revision, on: .main))
        let again = try await session.recordRequest(sent[5].bytes, on: "idea", by: .user("agent"))
        #expect(again.literalBytes == 0)
        let context = try await session.context(at: .head(of: "idea"))
        #expect(context.bytes == sent[5].bytes)
        #expect(again.ranges == sent[5].recorded.ranges)
    }

    @Test func `a file pasted into a message is a reference to its content`() async throws {
        let session = try await Session.inMemory()
        var workload = Workload(seed: 4)
        let content = workload.text(20_000)
        try await session.append(
            [.file("a.txt", content: Array(content.utf8), by: .tool("edit"))], to: .main,
            expecting: .any)
        let prompt = "Look at this:\n<file>\n" + content + "</file>\nWhat is wrong?"
        let request: JSON = ["messages": [["role": "user", "content": .string(prompt)]]]
        let recorded = try await session.recordRequest(request.bytes, on: .main, by: .user("a"))
        #expect(recorded.literalBytes == 0)
        let context = try await session.context(at: .head(of: .main))
        #expect(context.bytes == request.bytes)
        #expect(context.files == ["a.txt": 2])
    }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":"half \ud83d of a pair, again \ud83d"}]}"#,
        "[{\"role\":\"user\",\"content\":\"a list alone\"}]",
        "{\"messages\":[]}", " {\n \"input\" : \"text\" , \"model\":\"m\"}\n",
        "{\"contents\":[{\"parts\":[{\"text\":\"Gemini has \\u0001 parts\"}]}]}",
        #"{"messages":[{"role":"user","content":null},{"role":"user","role":"tool"}]}"#,
    ])
    func `unusual requests are kept exactly`(text: String) async throws {
        let session = try await Session.inMemory()
        for _ in 0..<2 {
            try await session.recordRequest(Array(text.utf8), on: .main, by: .user("a"))
            let context = try await session.context(at: .head(of: .main))
            #expect(String(decoding: context.bytes, as: UTF8.self) == text)
        }
    }

    @Test func `one message 20,000 times over takes little room and comes back`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let message: JSON = [
            "role": "user", "content": .string(String(repeating: "again ", count: 40)),
        ]
        let request: JSON = ["messages": .array(Array(repeating: message, count: 20_000))]
        try await session.recordRequest(request.bytes, on: .main, by: .user("a"))
        #expect(try await session.context(at: .head(of: .main)).bytes == request.bytes)
        #expect(try await session.info().storedSize < 50_000)
        try await session.close()
    }

    @Test(arguments: [
        ("{\"messages\":[", "no JSON"), ("", "no JSON"), ("\u{1}", "no JSON"),
        ("{\"model\":\"m\"}", "no list of messages"), ("[1,2]", "no list of messages"),
        ("\"text\"", "no list of messages"),
    ])
    func `what is no request is refused and says why`(text: String, reason: String) async throws {
        let session = try await Session.inMemory()
        let error = await #expect(throws: SessionError.self) {
            try await session.recordRequest(Array(text.utf8), on: .main, by: .user("a"))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(try await session.branches()[0].head == 1)
    }

    @Test func `where no request was recorded since the prompt, the context is a reconstruction`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [.prompt("Why?", by: .user("ana")), .response("So.", by: .model("m"))], to: .main,
            expecting: .any)
        let context = try await session.context(at: .head(of: .main))
        #expect(context.source == .reconstruction)
        let question: JSON = ["role": "user", "content": "Why?"]
        let answer: JSON = ["role": "assistant", "content": "So."]
        #expect(context.bytes == JSON.object([("messages", [question, answer])]).bytes)
        #expect(context.ranges == [2...3])
    }

    @Test func `what is new since the step before is told without the markers that moved`()
        async throws
    {
        let session = try await Session.inMemory()
        func request(_ texts: [String]) -> [UInt8] {
            let list = texts.enumerated().map { index, text -> JSON in
                index == texts.count - 1
                    ? [
                        "role": "user",
                        "content": [["type": "text", "text": .string(text), "cache_control": [:]]],
                    ] : ["content": .string(text), "role": "user"]
            }
            return JSON.object([("messages", .array(list))]).bytes
        }
        try await session.recordRequest(request(["one", "two"]), on: .main, by: .user("a"))
        try await session.recordRequest(
            request(["one", "two", "three"]), on: .main, by: .user("a"))
        let context = try await session.context(at: .head(of: .main))
        let news = try #require(try await session.contextNews(in: context))
        #expect(news.entered.map(\.beginning) == ["three"])
        #expect(news.left.isEmpty && news.changed.isEmpty)
        #expect(news.kept == 2)
        let back = try await session.contextDifference(
            from: .head(of: .main), to: .revision(2, on: .main))
        #expect(back.left.map(\.beginning) == ["three"])
    }

    @Test(arguments: [
        // No JSON, what nobody could read, values that are not there, and the request itself.
        "", "\u{1}", "{\"messages\":[{\"role\":\"", String(repeating: "[", count: 100_000),
        String(repeating: "{\"role\":\"u\",\"content\":", count: 20_000) + "1"
            + String(repeating: "}", count: 20_000),
        "{\"messages\":[\u{1}\u{0}\u{9}\u{1}\u{0}]}", "{\"messages\":[\u{1}\u{0}\u{2}\u{9}\u{0}]}",
        "{\"messages\":[\u{1}\u{0}\u{3}\u{1}\u{0}]}",
        "{\"messages\":[\u{1}\u{1}\u{2}\u{2}\u{9}\u{9}]}",
    ])
    func `a recipe that gives no request is an error, at once`(recipe: String) async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("Hi", by: .system)], to: .main, expecting: .any)
        try await session.append(
            [
                EventDraft(
                    RequestSent(context: ContextView()), by: .system, content: Array(recipe.utf8))
            ], to: .main, expecting: .any)
        await #expect(throws: SessionError.self) {
            try await session.context(at: .named(.main))
        }
    }

    @Test func `a request that was appended without its bytes is no request that was recorded`()
        async throws
    {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("Why?", by: .system),
                EventDraft(RequestSent(context: ContextView(ranges: [2...2])), by: .system),
            ], to: .main, expecting: .any)
        let context = try await session.context(at: .named(.main))
        #expect(context.source == .reconstruction)
        #expect(context.messages.map(\.beginning) == ["Why?"])
    }
}
