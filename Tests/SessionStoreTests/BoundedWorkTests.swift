import EventLog
import Foundation
import FuzzTargets
import Testing

@testable import SessionStore

@Suite("What calls cost, in rows")
struct BoundedWorkTests {
    private func rows(_ session: Session, _ body: () async throws -> Void) async throws -> Int {
        func seen() async throws -> Int { try await session.read { $0.reader.counts.rows } }
        let before = try await seen()
        try await body()
        return try await seen() - before
    }

    /// Of a tag one row is read, on the branch that it was set on.
    @Test func `tags cost no more where there are many branches`() async throws {
        var costs: [Int] = []
        for branches in [10, 100] {
            let session = try await Session.inMemory()
            for number in 0..<branches {
                let name = BranchName(rawValue: "b\(number)")
                try await session.fork(name, from: .head(of: .main))
                try await session.append(
                    [.note("\(number)", by: .system)], to: name, expecting: .any)
            }
            for number in 0..<50 {
                let branch = BranchName(rawValue: "b\(number % branches)")
                try await session.tag(BranchName(rawValue: "t\(number)"), at: .head(of: branch))
            }
            costs.append(
                try await rows(session) {
                    let count = try await session.tags().count
                    #expect(count == 50)
                })
        }
        // Both read the control line, which is 90 forks longer.
        #expect(costs[1] <= costs[0] + 2 * 90, "\(costs)")
    }

    /// What a program shows first of a long session: themselves, and the groups that they are in.
    @Test func `the last events of a long line are read without the others`() async throws {
        let session = try await Session.inMemory()
        let many = (0..<2_000).map { EventDraft.note("\($0)", by: .system) }
        try await session.append(many, to: .main, expecting: .any)
        var found: [String] = []
        let cost = try await rows(session) {
            for try await event in session.events(on: .main, order: .descending, limit: 100) {
                found.append(event.body["text"]?.string ?? "")
            }
        }
        #expect(found == (1_900..<2_000).reversed().map(String.init))
        #expect(cost <= 100 + 2 * 64 + 16, "\(cost) rows")
    }

    /// Events of the same transaction, and old ones at the beginning of the log.
    @Test func `what an event stands for is looked for until it is found`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.note("first", by: .system)], to: .main, expecting: .any)
        let original = try await session.event(at: .revision(2, on: .main)).digest
        let many = (0..<6_000).map { EventDraft.note("\($0)", by: .system) }
        try await session.append(many, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(1, on: .main))
        let cost = try await rows(session) {
            try await session.bulk { writer in
                var draft = EventDraft.note("first", by: .system)
                draft.origin = original
                try writer.append(draft, to: "idea")
            }
        }
        #expect(cost < 2_000, "\(cost) rows")
    }

    /// Somebody writes to the file between what a call reads first and what it reads last.
    @Test func `an origin of lines is told of one state of the file`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let writer = try await Session.create(at: path)
        func write(_ number: Int) async throws {
            let lines = (0...number).map { "line \($0)\n" }.joined()
            try await writer.append(
                [.file("f", content: Array(lines.utf8), by: .system)], to: .main, expecting: .any)
        }
        try await write(0)
        let reader = try await Session.open(path, mode: .readOnly)
        let work = Task { for number in 1...60 { try await write(number) } }
        for _ in 0..<60 {
            let blame = try await reader.blame("f", at: .head(of: .main))
            #expect(blame.lines.count == blame.sources.count)
            #expect(blame.lines.map(\.number) == Array(1...blame.lines.count))
        }
        try await work.value
        try await reader.close()
        try await writer.close()
    }

    /// Found by fuzzing: every number between was looked for.
    @Test func `a forged position as far away as numbers go is no longer way`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let first = try await Session.create(at: path)
        let notes = (0..<20).map { EventDraft.note("secret \($0)", by: .system) }
        try await first.append(notes, to: .main, expecting: .any)
        try await first.close()
        try forge(path, "UPDATE log SET position = 1000000000000 WHERE position = 20", [])
        let session = try await Session.open(path, mode: .verifying)
        let cost = try await rows(session) {
            let plan = try await session.planRedaction(matching: RedactionPattern(text: "secret"))
            #expect((1...3).contains(plan.unread.count), "\(plan.unread)")
            #expect(plan.events.count + plan.damaged.count >= 17)
        }
        #expect(cost < 1_000, "\(cost) rows")
        try await session.close()
    }

    @Test func `a session whose first event is damaged has no empty id`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        try await Session.create(at: path).close()
        try forge(path, "UPDATE log SET payload = x'00' WHERE position = 1", [])
        let session = try await Session.open(path, mode: .verifying)
        #expect(session.id == "unknown")
        let findings = try await collect(session.verify())
        #expect(!findings.isEmpty)
        try await session.close()
    }
}
