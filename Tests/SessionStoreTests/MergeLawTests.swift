import Generators
import SessionStore
import Testing

@Suite("Laws of merging")
struct MergeLawTests {
    @Test(arguments: UInt64(1)...12)
    func `whatever was merged and picked, a line's state is the fold of its events`(seed: UInt64)
        async throws
    {
        var model = RandomMerges(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 60)
        let session = model.session
        for branch in model.branches {
            let fold = try await MergedState(session, branch)
            let state = try await session.state(at: .head(of: branch))
            #expect(fold.said.count == fold.saidCount)
            #expect(state.files.map(\.path) == fold.files.keys.sorted())
            #expect(state.files.map(\.size) == fold.files.sorted { $0.key < $1.key }.map(\.1.count))
            #expect(state.settings.map(\.subject) == fold.settings.keys.sorted())
            for (path, content) in fold.files {
                #expect(try await session.content(of: path, at: .head(of: branch)) == content)
            }
            let events = try await collect(session.events(on: branch))
            #expect(events.map(\.revision) == Array(1...Revision(events.count)))
            #expect(events.allSatisfy { ($0.cause ?? 0) < $0.revision })
        }
        #expect(try await collect(session.verify()).isEmpty)
        #expect(try await session.checkProjections().isSame)
    }

    @Test(arguments: UInt64(101)...112)
    func `a merge takes over everything that was said, once, and again nothing`(seed: UInt64)
        async throws
    {
        var model = RandomMerges(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 40)
        let session = model.session
        var random = Seeded(state: seed)
        for _ in 0..<6 {
            let (ours, theirs) = (random.pick(model.branches), random.pick(model.branches))
            let before = (
                try await MergedState(session, ours), try await MergedState(session, theirs)
            )
            try await model.merge(theirs, into: ours)
            let after = try await MergedState(session, ours)
            #expect(after.said == before.0.said.union(before.1.said), "\(theirs) into \(ours)")
            #expect(after.saidCount == after.said.count)
            #expect(try await session.merge(theirs, into: ours).isEmpty)
            // Merged back, both sides are the same, and there is nothing more to say.
            try await model.merge(ours, into: theirs)
            #expect(try await MergedState(session, theirs) == after, "\(ours) into \(theirs)")
            #expect(try await session.merge(ours, into: theirs).isEmpty)
            #expect(try await session.merge(theirs, into: ours).isEmpty)
            let difference = try await session.difference(
                from: .head(of: ours), to: .head(of: theirs))
            #expect(try await collect(session.said(on: difference.from)).isEmpty)
            #expect(try await collect(session.said(on: difference.to)).isEmpty)
            #expect(difference.isSameState)
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `merges of what has nothing to do with each other commute`(seed: UInt64) async throws {
        let session = try await Session.inMemory()
        var random = Seeded(state: seed)
        let text = (0..<30).map { "line \($0)\n" }
        try await session.append(
            [.file("shared", content: Array(text.joined().utf8), by: .system)], to: .main,
            expecting: .any)
        for name in ["a", "b"] {
            let branch = BranchName(rawValue: name)
            try await session.fork(branch, from: .head(of: .main))
            // Each has files and settings of its own, and half of the one they share.
            var lines = text
            let line = random.number(0...12) + (name == "a" ? 0 : 16)
            lines[line] = "\(name)\n"
            let drafts: [EventDraft] = [
                .prompt("\(name)?", by: .user(name)),
                .file(name, content: Array(name.utf8), by: .system),
                .setting(name, .number(line), by: .system),
                .file("shared", content: Array(lines.joined().utf8), by: .system),
            ]
            try await session.append(drafts, to: branch, expecting: .any)
        }
        var found: [MergedState] = []
        for order in [["a", "b"], ["b", "a"]] {
            let target = BranchName(rawValue: "main-\(order.joined())")
            try await session.fork(target, from: .head(of: .main))
            for name in order {
                let merge = try await session.merge(BranchName(rawValue: name), into: target)
                #expect(merge.conflicts.isEmpty)
                try await session.commit(merge)
            }
            found.append(try await MergedState(session, target))
        }
        #expect(found[0] == found[1])
    }

    @Test func `what was committed is on disk, and a copy of the file reads the same`() async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var model = RandomMerges(seed: 6, session: try await Session.create(at: path))
        try await model.run(steps: 90)
        #expect(model.merges > 3 && model.conflicts > 0)
        let before = try await collect(model.session.allEvents())
        try await model.session.duplicate(to: folder.file("b.session"))
        try await model.session.close()
        let again = try await Session.open(path, mode: .readOnly)
        #expect(try await collect(again.allEvents()) == before)
        #expect(try await collect(again.verify()).isEmpty)
        try await again.close()
        let copy = try await Session.open(folder.file("b.session"), mode: .readOnly)
        #expect(try await collect(copy.verify()).isEmpty)
        let copied = try await collect(copy.allEvents()).dropLast()
        #expect(copied.map(\.content) == before.map(\.content))
        #expect(copied.map { $0.origin == nil } == before.map { $0.origin == nil })
        for branch in model.branches {
            #expect(try await copy.merge(branch, into: branch).isEmpty)
        }
        try await copy.close()
    }

    @Test func `branches of branches of branches merge, however deep they are`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.setting("s", 0, by: .system)], to: .main, expecting: .any)
        var last = BranchName.main
        for depth in 1...60 {
            let name = BranchName(rawValue: "d\(depth)")
            try await session.fork(name, from: .head(of: last))
            try await session.append(
                [.note("\(depth)", by: .system), .setting("s", .number(depth), by: .system)],
                to: name, expecting: .any)
            last = name
        }
        let merge = try await session.merge(last, into: .main)
        #expect(merge.adds.count == 60 && merge.changes.count == 1 && merge.conflicts.isEmpty)
        try await session.commit(merge)
        #expect(try await session.setting("s", at: .head(of: .main))?.value == 60)
        #expect(try await session.merge("d30", into: .main).isEmpty)
        #expect(try await session.merge(.main, into: last).isEmpty)
        #expect(try await collect(session.verify()).isEmpty)
    }
}
