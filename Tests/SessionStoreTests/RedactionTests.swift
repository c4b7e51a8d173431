import Foundation
import Generators
import SessionStore
import Testing

/// Texts that occur nowhere else, planted wherever a text can stand.
private struct Needles {
    private var random: Seeded
    private(set) var all: [String] = []

    init(seed: UInt64) { random = Seeded(state: seed) }

    mutating func next() -> String {
        let letters = (0..<28).map { _ in String(random.pick(Array("abcdefghijklmnopqrstuvwxyz"))) }
        all.append(letters.joined())
        return letters.joined()
    }
}

@Suite("Erasing", .timeLimit(.minutes(10)))
struct RedactionTests {
    private static func file(_ path: String, _ line: String, edits: Int) -> EventDraft {
        let lines = (0..<80).map { "let value\($0) = \($0 < edits ? -$0 : $0)" } + [line]
        return .file(path, content: Array(lines.joined(separator: "\n").utf8), by: .tool("edit"))
    }

    /// A session with a needle in everything that an event can say, and events around each that
    /// resemble it.
    private static func plant(
        _ needles: inout Needles, in session: Session
    ) async throws {
        let (path, writer) = ("src/\(needles.next()).swift", EventActor.user(needles.next()))
        let pieces = try await session.beginResponse(id: "streamed", by: .model("m"))
        let streamed = needles.next()
        for part in ["It is \(streamed.prefix(14))", "\(streamed.suffix(14)) and so on. "] {
            try await pieces.add(part)
            try await pieces.flush()
        }
        for round in 0..<3 {
            let common = "The build fails in the parser, line \(round): "
            try await session.append(
                [
                    .title("About \(needles.next())", by: .user("ana")),
                    .prompt("And then?", by: writer),
                    .prompt(common + needles.next(), by: .user("ana")),
                    .prompt(common + "why?", by: .user("ana")).with(id: "id-" + needles.next()),
                    .response(
                        common + needles.next(), by: .model("m"), id: "r\(round)", usage: nil),
                    .toolCall(
                        "bash", arguments: ["run": .string("make " + needles.next())],
                        by: .model("m")),
                    .toolResult(.string(common + needles.next()), of: "bash"),
                    .setting("key", .string(needles.next()), by: .user("ana")),
                    .setting(needles.next(), .number(round), by: .user("ana")),
                    file("a.swift", "// " + needles.next(), edits: 3 * round),
                    file("a.swift", "// nothing", edits: 3 * round + 1),
                    file(path, "// nothing", edits: 3 * round),
                ], to: .main, expecting: .any)
            if round == 1 { try await session.fork("idea", from: .undoing(1, on: .main)) }
            for branch in [BranchName.main] + (round > 0 ? ["idea"] : []) {
                let request = """
                    {"model":"m","messages":[{"role":"user","content":"\(common)why?"},\
                    {"role":"user","content":"\(needles.next())"}]}
                    """
                try await session.recordRequest(
                    Array(request.utf8), on: branch, by: .user("ana"))
                try await session.append(
                    [.prompt("Go on.", by: .user("bo"))], to: branch, expecting: .any)
            }
        }
    }

    /// Those that stand in a file of the folder as they are. Asked of another process: opening a
    /// live session's file by other means than SQLite drops its locks.
    private static func holds(_ needles: [String], in folder: TemporaryFolder) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", #"cat "$0"/* "$0"/.[!.]* 2>/dev/null"#, folder.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return needles.filter { bytes.range(of: Data($0.utf8)) != nil }
    }

    private static func told(_ needles: [String], by session: Session) async throws -> [String] {
        var texts: [String] = []
        for try await event in session.allEvents() {
            texts += [event.subject, event.actor.rawValue, event.id, "\(event.body)"]
                .compactMap { $0 }
            texts += event.content.map { [String(decoding: $0, as: UTF8.self)] } ?? []
        }
        for preview in try await session.previews() {
            texts += [preview.title, preview.lastMessage]
        }
        return needles.filter { needle in texts.contains { $0.contains(needle) } }
    }

    @Test(arguments: UInt64(1)...2)
    func `nothing of what was erased is left in any file, opened or closed, nor is it told`(
        seed: UInt64
    ) async throws {
        let folder = try TemporaryFolder()
        var needles = Needles(seed: seed)
        let session = try await Session.create(at: folder.file("a.session"))
        try await Self.plant(&needles, in: session)
        _ = try await session.fold(TokensByDay.self, at: .head(of: .main))
        #expect(try Self.holds(needles.all, in: folder).count > needles.all.count / 2)
        for needle in needles.all {
            let plan = try await session.planRedaction(matching: RedactionPattern(text: needle))
            #expect(!plan.events.isEmpty, "needle \(needles.all.firstIndex(of: needle) ?? -1)")
            try await session.redact(plan, reason: "a test", by: .user("ana"))
            #expect(try Self.holds([needle], in: folder).isEmpty)
            #expect(try await Self.told([needle], by: session).isEmpty)
        }
        #expect(try await collect(session.verify()).isEmpty)
        #expect(try await session.checkProjections().isSame)
        try await session.close()
        #expect(try Self.holds(needles.all, in: folder).isEmpty)
        let again = try await Session.open(folder.file("a.session"))
        #expect(try await Self.told(needles.all, by: again).isEmpty)
        try await again.close()
    }

    @Test(arguments: UInt64(1)...5)
    func `everything else reads as before, byte for byte, for who had it open too`(seed: UInt64)
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var model = RandomSession(seed: seed, session: try await Session.create(at: path))
        try await model.run(steps: 60)
        let session = model.session
        let other = try await Session.open(path)
        var random = Seeded(state: seed)
        for _ in 0..<4 {
            // Whoever has it open remembers how payloads are compressed.
            let before = try await collect(other.allEvents())
            let moments = (0..<random.number(1...6)).map { _ in
                Moment.position(random.pick(before.filter(\.isErasable)).position)
            }
            let plan = try await session.planRedaction(of: moments)
            let gone = Set(plan.events.map(\.position))
            #expect(gone.count + plan.erased.count >= Set(moments).count)
            let redaction = try await session.redact(plan, reason: "r", by: .user("ana"))
            #expect(redaction?.digests.count ?? 0 == gone.count)
            for reader in [other, session] {
                let after = try await collect(reader.allEvents())
                #expect(after.count == before.count + (redaction == nil ? 0 : 1))
                for (old, new) in zip(before, after) {
                    #expect(new.isErased == old.isErased || gone.contains(old.position))
                    if gone.contains(old.position) {
                        #expect(new == old.erased)
                    } else {
                        #expect(new == old)
                    }
                }
                #expect(try await collect(reader.verify()).isEmpty)
                #expect(try await reader.checkProjections().isSame)
            }
            try await other.append([.prompt("on", by: .system)], to: .main, expecting: .any)
        }
        try await other.close()
        try await session.close()
        #expect(try folder.contents == ["a.session"])
    }

    @Test func `a name is found with its accents put together and apart`() throws {
        let (whole, parts) = ("caf\u{e9}", "cafe\u{301}")
        for text in [whole, parts] {
            let pattern = try RedactionPattern(text: text)
            #expect(try pattern.fits("in the \(whole)") && pattern.fits("/Users/\(parts)/a"))
            #expect(try !pattern.fits("in the cafe"))
        }
    }

    @Test func `an erased event says who erased it and why, and its id brings nothing back`()
        async throws
    {
        let session = try await Session.inMemory()
        let draft = EventDraft.prompt("my secret", by: .user("ana")).with(id: "p1")
        try await session.append([draft], to: .main, expecting: .any)
        let plan = try await session.planRedaction(of: [.head(of: .main)])
        try await session.redact(
            plan, reason: "as asked", authority: "a court", by: .user("bo"))
        let event = try await session.event(at: .head(of: .main))
        #expect(event.isErased && event.id == nil && event.actor == .erased)
        let redaction = try #require(try await session.redaction(of: event))
        #expect(redaction.actor == .user("bo") && redaction.authority == "a court")
        #expect(redaction.reason == "as asked" && redaction.digests == [event.digest])
        #expect(try await session.redactedDigests() == [event.digest])

        let again = try await session.append([draft], to: .main, expecting: .any)
        #expect(again.written == 0 && again.revisions == [event.revision])
        await #expect(throws: SessionError.self) {
            try await session.bulk { _ = try $0.append(draft, to: .main) }
        }
        #expect(try await session.event(at: .head(of: .main)).isErased)
        // A second erasure has nothing to do, and records nothing.
        let more = try await session.planRedaction(of: [.head(of: .main)])
        #expect(more.events.isEmpty && more.erased.map(\.position) == [event.position])
        #expect(try await session.redact(more, reason: "r", by: .system) == nil)
        #expect(try await session.redactions().count == 1)
    }

    @Test func `copies that a merge took over go with their original, whichever is named`()
        async throws
    {
        for named in [2, 4] as [Position] {
            let session = try await Session.inMemory()
            try await session.append(
                [.file("a", content: Array("my secret".utf8), by: .user("ana"))], to: .main,
                expecting: .any)
            let original = try await session.event(at: .head(of: .main))
            try await session.fork("idea", from: .revision(1, on: .main))
            try await session.bulk { writer in
                let copy = EventDraft(
                    kind: .fileChanged, subject: "a", actor: .user("bo"), origin: original.digest)
                _ = try writer.append(copy, to: "idea")
            }
            #expect(try await session.content(of: "a", at: .head(of: "idea")).count == 9)
            let plan = try await session.planRedaction(of: [.position(named)])
            #expect(plan.events.map(\.position) == [2, 4])
            try await session.redact(plan, reason: "r", by: .system)
            let events = try await collect(session.allEvents())
            #expect(events.filter(\.isErased).map(\.position) == [2, 4])
            #expect(try await session.files(at: .head(of: "idea")).isEmpty)
            #expect(try await collect(session.verify()).isEmpty)
        }
    }

    @Test func `pieces of an answer go with it, and others that hold its bytes are listed`()
        async throws
    {
        let session = try await Session.inMemory()
        let stream = try await session.beginResponse(id: "answer", by: .model("m"))
        try await stream.add("The password is swordfish, ")
        try await stream.flush()
        try await stream.add("as everybody knows. ")
        try await stream.flush()
        let finished = try await stream.finish()
        try await session.append(
            [
                .prompt(
                    "You said: The password is swordfish, as everybody knows. Why?", by: .system),
                .prompt("Nothing.", by: .system),
            ], to: .main, expecting: .any)
        let plan = try await session.planRedaction(of: [.revision(finished.head, on: .main)])
        #expect(
            plan.events.map(\.kind) == [.responseStreamed, .responseStreamed, .responseReceived])
        #expect(plan.alike.map(\.revision) == [finished.head + 1])
        try await session.redact(plan, reason: "r", everywhere: true, by: .system)
        let events = try await collect(session.events(on: .main))
        #expect(events.map(\.isErased) == [false, true, true, false])
        await #expect {
            _ = try await session.beginResponse(id: "answer", by: .model("m"))
        } throws: {
            ($0 as? SessionError)?.code == .idConflict
        }
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `other versions of an erased file that share its lines are listed`() async throws {
        let session = try await Session.inMemory()
        for text in ["a = 1\nkey = swordfish-4711\n", "a = 2\nkey = swordfish-4711\n", "a = 3\n"] {
            try await session.append(
                [.file("conf", content: Array(text.utf8), by: .system)], to: .main, expecting: .any)
        }
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        #expect(plan.events.map(\.revision) == [2] && plan.alike.map(\.revision) == [3])
        try await session.redact(plan, reason: "r", by: .system)
        let rest = try await session.content(of: "conf", at: .revision(3, on: .main))
        #expect(rest == Array("a = 2\nkey = swordfish-4711\n".utf8))
    }

    @Test func `a request that held what was erased says so, and no later one refers to it`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        let secret = "The password of the archive is swordfish, and nobody else knows it."
        try await session.append([.prompt(secret, by: .user("ana"))], to: .main, expecting: .any)
        let request = Array(#"{"messages":[{"role":"user","content":"\#(secret)"}]}"#.utf8)
        let sent = try await session.recordRequest(request, on: .main, by: .system)
        #expect(sent.ranges == [2...2])
        let other = try await Session.open(path)
        let plan = try await other.planRedaction(of: [.revision(2, on: .main)])
        #expect(plan.alike.isEmpty)
        #expect(plan.unreadable().map(\.revision) == [3])
        try await other.redact(plan, reason: "r", by: .system)
        await #expect {
            _ = try await session.context(at: .head(of: .main))
        } throws: {
            ($0 as? SessionError)?.code == .contextUnknown
        }
        // Who says it anew says it himself: the store remembers nothing of it.
        let again = try await session.recordRequest(request, on: .main, by: .system)
        #expect(again.ranges.isEmpty)
        #expect(try await session.context(at: .head(of: .main)).bytes == request)
        try await other.close()
        try await session.close()
    }

    @Test func `a context that told what was erased says so, and the next one tells all anew`()
        async throws
    {
        let session = try await Session.inMemory()
        for name in ["a", "b"] {
            try await session.append(
                [.file(name, content: Array("file \(name)".utf8), by: .system)], to: .main,
                expecting: .any)
        }
        let first = try await session.buildContext(on: .main, setup: "Be brief.", by: .system)
        let second = try await session.buildContext(on: .main, guidance: "Now.", by: .system)
        #expect(second.base == first.revision)
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "r", by: .system)
        for context in [first, second] {
            await #expect {
                _ = try await session.context(at: .revision(context.revision, on: .main))
            } throws: {
                ($0 as? SessionError)?.message.contains("erased: revision 2") ?? false
            }
        }
        let third = try await session.buildContext(on: .main, by: .system)
        #expect(third.base == nil && third.files.map(\.path) == ["b"])
        #expect(try await session.erasedChanges(of: [.fileChanged], at: .head(of: .main)) == 1)
    }

    @Test func `while a hold is set nothing is erased`() async throws {
        let session = try await Session.inMemory(title: "Held")
        try await session.hold("case 1", reason: "audit", by: .user("ana"))
        try await session.hold("case 2", reason: "law", by: .user("bo"))
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        for name in ["case 1", "case 2"] {
            await #expect {
                try await session.redact(plan, reason: "r", by: .system)
            } throws: {
                ($0 as? SessionError)?.code == .held
            }
            try await session.release(name, reason: "over", by: .user("ana"))
        }
        #expect(try await session.holds().isEmpty)
        #expect(try await session.redact(plan, reason: "r", by: .system) != nil)
        #expect(try await session.preview(at: .head(of: .main)).title.isEmpty)
    }
}

extension Event {
    /// What must be left of the event.
    fileprivate var erased: Event {
        Event(
            position: position, branch: branch, revision: revision, kind: kind, version: version,
            dialect: dialect, actor: .erased, occurredAt: occurredAt, recordedAt: recordedAt,
            body: .object([]), digest: digest, isErased: true)
    }
}
