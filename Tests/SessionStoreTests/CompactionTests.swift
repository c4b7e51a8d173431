import Generators
import SessionStore
import Testing

@Suite("Compacting", .timeLimit(.minutes(10)))
struct CompactionTests {
    @Test(arguments: UInt64(1)...4)
    func `the file gets smaller, and every read of whoever has it open returns the same`(
        seed: UInt64
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var model = RandomSession(seed: seed, session: try await Session.create(at: path))
        try await model.run(steps: 80)
        let session = model.session
        // What comes at once is compressed in haste, what comes little by little nearly as well.
        var workload = Workload(seed: seed)
        let batch = (0..<100).map { _ in EventDraft.prompt(workload.text(2_000), by: .system) }
        try await session.append(batch, to: .main, expecting: .any)
        let other = seed % 2 == 0 ? try await Session.open(path) : nil
        let before = try await Readings(session)
        if let other { #expect(try await Readings(other) == before) }

        let done = try await session.compact()
        #expect(done.after < done.before)
        for reader in [session, other].compactMap({ $0 }) {
            #expect(try await Readings(reader) == before)
            #expect(try await collect(reader.verify()).isEmpty)
            #expect(try await reader.checkProjections().isSame)
        }
        // Who has it open goes on writing behind what was compressed anew.
        for writer in [other, session].compactMap({ $0 }) {
            for branch in try await writer.branches() {
                try await writer.append(
                    [.prompt("on", by: .system)], to: branch.name, expecting: .any)
            }
        }
        let later = try await Readings(session)
        try await session.close()
        try await other?.close()
        #expect(try folder.contents == ["a.session"])
        let again = try await Session.open(path)
        #expect(try await Readings(again) == later)
        #expect(try await collect(again.verify()).isEmpty)
        // What is small already stays as it is.
        _ = try await again.compact()
        let small = try await again.compact()
        #expect(small.before == small.after)
        #expect(try await Readings(again) == later)
        try await again.close()
        #expect(try folder.contents == ["a.session"])
    }

    @Test func `each event is still read alone within the bounds of a group`() async throws {
        let session = try await Session.inMemory()
        var model = RandomSession(seed: 7, session: session)
        try await model.run(steps: 150)
        _ = try await session.compact()
        let events = try await collect(session.allEvents())
        for event in events.reversed() {
            #expect(try await session.event(at: .position(event.position)) == event)
        }
    }

    @Test func `who writes meanwhile is not waited for, and nothing is lost`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let options = SessionOptions(masksSecrets: false)
        let session = try await Session.create(at: path, options: options)
        try await session.append(
            (0..<45).map { .prompt(String(repeating: "text \($0) ", count: 14_000), by: .system) },
            to: .main, expecting: .any)
        let writer = try await Session.open(path)
        let digests = try await collect(session.allEvents(headersOnly: true)).map(\.digest)
        let (steps, step) = AsyncStream.makeStream(of: Void.self)
        async let compaction = Task {
            defer { step.finish() }
            return try await session.compact { _, _ in step.yield() }
        }.value
        for await _ in steps { break }
        try await writer.append([.prompt("now", by: .system)], to: .main, expecting: .any)
        do {
            _ = try await compaction
        } catch let error as SessionError {
            #expect(error.code == .busy)
        }
        let after = try await collect(writer.allEvents(headersOnly: true)).map(\.digest)
        #expect(after.dropLast() == digests[...])
        #expect(try await collect(writer.verify()).isEmpty)
        try await writer.close()
        try await session.close()
    }
}

/// What a session tells, all of it.
private struct Readings: Equatable {
    var events: [Event]
    var lines: [[Event]] = []
    var previews: [Preview]
    var states: [String] = []

    init(_ session: Session) async throws {
        events = try await collect(session.allEvents())
        previews = try await session.previews()
        for branch in try await session.branches() {
            lines.append(
                try await collect(session.events(on: branch.name, includingPieces: true)))
            for revision in stride(from: 0, through: branch.head, by: 23) {
                states.append(
                    "\(try await session.state(at: .revision(revision, on: branch.name)))")
            }
        }
    }
}
