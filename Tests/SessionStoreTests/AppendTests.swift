import Generators
import Synchronization
import Testing

@testable import SessionStore

@Suite("Appending")
struct AppendTests {
    @Test func `the same id with the same content is written once, with other content refused`()
        async throws
    {
        let session = try await Session.inMemory()
        let draft = EventDraft.prompt("hello", by: .user("ana")).with(id: "p1")
        let first = try await session.append([draft], to: .main, expecting: .any)
        let again = try await session.append([draft], to: .main, expecting: .any)
        #expect(again.revisions == first.revisions && again.digest == first.digest)
        #expect((first.written, again.written) == (1, 0))
        try await session.fork("idea", from: .named(.main))
        #expect(try await session.append([draft], to: "idea", expecting: .any).revisions == [2])
        let other = EventDraft.prompt("bye", by: .user("ana")).with(id: "p1")
        let refused = await code {
            try await session.append([.note("n", by: .system), other], to: .main, expecting: .any)
        }
        #expect(refused == .idConflict)
        #expect(try await session.resolve(.named(.main)).revision == 2)
    }

    @Test func `a head that moved is refused with both heads named`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("1", by: .user("a"))], to: .main, expecting: .revision(1))
        do {
            try await session.append(
                [.prompt("2", by: .user("b"))], to: .main, expecting: .revision(1))
            Issue.record("the second writer won too")
        } catch let error as SessionError {
            #expect(error.code == .headMoved)
            #expect(error.message.contains("1") && error.message.contains("2"))
        }
    }

    @Test func `a batch with one bad event writes none of its events`() async throws {
        let session = try await Session.inMemory()
        let bad: [EventDraft] = [
            EventDraft(kind: .branchForked, actor: .system),
            EventDraft(kind: .fileChanged, subject: "a", actor: .system),
            EventDraft(kind: .fileChanged, actor: .system, content: []),
            EventDraft(kind: .promptSubmitted, actor: .system, body: ["text": 7]),
            EventDraft(kind: .promptSubmitted, actor: .system, body: [1]),
            .note("n", by: EventActor(rawValue: "")),
            .note("n", by: .system).with(cause: .revision(9)),
            .note("n", by: .system).with(cause: .batch(1)),
        ]
        for draft in bad {
            let refused = await code {
                try await session.append(
                    [.note("good", by: .system), draft], to: .main, expecting: .any)
            }
            #expect(refused == .invalidEvent, "\(draft.kind) \(draft.body)")
        }
        #expect(try await session.resolve(.named(.main)).revision == 1)
    }

    @Test func `archived branches and sessions take nothing until reopened`() async throws {
        let session = try await Session.inMemory()
        try await session.fork("old", from: .named(.main))
        try await session.archive(branch: "old")
        let note = EventDraft.note("n", by: .system)
        #expect(
            await code { try await session.append([note], to: "old", expecting: .any) }
                == .branchArchived)
        try await session.archive()
        #expect(
            await code { try await session.append([note], to: .main, expecting: .any) }
                == .sessionArchived)
        #expect(await code { try await session.fork("x", from: .named(.main)) } == .sessionArchived)
        #expect(try await session.preview(at: .named(.main)).phase == .archived)
        try await session.reopen()
        try await session.append([note], to: .main, expecting: .any)
        #expect(
            await code { try await session.append([note], to: "no", expecting: .any) }
                == .branchNotFound)
        #expect(await code { try await session.fork("old", from: .named(.main)) } == .branchExists)
        #expect(await code { try await session.fork("a b", from: .named(.main)) } == .invalidName)
    }

    @Test func `secrets are masked before they are written, unless the program says otherwise`()
        async throws
    {
        let key = "ghp_" + String(repeating: "a1B2", count: 9)
        let session = try await Session.inMemory()
        try await session.append(
            [
                .prompt("use \(key)", by: .user("a")),
                .file(".env", content: Array("T=\(key)\n".utf8), by: .tool("write")),
            ], to: .main, expecting: .any)
        for event in try await collect(session.events(on: .main)) {
            #expect(!event.body.description.contains(key))
            #expect(!String(decoding: event.content ?? [], as: UTF8.self).contains(key))
        }
        let exact = try await Session.inMemory(options: SessionOptions(masksSecrets: false))
        try await exact.append([.prompt("use \(key)", by: .user("a"))], to: .main, expecting: .any)
        #expect(try await exact.event(at: .named(.main)).message?.text == "use \(key)")
    }

    @Test func `hundreds of tasks append at once and every event has a revision of its own`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let revisions = try await withThrowingTaskGroup(of: [Revision].self) { group in
            for task in 0..<300 {
                group.addTask {
                    try await session.append(
                        [.prompt("\(task)", by: .user("a"))], to: .main, expecting: .any
                    ).revisions
                }
            }
            return try await group.reduce(into: [Revision]()) { $0 += $1 }
        }
        #expect(revisions.sorted() == Array(2...301))
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
    }

    /// - Parameter writesBefore: whether those that fail had written an event before.
    @Test(arguments: [false, true])
    func `one failing append among others that wait leaves the others alone`(
        writesBefore: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let failures = await withTaskGroup(of: Bool.self) { group in
            for task in 0..<100 {
                group.addTask {
                    let draft = EventDraft.note("\(task)", by: .system)
                    let good = draft.with(cause: .revision(1))
                    let bad = draft.with(cause: .revision(1_000_000))
                    let isBad = task % 10 == 0
                    let drafts = isBad ? (writesBefore ? [good, bad] : [bad]) : [good]
                    return (try? await session.append(drafts, to: .main, expecting: .any)) == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 10)
        #expect(try await session.resolve(.named(.main)).revision == 91)
        #expect(try await session.preview(at: .named(.main)).revision == 91)
        let texts = try await collect(session.events(on: .main)).compactMap {
            $0.body["text"]?.string
        }
        #expect(texts.sorted() == (0..<100).filter { $0 % 10 > 0 }.map { "\($0)" }.sorted())
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
    }

    @Test func `what a caller does inside a transaction is done once, whoever else fails`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let runs = Counter()
        await withTaskGroup { group in
            for task in 0..<60 {
                group.addTask {
                    let bad = EventDraft.note("bad", by: .system).with(cause: .revision(1_000_000))
                    _ = try? await session.append(
                        [.note("\(task)", by: .system), bad], to: .main, expecting: .any)
                }
                group.addTask {
                    _ = try? await session.bulk { writer in
                        runs.add()
                        try writer.append(.note("bulk", by: .system), to: .main)
                    }
                }
            }
        }
        #expect(runs.count == 60)
        #expect(try await session.resolve(.named(.main)).revision == 61)
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func add() { value.withLock { $0 += 1 } }
    }

    @Test func `a large batch is stored as its events one by one are, whatever is between them`()
        async throws
    {
        var workload = Workload(seed: 6)
        let drafts = (0..<300).map { index -> EventDraft in
            let text = workload.text(workload.number(0...3000))
            switch index {
            case 90, 250:
                return .file("a.txt", content: Array(text.utf8), by: .tool("edit"))
            case 40..<60: return .prompt(text, by: .user("ana")).with(id: "p\(index)")
            default: return .prompt(text, by: .user("ana"))
            }
        }
        // Some are there already.
        let (batch, single) = (try await Session.inMemory(), try await Session.inMemory())
        let small = try await Session.inMemory()
        for session in [batch, single, small] {
            try await session.append(Array(drafts[45..<50]), to: .main, expecting: .any)
        }
        let appended = try await batch.append(drafts, to: .main, expecting: .any)
        #expect(appended.written == 295)
        for (index, draft) in drafts.enumerated() {
            try await small.append([draft], to: .main, expecting: .any)
            guard !(45..<50).contains(index) else { continue }
            _ = try await single.write(effort: .fast) { events in
                try events.append(draft, to: .first, cause: nil).revision
            }
        }
        let left = try await collect(batch.events(on: .main, from: 2))
        let right = try await collect(single.events(on: .main, from: 2))
        let isSame = zip(left, right).allSatisfy {
            $0.body == $1.body && $0.content == $1.content
        }
        #expect(isSame && left.count == 300 && right.count == 300)
        let whole = try await batch.info().storedSize
        #expect(try await single.info().storedSize == whole)
        // A few at a time are compressed harder: the disk takes longer than that.
        let apart = try await small.info().storedSize
        #expect(apart < whole && whole < apart * 3 / 2, "\(apart) \(whole)")
        #expect(try await collect(batch.verify()).isEmpty)
    }

    @Test func `an event beyond the limit is refused with its size`() async throws {
        let session = try await Session.inMemory(options: SessionOptions(masksSecrets: false))
        let large = [UInt8](repeating: 7, count: 256 << 20 + 1)
        #expect(
            await code {
                try await session.append(
                    [.file("a", content: large, by: .system)], to: .main, expecting: .any)
            } == .eventTooLarge)
    }
}
