import SessionStore
import Testing

@Suite("Laws of a session")
struct LawTests {
    @Test(arguments: UInt64(1)...12)
    func `what is read at any revision is the fold of the events up to it`(seed: UInt64)
        async throws
    {
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 60)
        for branch in model.branches {
            let drafts = model.lines[branch] ?? []
            let events = try await collect(model.session.events(on: branch))
            #expect(events.dropFirst().map(\.body) == drafts.map(\.body))
            #expect(events.dropFirst().map(\.content) == drafts.map(\.content))
            #expect(events.map(\.revision) == Array(1...Revision(events.count)))
            for revision in stride(from: 0, through: events.count, by: 7) {
                try await check(model.session, branch, Array(events.prefix(revision)))
            }
        }
        #expect(try await collect(model.session.verify()).isEmpty)
    }

    private func check(_ session: Session, _ branch: BranchName, _ events: [Event]) async throws {
        let moment = Moment.revision(Revision(events.count), on: branch)
        var fold = PreviewFold()
        for event in events { fold.apply(event) }
        var expected = fold.preview(of: branch)
        let state = try await session.state(at: moment)
        expected.phase = state.preview.phase
        #expect(state.preview == expected)

        var settings: [String: JSON] = [:]
        var files: [String: [UInt8]] = [:]
        for event in events {
            guard let subject = event.subject else { continue }
            if event.kind == .settingChanged { settings[subject] = event.body["value"] }
            if event.kind == .fileChanged { files[subject] = event.content }
        }
        #expect(state.settings.map(\.subject) == settings.keys.sorted())
        #expect(state.settings.map(\.value) == settings.sorted { $0.key < $1.key }.map(\.value))
        #expect(state.files.map(\.path) == files.keys.sorted())
        for (path, content) in files {
            #expect(try await session.content(of: path, at: moment) == content)
        }
    }

    @Test(arguments: UInt64(1)...3)
    func `closing and opening changes nothing, on disk neither`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var model = RandomSession(seed: seed, session: try await Session.create(at: path))
        try await model.run(steps: 40)
        let before = try await collect(model.session.allEvents())
        let previews = try await model.session.previews()
        try await model.session.close()
        let bytes = try folder.bytes("a.session")
        for mode in [Session.Mode.readOnly, .readWrite] {
            let again = try await Session.open(path, mode: mode)
            #expect(try await collect(again.allEvents()) == before)
            #expect(try await again.previews() == previews)
            try await again.close()
            #expect(try folder.bytes("a.session") == bytes)
            #expect(try folder.contents == ["a.session"])
        }
    }

    @Test func `a fork writes two rows, however long the log is`() async throws {
        let session = try await Session.inMemory()
        let drafts = (0..<2000).map { EventDraft.prompt("\($0)", by: .user("ana")) }
        try await session.append(drafts, to: .main, expecting: .any)
        let before = try await session.info()
        try await session.fork("idea", from: .revision(1000, on: .main))
        let after = try await session.info()
        #expect(after.events == before.events + 1)
        #expect(after.branches.count == before.branches.count + 1)
    }

    @Test(arguments: UInt64(1)...4)
    func `reading backwards is reading forwards turned round`(seed: UInt64) async throws {
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 80)
        for branch in model.branches {
            let forwards = try await collect(model.session.events(on: branch, from: 2))
            let backwards = try await collect(
                model.session.events(on: branch, from: 2, order: .descending))
            #expect(backwards == forwards.reversed())
        }
        let all = try await collect(model.session.allEvents(order: .descending))
        #expect(all.reversed() == (try await collect(model.session.allEvents())))
    }

    @Test func `a saved copy of a session in memory holds the same events`() async throws {
        let folder = try TemporaryFolder()
        var model = RandomSession(seed: 5, session: try await Session.inMemory(title: "Copy"))
        try await model.session.append([.prompt("x", by: .user("a"))], to: .main, expecting: .any)
        model = RandomSession(seed: 5, session: model.session)
        try await model.session.save(to: folder.file("copy.session"))
        let copy = try await Session.open(folder.file("copy.session"))
        #expect(copy.id == model.session.id)
        #expect(
            try await collect(copy.allEvents()) == (try await collect(model.session.allEvents())))
        #expect(try await collect(copy.verify()).isEmpty)
        try await copy.append([.prompt("y", by: .user("a"))], to: .main, expecting: .revision(3))
        try await copy.close()
    }
}
