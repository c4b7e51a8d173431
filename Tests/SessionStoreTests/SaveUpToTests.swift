import Foundation
import Generators
import SessionStore
import Synchronization
import Testing

@Suite("A session as it was", .timeLimit(.minutes(3)))
struct SaveUpToTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a session says of its branches.
    private func branches(_ session: Session) async throws -> [String] {
        try await session.branches().map {
            "\($0.name) \($0.fork.map { "\($0)" } ?? "-") \($0.head) \($0.digest) \($0.isArchived)"
        }
    }

    @Test(arguments: UInt64(1)...4)
    func `at each position it is what it was then`(seed: UInt64) async throws {
        let session = try await Session.create(at: folder.file("a.session"))
        var model = RandomSession(seed: seed, session: session)
        var then: [(Position, [String], Preview)] = []
        for round in 0..<6 {
            try await model.run(steps: 12)
            let names = try await session.branches().map(\.name)
            if round == 2 { try await session.rename(names[names.count - 1], to: "renamed") }
            if round == 4 { try await session.tag("mark", at: .revision(2, on: .main)) }
            then.append(
                (
                    try await session.extent().position, try await branches(session),
                    try await session.preview(at: .named(.main))
                ))
            // The model knows nothing of the new name.
            if round == 2 { try await session.rename("renamed", to: names[names.count - 1]) }
        }
        if let last = try await session.branches().last, last.name != .main {
            try await session.archive(branch: last.name)
        }
        for (position, known, preview) in then {
            let path = folder.file("\(position).session")
            try await session.save(to: path, upTo: position)
            let copy = try await Session.open(path)
            #expect(try await collect(copy.verify()).map(\.message) == [])
            #expect(try await copy.extent().position == position && copy.id == session.id)
            #expect(try await copy.extent().epoch != session.extent().epoch)
            #expect(try await branches(copy) == known)
            #expect(try await copy.preview(at: .named(.main)) == preview)
            try await copy.append([.prompt("on", by: .user("ana"))], to: .main, expecting: .any)
            try await copy.close()
        }
        try await session.close()
    }

    @Test
    func `nothing that came later is in the file, and what was erased later is on record`()
        async throws
    {
        let session = try await Session.create(at: folder.file("a.session"))
        let ana = EventActor.user("ana")
        try await session.append(
            [.prompt("early Zopilote", by: ana), .prompt("kept", by: ana)], to: .main,
            expecting: .any)
        let position = try await session.extent().position
        try await session.append(
            [.file("later/Axolotl", content: Array("Axolotl".utf8), by: ana)], to: .main,
            expecting: .any)
        try await session.fork("later", from: .revision(2, on: .main))
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        try await session.redact(plan, reason: "asked for", by: ana)
        let path = folder.file("then.session")
        try await session.save(to: path, upTo: position)
        for word in ["Axolotl", "Zopilote", "later"] {
            let text = String(decoding: try folder.bytes("then.session"), as: UTF8.self)
            #expect(!text.contains(word), "\(word)")
        }
        let copy = try await Session.open(path)
        #expect(try await collect(copy.verify()).map(\.message) == [])
        #expect(try await copy.event(at: .revision(2, on: .main)).isErased)
        let events = try await collect(copy.allEvents())
        #expect(events.count == position.number + 1)
        let record = try #require(events.last)
        #expect(record.kind == .contentRedacted && record.actor == ana)
        #expect(record.body["reason"]?.string == "asked for")
        try await copy.close()
        try await session.close()
    }

    @Test
    func `a time is the last position recorded by then`() async throws {
        let start = Timestamp(microseconds: 1_800_000_000_000_000)
        let clock = Mutex(start)
        let options = SessionOptions(clock: { clock.withLock { $0 } })
        let session = try await Session.create(at: folder.file("a.session"), options: options)
        for second in 1...5 {
            let time = Timestamp(microseconds: start.microseconds + second * 1_000_000)
            clock.withLock { $0 = time }
            try await session.append(
                [.prompt("\(second)", by: .system)], to: .main, expecting: .any)
        }
        func last(_ microseconds: Int) async throws -> Position? {
            try await session.lastPosition(
                recordedBy: Timestamp(microseconds: start.microseconds + microseconds))
        }
        #expect(try await last(-1) == nil)
        #expect(try await last(0) == 1)
        #expect(try await last(2_999_999) == 3)
        #expect(try await last(3_000_000) == 4)
        #expect(try await last(99_000_000) == 6)
        for position: Position in [0, 7] {
            let error = await #expect(throws: SessionError.self) {
                try await session.save(to: folder.file("b.session"), upTo: position)
            }
            #expect(error?.code == .eventNotFound)
        }
        #expect(try folder.contents.contains("b.session") == false)
        try await session.close()
    }
}
