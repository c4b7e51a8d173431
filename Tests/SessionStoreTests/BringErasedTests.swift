import Foundation
import SessionStore
import Testing

@Suite("Copies with something erased, or forged")
struct BringErasedTests {
    private func erase(_ revision: Revision, in session: Session, of branch: BranchName = .main)
        async throws
    {
        let plan = try await session.planRedaction(of: [.revision(revision, on: branch)])
        try await session.redact(plan, reason: "a secret", authority: "court", by: .user("eva"))
    }

    private func copies() async throws -> TwoCopies {
        try await TwoCopies { session in
            try await session.say("start", "common secret", "common")
            try await session.fork("idea", from: .head(of: .main))
        }
    }

    private func texts(_ session: Session, _ branch: BranchName = .main) async throws -> [String] {
        try await collect(session.events(on: branch)).map {
            $0.isErased ? "erased" : $0.body["text"]?.string ?? ""
        }
    }

    private func holds(_ path: String, _ text: String) throws -> Bool {
        try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
    }

    @Test func `what was erased in either copy is erased in the result, with who and why`()
        async throws
    {
        let copies = try await copies()
        let (ours, theirs) = (copies.ours, copies.theirs)
        var draft = EventDraft.note("XYZZY", by: .user("XAVER"))
        draft.id = "XID"
        try await theirs.append([draft], to: .main, expecting: .any)
        try await ours.bring(from: theirs)
        try await theirs.say("PLUGH")
        // Ours erases what came from theirs; theirs erases what both had, and its own.
        try await erase(5, in: ours)
        try await erase(3, in: theirs)
        try await erase(6, in: theirs)
        let brought = try await ours.bring(from: theirs)
        #expect(brought.erased == 1 && brought.events == 1)
        #expect(try await texts(ours) == ["", "start", "erased", "common", "erased", "erased"])
        for revision in [3, 5, 6] as [Revision] {
            let event = try await ours.event(at: .revision(revision, on: .main))
            let redaction = try #require(try await ours.redaction(of: event))
            #expect(redaction.reason == "a secret" && redaction.actor == .user("eva"))
            #expect(redaction.authority == "court")
        }
        #expect(try await ours.bring(from: theirs).isNothing)
        // A branch of its own brings nothing back, nor does the id.
        let other = try await ours.bring(from: theirs, as: "again")
        #expect(other.events == 0)
        #expect(try await collect(ours.verify()).isEmpty)
        try await copies.close()
        for text in ["common secret", "XYZZY", "XAVER", "PLUGH", "XID"] {
            #expect(try !holds(copies.folder.file("ours.session"), text), "\(text)")
        }
    }

    /// SQLite counts how often a file was written anew, as it does changes of its schema.
    private func rewritings(_ path: String) throws -> Int {
        let bytes = try Data(contentsOf: URL(filePath: path))
        return bytes[40..<44].reduce(0) { $0 << 8 | Int($1) }
    }

    @Test func `a file that was not written anew after an erasure is when it is repeated, once`()
        async throws
    {
        let copies = try await copies()
        let (ours, theirs) = (copies.ours, copies.theirs)
        let path = copies.folder.file("ours.session")
        try await erase(3, in: theirs)
        // Cancelled: it is erased, and nothing more is done, as when the process is killed.
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await ours.bring(from: theirs)
        }
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await texts(ours) == ["", "start", "erased", "common"])
        let before = try rewritings(path)
        #expect(try await ours.bring(from: theirs).isNothing)
        #expect(try rewritings(path) > before)
        let after = try rewritings(path)
        // What brings nothing erased writes nothing anew.
        try await theirs.say("more")
        #expect(try await ours.bring(from: theirs).events == 1)
        #expect(try await ours.bring(from: theirs).isNothing)
        #expect(try rewritings(path) == after)
        #expect(try await collect(ours.verify()).isEmpty)
        try await copies.close()
        #expect(try rewritings(path) == after)
        #expect(try !holds(path, "common secret"))
    }

    @Test func `a branch that is brought over does not bring back what was erased here`()
        async throws
    {
        let copies = try await copies()
        let (ours, theirs) = (copies.ours, copies.theirs)
        try await theirs.append([.note("XYZZY", by: .system)], to: "idea", expecting: .any)
        try await ours.bring("idea", from: theirs)
        try await erase(5, in: ours, of: "idea")
        // Theirs merges it, so that it stands on main too, for what is erased here.
        try await theirs.say("more")
        try await theirs.commit(theirs.merge("idea", into: .main))
        try await ours.bring(from: theirs)
        #expect(
            try await texts(ours) == ["", "start", "common secret", "common", "more", "", "erased"])
        let copy = try await ours.event(at: .revision(7, on: .main))
        #expect(try await ours.redaction(of: copy)?.reason == "a secret")
        #expect(try await ours.digests(of: .main) == theirs.digests(of: .main))
        #expect(try await collect(ours.verify()).isEmpty)
        #expect(try await ours.checkProjections().isSame)
        try await copies.close()
        #expect(try !holds(copies.folder.file("ours.session"), "XYZZY"))
    }

    @Test func `a hold keeps what the other copy has erased, and nothing is brought`() async throws
    {
        let copies = try await copies()
        try await copies.theirs.say("more")
        try await erase(3, in: copies.theirs)
        try await copies.ours.hold(reason: "a lawsuit", by: .system)
        let before = try await collect(copies.ours.allEvents())
        #expect(await refusal { try await copies.ours.bring(from: copies.theirs) } == .held)
        #expect(try await collect(copies.ours.allEvents()) == before)
        try await copies.ours.release(reason: "settled", by: .system)
        #expect(try await copies.ours.bring(from: copies.theirs).erased == 1)
        try await copies.close()
    }

    @Test func `an event that is not what its digest says is refused with its place`() async throws
    {
        let copies = try await copies()
        let (ours, theirs) = (copies.ours, copies.theirs)
        try await theirs.say("one", "two", "three")
        try await erase(5, in: theirs)
        try await erase(6, in: theirs)
        let events = try await collect(theirs.allEvents())
        let places = events.filter(\.isErased).map(\.position)
        try await theirs.close()
        // What is left of an erased event has no other checksum than its digest.
        let path = copies.folder.file("theirs.session")
        let sql = """
            UPDATE log SET payload = (SELECT payload FROM log WHERE position = \(places[1]))
            WHERE position = \(places[0])
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = [path, sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let forged = try await Session.open(path, mode: .readOnly)
        let before = try await collect(ours.allEvents())
        do {
            try await ours.bring(from: forged)
            Issue.record("it was brought")
        } catch let error as SessionError {
            #expect(error.code == .damaged)
            #expect(error.message.contains("#\(places[0])") && error.message.contains(path))
        }
        #expect(try await collect(ours.allEvents()) == before)
        try await forged.close()
        try await ours.close()
    }

    @Test func `a flipped bit in a copy is an error, or changes nothing of what is brought`()
        async throws
    {
        let copies = try await copies()
        try await copies.theirs.say((0..<40).map { "note \($0)" })
        let line = try await copies.theirs.digests(of: .main)
        try await copies.close()
        let bytes = try copies.folder.bytes("theirs.session")
        var refused = 0
        for step in 0..<60 {
            let trial = try TemporaryFolder()
            var flipped = bytes
            flipped[bytes.count * step / 60 + 17] ^= 1 << (step % 8)
            try trial.write(flipped, "theirs.session")
            try trial.write(copies.folder.bytes("ours.session"), "ours.session")
            let ours = try await Session.open(trial.file("ours.session"))
            do {
                let theirs = try await Session.open(trial.file("theirs.session"), mode: .readOnly)
                try await ours.bring(from: theirs)
                try await theirs.close()
                #expect(try await ours.digests(of: .main) == line, "byte \(step)")
            } catch is SessionError {
                refused += 1
                #expect(try await ours.digests(of: .main).count == 4)
            }
            #expect(try await collect(ours.verify()).isEmpty)
            try await ours.close()
        }
        #expect(refused > 5)
    }
}
