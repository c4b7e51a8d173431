import Generators
import SessionStore
import Testing

/// The example of the pages: tokens by model and day.
struct TokensByDay: Projection, Codable {
    static let name = "tokens-by-day", version = 1
    private(set) var tokens: [String: Int] = [:]

    init() {}

    mutating func apply(_ event: Event) {
        guard let message = event.message, let model = message.model, let usage = message.usage
        else { return }
        tokens["\(event.occurredAt.description.prefix(10)) \(model)", default: 0] += usage.total
    }
}

/// Remembers every revision that it was given, so that a fold that skips or repeats one shows.
private struct Trace: Projection {
    static let name = "trace", version = 1
    private(set) var count = 0
    private(set) var sum = 0
    private(set) var isStored = false

    init() {}

    mutating func apply(_ event: Event) {
        count += 1
        sum = (sum * 31 + event.revision.number + event.kind.rawValue.count) % 1_000_003
    }

    var state: JSON { [.number(count), .number(sum)] }

    init?(state: JSON) {
        let numbers = state.elements.compactMap(\.int)
        guard numbers.count == 2 else { return nil }
        (count, sum, isStored) = (numbers[0], numbers[1], true)
    }
}

/// The same under another version.
private struct TraceAnew: Projection {
    static let name = "trace", version = 2
    private var trace = Trace()
    var count: Int { trace.count }
    private(set) var isStored = false
    init() {}
    mutating func apply(_ event: Event) { trace.apply(event) }
    var state: JSON { trace.state }
    init?(state: JSON) {
        guard let trace = Trace(state: state) else { return nil }
        (self.trace, isStored) = (trace, true)
    }
}

private struct Failing: Projection {
    struct Reason: Error {}
    static let name = "failing", version = 1
    init() {}
    mutating func apply(_ event: Event) throws {
        if event.kind == .promptSubmitted { throw Reason() }
    }
    var state: JSON { .null }
    init?(state: JSON) {}
}

private struct BadName: Projection {
    static let name = "preview", version = 1
    init() {}
    mutating func apply(_ event: Event) {}
    var state: JSON { .null }
    init?(state: JSON) {}
}

@Suite("Projections of a program's own")
struct ProjectionTests {
    private func longSession(_ session: Session, events: Int) async throws {
        var random = Seeded(state: 3)
        for _ in 0..<events / 500 {
            let drafts = (0..<500).map { number -> EventDraft in
                number % 7 == 0
                    ? .setting("s\(random.number(0...9))", .number(number), by: .user("ana"))
                    : .note("n\(number)", by: .system)
            }
            try await session.append(drafts, to: .main, expecting: .any)
        }
    }

    @Test func `tokens are counted by model and day`() async throws {
        let session = try await Session.inMemory()
        let usage = TokenUsage(input: 10, output: 5)
        for (day, model) in [("20", "m1"), ("20", "m2"), ("21", "m1"), ("21", "m1")] {
            let time = try #require(Timestamp("2026-11-\(day)T10:00:00Z"))
            let answer = EventDraft.response("So.", by: .model(model), usage: usage)
            try await session.append(
                [answer.with(occurredAt: time)], to: .main, expecting: .any)
        }
        let tokens = try await session.fold(TokensByDay.self, at: .head(of: .main)).tokens
        #expect(tokens == ["2026-11-20 m1": 15, "2026-11-20 m2": 15, "2026-11-21 m1": 30])
        let before = try await session.fold(TokensByDay.self, at: .revision(3, on: .main)).tokens
        #expect(before == ["2026-11-20 m1": 15, "2026-11-20 m2": 15])
    }

    @Test(arguments: UInt64(1)...3)
    func `a fold from a snapshot is the fold from the beginning, on every branch`(seed: UInt64)
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let options = SessionOptions(projections: [Trace.self])
        let session = try await Session.create(at: path, options: options)
        try await longSession(session, events: 4000)
        var random = Seeded(state: seed)
        let fork = random.number(1500...3500)
        try await session.fork("idea", from: .revision(Revision(fork), on: .main))
        try await session.append([.note("n", by: .system)], to: "idea", expecting: .any)
        for branch in [BranchName.main, "idea"] {
            let head = try await session.resolve(.head(of: branch)).revision
            #expect(try await session.fold(Trace.self, at: .head(of: branch)).count == head.number)
            for _ in 0..<8 {
                let revision = random.number(0...head)
                let folded = try await session.fold(Trace.self, at: .revision(revision, on: branch))
                var expected = Trace()
                for try await event in session.events(on: branch, through: max(revision, 1))
                where event.revision <= revision {
                    expected.apply(event)
                }
                #expect(folded.sum == expected.sum, "seed \(seed), \(branch)@\(revision)")
                #expect(folded.isStored == (revision >= 1024))
            }
        }
        #expect(try await collect(session.verify()).isEmpty)
        let check = try await session.checkProjections()
        #expect(check.isSame && check.counts.snapshots > 3)
        try await session.close()
    }

    @Test func `a new version begins anew and takes the old snapshots away`() async throws {
        let session = try await Session.inMemory()
        try await longSession(session, events: 2500)
        _ = try await session.fold(Trace.self, at: .head(of: .main))
        #expect(try await session.fold(Trace.self, at: .head(of: .main)).isStored)
        let anew = try await session.fold(TraceAnew.self, at: .head(of: .main))
        #expect(!anew.isStored && anew.count == 2501)
        #expect(try await session.fold(TraceAnew.self, at: .head(of: .main)).isStored)
        #expect(try await !session.fold(Trace.self, at: .head(of: .main)).isStored)
    }

    @Test func `a projection that throws stops itself, and says where`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("Why?", by: .user("ana"))], to: .main, expecting: .any)
        let error = await #expect(throws: SessionError.self) {
            _ = try await session.fold(Failing.self, at: .head(of: .main))
        }
        #expect(error?.code == .projectionFailed)
        #expect(error?.message.contains("main@2") == true)
        try await session.append([.note("on", by: .system)], to: .main, expecting: .any)
        #expect(try await session.preview(at: .head(of: .main)).prompts == 1)
    }

    @Test func `names of the store's own projections are refused`() async throws {
        let session = try await Session.inMemory()
        let error = await #expect(throws: SessionError.self) {
            _ = try await session.fold(BadName.self, at: .head(of: .main))
        }
        #expect(error?.code == .invalidName)
    }

    @Test func `a file opened for reading folds without keeping anything`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        try await longSession(session, events: 1500)
        try await session.close()
        let before = try folder.bytes("a.session")
        let reader = try await Session.open(path, mode: .readOnly)
        #expect(try await reader.fold(Trace.self, at: .head(of: .main)).count == 1501)
        try await reader.close()
        #expect(try folder.bytes("a.session") == before)
    }
}
