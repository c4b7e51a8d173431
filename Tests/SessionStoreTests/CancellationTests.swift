import Foundation
import SessionStore
import Testing

@Suite("Cancelled tasks", .timeLimit(.minutes(10)))
struct CancellationTests {
    /// What a call gives in a task that is cancelled before it begins.
    private func cancelled<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await body()
        }.value
    }

    private func count<Events: AsyncSequence & Sendable>(_ events: Events) async throws -> Int {
        try await events.reduce(0) { count, _ in count + 1 }
    }

    private func makeSession(in folder: TemporaryFolder) async throws -> Session {
        let session = try await Session.create(at: folder.file("a.session"))
        let notes = (0..<3000).map { EventDraft.note("\($0)", by: .system) }
        try await session.append(notes, to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(100, on: .main))
        try await session.append([.note("x", by: .system)], to: "idea", expecting: .any)
        return session
    }

    @Test func `what reads is cancelled`() async throws {
        let folder = try TemporaryFolder()
        let session = try await makeSession(in: folder)
        let head = Moment.head(of: .main)
        let reads: [@Sendable () async throws -> Void] = [
            { _ = try await session.state(at: head) },
            { _ = try await session.resolve(head) },
            { _ = try await session.fold(TokensByDay.self, at: head) },
            { _ = try await session.merge("idea", into: .main) },
            { _ = try await session.difference(from: .revision(1, on: .main), to: head) },
            { _ = try await session.query("SELECT count(*) FROM events") },
            { _ = try await session.restore(.revision(1, on: .main), by: .system) },
            { _ = try await count(session.events(on: .main)) },
            { _ = try await count(session.audit(.kind("note.added"))) },
        ]
        for read in reads {
            await #expect(throws: CancellationError.self) { try await cancelled(read) }
        }
        #expect(try await session.resolve(head).revision == 3001)
        try await session.close()
    }

    @Test func `what writes is done whole all the same`() async throws {
        let folder = try TemporaryFolder()
        let session = try await makeSession(in: folder)
        let appended = try await cancelled {
            try await session.append([.note("c", by: .system)], to: .main, expecting: .any)
        }
        #expect(appended.head == 3002)
        #expect(
            try await cancelled { try await session.fork("f", from: .head(of: .main)) }.head == 3002
        )
        let merge = try await session.merge("idea", into: .main)
        #expect(try await cancelled { try await session.commit(merge) }.head == 3004)
        #expect(try await session.resolve(.head(of: .main)).revision == 3004)
        try await cancelled { try await session.close() }
    }

    @Test func `a live sequence and the findings of a check end without an error`() async throws {
        let folder = try TemporaryFolder()
        let session = try await makeSession(in: folder)
        #expect(try await cancelled { try await count(session.events(on: .main, live: true)) } == 0)
        #expect(try await cancelled { try await count(session.verify()) } == 0)
        try await session.close()
    }

    @Test func `no new file appears, and the session stays whole`() async throws {
        let folder = try TemporaryFolder()
        let session = try await makeSession(in: folder)
        let (copy, duplicate) = (folder.file("b.session"), folder.file("c.session"))
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await session.compact() }, { try await session.save(to: copy) },
            { _ = try await session.duplicate(to: duplicate) },
        ]
        for call in calls {
            await #expect(throws: CancellationError.self) { try await cancelled(call) }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.allSatisfy { $0.hasPrefix("a.session") }, "\(files)")
        for try await finding in session.verify() { Issue.record("\(finding)") }
        try await session.close()
    }

    @Test func `a session that a cancelled task has made is there and whole`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        await #expect(throws: CancellationError.self) {
            try await cancelled { try await Session.create(at: path).id }
        }
        let session = try await Session.openOrCreate(at: path)
        #expect(try await session.resolve(.head(of: .main)).revision == 1)
        try await session.close()
    }

    @Test func `a query is cancelled in the middle`() async throws {
        let folder = try TemporaryFolder()
        let session = try await makeSession(in: folder)
        let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        let task = Task { try await session.query(endless + "SELECT count(*) FROM c") }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await session.close()
    }
}
