import Generators
import SessionStore
import Testing

@Suite("Duplicates")
struct DuplicateTests {
    /// What a duplicate keeps of an event.
    private struct Kept: Equatable {
        let place: String
        let said: [String?]
        let body: JSON
        let content: [UInt8]?
        let origin: Position?

        init(_ event: Event, _ positions: [EventDigest: Position]) {
            place = "\(event.position) \(event.branch?.rawValue ?? "-")@\(event.revision)"
            said = [
                event.kind.rawValue, "\(event.version)", event.dialect?.rawValue, event.subject,
                event.actor.rawValue, "\(event.occurredAt)", event.cause.map { "\($0)" }, event.id,
            ]
            // Digests are compared by where they lead.
            let body =
                event.kind.role == .controls ? Self.resolved(event.body, positions) : event.body
            self.body = body
            content = event.content
            origin = event.origin.flatMap { positions[$0] }
        }

        private static func resolved(_ body: JSON, _ positions: [EventDigest: Position]) -> JSON {
            .object(
                body.members.map { key, value in
                    let position = value.string.flatMap { EventDigest($0) }.flatMap {
                        positions[$0]
                    }
                    return (key, position.map { .number($0) } ?? value)
                })
        }
    }

    private func kept(_ session: Session, dropping last: Int = 0) async throws -> [Kept] {
        let events = try await collect(session.allEvents())
        let positions = Dictionary(uniqueKeysWithValues: events.map { ($0.digest, $0.position) })
        return events.dropFirst().dropLast(last).map { Kept($0, positions) }
    }

    @Test(arguments: UInt64(1)...4)
    func `a duplicate holds every event and branch, under another id and other digests`(
        seed: UInt64
    ) async throws {
        let folder = try TemporaryFolder()
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 60)
        let session = model.session
        try await session.append(
            [.prompt("x", by: .user("ana")).with(cause: .revision(1), id: "own id")], to: .main,
            expecting: .any)
        let branches = try await session.branches()
        try await session.tag("mark", at: .revision(2, on: branches[branches.count - 1].name))
        if let last = branches.last, last.name != .main {
            try await session.rename(last.name, to: "renamed")
            try await session.archive(branch: "renamed")
        }
        let path = folder.file("copy.session")
        let id = try await session.duplicate(to: path, title: "Second", by: .user("ana"))
        #expect(try folder.contents == ["copy.session"])
        let copy = try await Session.open(path)
        #expect(copy.id == id && id != session.id)
        #expect(try await kept(copy, dropping: 1) == kept(session))
        #expect(try await collect(copy.verify()).isEmpty)
        let (old, new) = (try await session.branches(), try await copy.branches())
        #expect(new.map(\.name) == old.map(\.name) && new.map(\.fork) == old.map(\.fork))
        #expect(new.map(\.isArchived) == old.map(\.isArchived))
        #expect(new.dropFirst().map(\.head) == old.dropFirst().map(\.head))
        #expect(zip(new, old).allSatisfy { $0.digest != $1.digest })
        #expect(try await copy.tags().map(\.point) == session.tags().map(\.point))
        #expect(try await copy.preview(at: .named(.main)).title == "Second")
        try await copy.close()
    }

    @Test func `events that stand for others still do, and an archived session stays archived`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.inMemory(title: "Parser")
        _ = try await session.bulk { writer in
            try writer.fork("side", from: 1, of: .main, by: .system)
            let first = try writer.append(
                .file("a", content: [1, 2, 3], by: .system), to: "side")
            try writer.append(
                EventDraft(
                    kind: .fileChanged, subject: "a", actor: .system, origin: first.digest),
                to: .main)
        }
        try await session.archive()
        try await session.duplicate(to: folder.file("b.session"))
        let copy = try await Session.open(folder.file("b.session"))
        #expect(try await copy.content(of: "a", at: .named(.main)) == [1, 2, 3])
        #expect(try await kept(copy, dropping: 1) == kept(session))
        let title = try await copy.preview(at: .named(.main))
        #expect(title.title == "Parser (copy)" && title.phase == .archived)
        #expect(try await collect(copy.verify()).isEmpty)
        try await copy.close()
        await #expect(throws: SessionError.self) {
            try await session.duplicate(to: folder.file("b.session"))
        }
        #expect(try folder.contents == ["b.session"])
    }

    @Test func `a copy made while others write is one state, through a reading session too`()
        async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let reader = try await Session.open(folder.file("a.session"), mode: .readOnly)
        let writing = Task {
            for _ in 0..<40 {
                let batch = (0..<5).map { EventDraft.prompt("\($0)", by: .system) }
                try await session.append(batch, to: .main, expecting: .any)
            }
        }
        for number in 0..<6 {
            let path = folder.file("\(number).session")
            if number % 3 == 2 {
                try await reader.duplicate(to: path)
            } else {
                try await (number % 3 == 0 ? session : reader).save(to: path)
            }
            let copy = try await Session.open(path, mode: .readOnly)
            let own = number % 3 == 2 ? 2 : 1
            #expect(try await (copy.resolve(.named(.main)).revision.number - own) % 5 == 0)
            #expect(try await collect(copy.verify()).isEmpty)
            try await copy.close()
        }
        try await writing.value
        try await reader.close()
        try await session.close()
    }
}
