import Generators
import SessionStore
import Testing

@Suite("Merging what is erased")
struct MergeErasureTests {
    private func write(
        _ drafts: [EventDraft], to branch: BranchName, _ session: Session
    ) async throws {
        try await session.append(drafts, to: branch, expecting: .any)
    }

    private func env(_ text: String) -> EventDraft {
        .file(".env", content: Array(text.utf8), by: .user("ana"))
    }

    /// Both sides changed the same file, theirs last.
    private func forked(
        _ base: String, _ ours: String, _ theirs: String, at path: String? = nil
    ) async throws -> Session {
        let session =
            if let path { try await Session.create(at: path) } else {
                try await Session.inMemory()
            }
        try await write([env(base)], to: .main, session)
        try await session.fork("idea", from: .head(of: .main))
        try await write([env(ours)], to: .main, session)
        try await write([env(theirs)], to: "idea", session)
        return session
    }

    private func holders(of needle: String, _ session: Session) async throws -> [Position] {
        var found: [Position] = []
        for try await event in session.allEvents() {
            let texts =
                [event.subject, "\(event.body)"].compactMap { $0 }
                + (event.content.map { [String(decoding: $0, as: UTF8.self)] } ?? [])
            if texts.contains(where: { $0.contains(needle) }) { found.append(event.position) }
        }
        return found
    }

    @Test func `what was erased after a merge was computed does not come back with its commit`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let session = try await forked(
            "A=1\nB=2\nC=3\n", "A=0\nB=2\nC=3\n",
            "A=1\nB=2\nC=3\nPASS=hunter2\n", at: path)
        try await write([.prompt("hunter2 it is", by: .user("ana"))], to: "idea", session)
        let merge = try await session.merge("idea", into: .main)
        let picked = try await session.pick([.revision(4, on: "idea")], onto: .main)
        let other = try await Session.open(path)
        let plan = try await other.planRedaction(matching: RedactionPattern(text: "hunter2"))
        #expect(plan.events.count == 2)
        try await other.redact(plan, reason: "r", by: .system)
        for stale in [merge, picked] {
            let error = await #expect(throws: SessionError.self) {
                try await session.commit(stale)
            }
            #expect(error?.code == .headMoved)
        }
        // Computed again it fits, and has nothing of it.
        var again = try await session.merge("idea", into: .main)
        for conflict in again.conflicts { try again.resolve(conflict, as: .ours) }
        try await session.commit(again)
        #expect(try await holders(of: "hunter2", session).isEmpty)
        try await other.close()
        try await session.close()
    }

    @Test func `a file that a merge joined of an erased version's lines is listed and goes, too`()
        async throws
    {
        let session = try await forked(
            "A=1\nB=2\nC=3\n", "A=0\nB=2\nC=3\n",
            "A=1\nB=2\nC=3\nPASS=hunter2\n")
        try await session.commit(try await session.merge("idea", into: .main))
        #expect(try await holders(of: "hunter2", session).count == 2)
        try await erase(.revision(3, on: "idea"), "hunter2", session)
    }

    @Test func `a merge's file under a new name is listed with the one under the old`()
        async throws
    {
        let text = "A=1\nB=2\nC=3\n"
        let session = try await forked(text, text, text + "PASS=hunter2\n")
        let renamed = EventDraft(
            FileChanged(renamedFrom: ".env"), by: .system, subject: "env",
            content: Array("A=0\nB=2\nC=3\n".utf8))
        try await write([renamed, .removedFile(".env", by: .system)], to: .main, session)
        var merge = try await session.merge("idea", into: .main)
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
        try await session.commit(merge)
        #expect(try await holders(of: "hunter2", session).count == 2)
        try await erase(.revision(3, on: "idea"), "hunter2", session)
    }

    @Test func `a short file that an answer wrote again goes with the version it repeats`()
        async throws
    {
        let session = try await forked("P=hunter2\n", "mine\n", "theirs\n")
        var merge = try await session.merge("idea", into: .main)
        try merge.resolve(merge.conflicts[0], as: .base)
        try await session.commit(merge)
        try await erase(.revision(2, on: .main), "hunter2", session)
    }

    @Test func `a short content that stands under another name is listed`() async throws {
        let session = try await forked("P=hunter2\n", "mine\n", "theirs\n")
        try await write(
            [
                .file("copy", content: Array("P=hunter2\n".utf8), by: .system),
                .file("other", content: Array("P=hunter\n".utf8), by: .system),
            ], to: .main, session)
        try await erase(.revision(2, on: .main), "hunter2", session)
        #expect(try await session.files(at: .head(of: .main)).map(\.path) == [".env", "other"])
    }

    @Test func `a setting that a merge wrote again goes with the value it repeats`() async throws {
        let session = try await forked("", "", "")
        try await write([.setting("pin", "4711", by: .system)], to: .main, session)
        try await session.fork("plan", from: .head(of: .main))
        try await write([.setting("pin", 1, by: .system)], to: .main, session)
        try await write([.setting("pin", 2, by: .system)], to: "plan", session)
        var merge = try await session.merge("plan", into: .main)
        try merge.resolve(merge.conflicts[0], as: .base)
        try await session.commit(merge)
        try await erase(.revision(4, on: .main), "4711", session)
    }

    @Test
    func `the path of an erased file stands in no record of a merge, and in no listed rename`()
        async throws
    {
        let session = try await forked("", "", "")
        try await write([.file("hunter2", content: [65], by: .system)], to: .main, session)
        try await session.fork("plan", from: .head(of: .main))
        try await write([.file("hunter2", content: [66], by: .system)], to: .main, session)
        try await write([.file("hunter2", content: [67], by: .system)], to: "plan", session)
        var merge = try await session.merge("plan", into: .main)
        try merge.resolve(merge.conflicts[0], as: .theirs)
        try await session.commit(merge)
        let renamed = EventDraft(
            FileChanged(renamedFrom: "hunter2"), by: .system, subject: "new", content: [68])
        try await write([renamed], to: .main, session)
        let plan = try await session.planRedaction(matching: RedactionPattern(text: "hunter2"))
        #expect(plan.refused.isEmpty)
        let alike = try await session.planRedaction(of: [.revision(4, on: .main)]).alike
        #expect(alike.map(\.subject).contains("new"))
        try await session.redact(plan, reason: "r", by: .system)
        #expect(try await holders(of: "hunter2", session).isEmpty)
    }

    @Test func `of very many strings the last one is looked for, too`() async throws {
        let session = try await Session.inMemory()
        let lines = (0..<3000).map { "2026-11-21T10:07: line \(10_000 + $0) of the log" }
        try await write(
            [
                .setting("log", .array(lines.map { .string($0) }), by: .system),
                .prompt("Why \(lines[2999])?", by: .user("ana")),
                .prompt("Why 2026-11-21T10:07: line 99?", by: .user("ana")),
            ], to: .main, session)
        let plan = try await session.planRedaction(of: [.revision(2, on: .main)])
        #expect(plan.alike.map(\.revision) == [3])
    }

    /// Erases an event everywhere, and looks whether anything is left.
    private func erase(_ moment: Moment, _ needle: String, _ session: Session) async throws {
        let plan = try await session.planRedaction(of: [moment])
        try await session.redact(plan, reason: "r", everywhere: true, by: .system)
        #expect(try await holders(of: needle, session).isEmpty)
        #expect(try await collect(session.verify()).isEmpty)
    }
}
