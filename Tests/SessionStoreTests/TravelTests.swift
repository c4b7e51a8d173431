import EventLog
import Generators
import Testing

@testable import SessionStore

/// A session of 40,000 events with 200 files on 12 branches, and one line that forked 300 times.
private struct LongSession {
    let session: Session
    private(set) var branches: [(name: BranchName, head: Revision)] = [(.main, 1)]
    private var random = Seeded(state: 9)

    init() async throws {
        session = try await Session.inMemory()
        for index in 0..<12 {
            if index > 0 { try await fork(index) }
            for _ in 0..<7 {
                let drafts = (0..<480).map { _ in draft() }
                branches[index].head =
                    try await session.append(drafts, to: branches[index].name, expecting: .any).head
            }
        }
        try await forkDeep()
    }

    private mutating func fork(_ index: Int) async throws {
        let parent = branches[random.number(max(0, index - 2)...index - 1)]
        let revision = random.number(Revision(parent.head.number / 2)...parent.head)
        let name = BranchName(rawValue: "b\(index)")
        try await session.fork(name, from: .revision(revision, on: parent.name))
        branches.append((name, revision))
    }

    private mutating func forkDeep() async throws {
        var (parent, head) = branches[branches.count - 1]
        for depth in 0..<300 {
            let name = BranchName(rawValue: "deep\(depth)")
            try await session.fork(name, from: .revision(head, on: parent))
            head = try await session.append([draft()], to: name, expecting: .any).head
            parent = name
        }
        branches.append((parent, head))
    }

    private mutating func draft() -> EventDraft {
        switch random.number(0...9) {
        case 0, 1: return .prompt("prompt \(random.number(0...999))", by: .user("ana"))
        case 2...6: return .response("answer \(random.number(0...999))", by: .model("m"))
        case 7: return .setting("s\(random.number(0...9))", "on", by: .user("ana"))
        default:
            let text = "line one\nline \(random.number(0...9999))\n"
            return .file(
                "f\(random.number(0...199))", content: Array(text.utf8), by: .tool("edit"))
        }
    }

    mutating func moment() -> Point {
        let branch = random.pick(branches)
        return Point(branch: branch.name, revision: random.number(1...branch.head))
    }

    /// Rows read and payloads decoded by one read.
    func work(_ body: () async throws -> Void) async throws -> (rows: Int, payloads: Int) {
        func counts() async throws -> (Int, Int) {
            try await session.read { ($0.reader.counts.rows, $0.reader.counts.payloads) }
        }
        let before = try await counts()
        try await body()
        let after = try await counts()
        return (after.0 - before.0, after.1 - before.1)
    }
}

@Suite("Travel in a long session", .serialized)
struct TravelTests {
    @Test func `a read at any moment takes a bounded number of rows and payloads`() async throws {
        var long = try await LongSession()
        let session = long.session
        let prompts = try await session.preview(at: .head(of: .main)).prompts
        for _ in 0..<60 {
            let point = long.moment()
            let preview = try await long.work { _ = try await session.preview(at: point.moment) }
            #expect(preview.rows <= 600 && preview.payloads <= 400, "\(point): \(preview)")
            let files = try await long.work { _ = try await session.files(at: point.moment) }
            #expect(files.rows <= 1100 && files.payloads == 0, "\(point): \(files)")
            let messages = try await long.work {
                for try await _ in session.events(
                    on: point.branch, from: max(1, point.revision - 49), through: point.revision)
                {}
            }
            #expect(messages.rows <= 800 && messages.payloads <= 700, "\(point): \(messages)")
            let event = try await long.work { _ = try await session.event(at: point.moment) }
            #expect(event.rows <= 90 && event.payloads <= 90, "\(point): \(event)")
        }
        for number in stride(from: 1, through: prompts, by: 97) {
            let moment = Moment.prompt(number, on: .main)
            let found = try await long.work { _ = try await session.resolve(moment) }
            // A snapshot, and the rows behind it, which prove that no prompt was passed over.
            #expect(found.rows <= 600 && found.payloads == 0, "\(moment): \(found)")
        }
    }

    @Test func `what snapshots and indexes give is what a replay from the start gives`()
        async throws
    {
        var long = try await LongSession()
        let session = long.session
        for _ in 0..<10 {
            let point = long.moment()
            var (fold, files): (PreviewFold, [String: Revision]) = (PreviewFold(), [:])
            var latest: Timestamp?
            for try await event in session.events(on: point.branch, through: point.revision) {
                fold.apply(event)
                if event.kind == .fileChanged { files[event.subject ?? ""] = event.revision }
                latest = max(latest ?? event.occurredAt, event.occurredAt)
            }
            var preview = try await session.preview(at: point.moment)
            preview.phase = fold.preview(of: point.branch).phase
            #expect(preview == fold.preview(of: point.branch))
            let listed = try await session.files(at: point.moment)
            #expect(
                Dictionary(uniqueKeysWithValues: listed.map { ($0.path, $0.revision) }) == files)
        }
        for number in [1, 2, 77, 400] {
            let point = try await session.resolve(.prompt(number, on: .main))
            var count = 0
            for try await event in session.events(on: .main, through: point.revision)
            where event.kind == .promptSubmitted {
                count += 1
            }
            #expect(count == number)
        }
    }

    @Test func `a moment by time is the same with snapshots and without`() async throws {
        let session = try await Session.inMemory()
        var random = Seeded(state: 4)
        var times: [Int] = []
        var now: Int = 4_000_000_000_000_000
        for _ in 0..<6 {
            let drafts = (0..<300).map { _ -> EventDraft in
                // Times go back now and then, as those of imports do.
                now += random.number(-400...1000)
                times.append(now)
                return EventDraft.note("n", by: .system)
                    .with(occurredAt: Timestamp(microseconds: now))
            }
            try await session.append(drafts, to: .main, expecting: .any)
        }
        for _ in 0..<200 {
            let time = times[0] - 500 + random.number(0...700_000)
            let expected = 1 + (times.firstIndex { $0 > time } ?? times.count)
            let moment = Moment.time(Timestamp(microseconds: time), on: .main)
            #expect(try await session.resolve(moment).revision.number == expected)
        }
    }
}
