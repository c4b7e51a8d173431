import Foundation
import Generators
import SessionStore
import Testing

/// Two copies of one session that go their own ways.
struct TwoCopies {
    let folder: TemporaryFolder
    let ours: Session
    let theirs: Session

    /// - Parameter prepare: what both have in common.
    init(_ prepare: (Session) async throws -> Void = { _ in }) async throws {
        folder = try TemporaryFolder()
        ours = try await Session.create(at: folder.file("ours.session"))
        try await prepare(ours)
        try await ours.save(to: folder.file("theirs.session"))
        theirs = try await Session.open(folder.file("theirs.session"))
    }

    func close() async throws {
        try await ours.close()
        try await theirs.close()
    }
}

extension Session {
    /// Every event on a branch by its digest, and those that stand for others by these too.
    func known() async throws -> Set<EventDigest> {
        try await collect(allEvents()).reduce(into: []) { known, event in
            known.insert(event.digest)
            if let origin = event.origin { known.insert(origin) }
        }
    }

    func say(_ texts: String...) async throws { try await say(texts) }

    func say(_ texts: [String]) async throws {
        try await append(texts.map { .note($0, by: .system) }, to: .main, expecting: .any)
    }

    func digests(of branch: BranchName) async throws -> [EventDigest] {
        try await collect(events(on: branch)).map(\.digest)
    }
}

/// The code of the error that something is refused with.
func refusal<Result>(_ body: () async throws -> Result) async -> SessionError.Code? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? SessionError)?.code
    }
}

@Suite("Copies that went their own way")
struct BringTests {
    @Test(arguments: Array(UInt64(1)...10) + [52])
    func `two people who worked on copies lose nothing, whoever merges whom`(seed: UInt64)
        async throws
    {
        let folder = try TemporaryFolder()
        var model = RandomMerges(
            seed: seed, session: try await Session.create(at: folder.file("a.session")))
        try await model.run(steps: 15)
        try await model.session.save(to: folder.file("b.session"))
        let copy = try await Session.open(folder.file("b.session"))
        for (number, session) in [(UInt64(1), model.session), (2, copy)] {
            var person = model.goingOn(in: session, seed: seed * 100 + number)
            try await person.run(steps: 30)
        }
        try await Self.mergeAll(of: copy, into: model.session)
        try await Self.mergeAll(of: model.session, into: copy)
        try await copy.close()
        try await model.session.close()
    }

    private static func mergeAll(of theirs: Session, into ours: Session) async throws {
        var wanted = try await ours.known()
        for branch in try await theirs.branches() {
            let line = try await theirs.digests(of: branch.name)
            wanted.formUnion(line)
            let brought = try await ours.bring(branch.name, from: theirs)
            #expect(
                try await ours.digests(of: brought.branch).prefix(brought.head.number) == line[...])
            let again = try await ours.bring(branch.name, from: theirs)
            #expect(again.isNothing && again.branch == brought.branch, "\(branch.name)")
            var merge = try await ours.merge(brought.moment, into: .main)
            for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
            try await ours.commit(merge)
            #expect(try await ours.merge(brought.moment, into: .main).isEmpty)
        }
        let events = try await collect(ours.allEvents())
        #expect(wanted.subtracting(try await ours.known()).isEmpty)
        #expect(Set(events.map(\.digest)).count == events.count, "nothing is there twice")
        #expect(try await collect(ours.verify()).isEmpty)
        #expect(try await ours.checkProjections().isSame)
    }

    @Test func `a copy that only went ahead is caught up with, and both are the same`()
        async throws
    {
        let copies = try await TwoCopies { try await $0.say("start") }
        try await copies.theirs.say("more", "still more")
        let brought = try await copies.ours.bring(from: copies.theirs)
        #expect(brought.branch == .main && brought.events == 2 && !brought.isNew)
        #expect(try await copies.ours.branches().count == 1)
        #expect(
            try await copies.ours.digests(of: .main) == copies.theirs.digests(of: .main))
        #expect(try await copies.ours.bring(from: copies.theirs).isNothing)
        try await copies.ours.say("ours")
        #expect(try await copies.ours.bring(from: copies.theirs).isNothing)
        try await copies.close()
    }

    @Test func `what went elsewhere gets a branch of its own, and goes on there`() async throws {
        let copies = try await TwoCopies { try await $0.say("start") }
        try await copies.ours.say("ours")
        try await copies.theirs.say("theirs")
        let first = try await copies.ours.bring(from: copies.theirs)
        #expect(first.branch == "main-2" && first.isNew && first.shared == 2)
        try await copies.theirs.say("more")
        let second = try await copies.ours.bring(from: copies.theirs)
        #expect(second.branch == "main-2" && !second.isNew && second.events == 1)
        let named = try await copies.ours.bring(from: copies.theirs, as: "anas")
        #expect(named.branch == "anas" && named.isNew && named.events == 0)
        try await copies.ours.append([.note("x", by: .system)], to: "anas", expecting: .any)
        try await copies.theirs.say("again")
        #expect(
            await refusal { try await copies.ours.bring(from: copies.theirs, as: "anas") }
                == .branchExists)
        try await copies.ours.archive(branch: "main-2")
        #expect(try await copies.ours.bring(from: copies.theirs).branch == "main-3")
        #expect(try await collect(copies.ours.verify()).isEmpty)
        try await copies.close()
    }

    @Test func `what has nothing in common is refused with the reason`() async throws {
        let copies = try await TwoCopies { try await $0.say("start") }
        let (ours, theirs) = (copies.ours, copies.theirs)
        let stranger = try await Session.create(at: copies.folder.file("c.session"))
        do {
            try await ours.bring(from: stranger)
            Issue.record("it was brought")
        } catch let error as SessionError {
            #expect(error.code == .unrelatedSessions)
            #expect(error.message.contains(ours.id) && error.message.contains(stranger.id))
        }
        try await stranger.close()
        let link = copies.folder.file("link.session")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: ours.path ?? "")
        let same = try await Session.open(link, mode: .readOnly)
        #expect(await refusal { try await ours.bring(from: same) } == .invalidInput)
        try await same.close()
        #expect(await refusal { try await ours.bring(from: Session.inMemory()) } == .invalidInput)
        #expect(await refusal { try await ours.bring("none", from: theirs) } == .branchNotFound)
        try await ours.archive()
        #expect(await refusal { try await ours.bring(from: theirs) } == .sessionArchived)
        try await copies.close()
    }

    @Test func `what was merged into a branch comes along`() async throws {
        let copies = try await TwoCopies { try await $0.say("start") }
        let theirs = copies.theirs
        try await theirs.fork("idea", from: .head(of: .main))
        try await theirs.append([.note("an idea", by: .system)], to: "idea", expecting: .any)
        try await theirs.say("theirs")
        try await theirs.commit(theirs.merge("idea", into: .main))
        let brought = try await copies.ours.bring(from: theirs)
        #expect(brought.branch == .main && brought.events == 3)
        #expect(brought.others.map(\.branch) == ["idea"])
        #expect(try await copies.ours.merge("idea", into: .main).isEmpty)
        #expect(try await collect(copies.ours.verify()).isEmpty)
        try await copies.close()
    }

    @Test(arguments: [1, 7, 40])
    func `one state of a copy is read while somebody writes to it`(batch: Int) async throws {
        let copies = try await TwoCopies { try await $0.say("start") }
        let theirs = copies.theirs
        async let writing: Void = {
            for _ in 0..<10 { try await theirs.say(Array(repeating: "more", count: batch)) }
        }()
        var last: Revision = 2
        for _ in 0..<6 {
            let brought = try await copies.ours.bring(from: theirs)
            #expect((brought.head - 2) % batch == 0 && brought.head >= last)
            last = brought.head
        }
        try await writing
        try await copies.ours.bring(from: theirs)
        #expect(try await copies.ours.digests(of: .main) == theirs.digests(of: .main))
        try await copies.close()
    }
}
