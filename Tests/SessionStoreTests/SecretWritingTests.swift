import Generators
import SessionStore
import Testing

@Suite("Secrets in what is written")
struct SecretWritingTests {
    private static let first = "ghp_" + String(repeating: "a1B2", count: 9)
    private static let second = "ghp_" + String(repeating: "c3D4", count: 9)
    private static let mask = "[masked:github-token]"
    private let first = Self.first
    private let second = Self.second
    private let mask = Self.mask

    private func error(_ body: () async throws -> Void) async -> SessionError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? SessionError
        }
    }

    /// Everything that the session tells, as text.
    private func all(_ session: Session) async throws -> String {
        var text = ""
        for event in try await collect(session.allEvents()) {
            text += "\(event.kind) \(event.subject ?? "") \(event.actor) \(event.id ?? "") "
            text += event.body.description + String(decoding: event.content ?? [], as: UTF8.self)
            text += "\n"
        }
        return text
    }

    @Test func `a title and whoever creates a session are masked, in a file and in memory`()
        async throws
    {
        let folder = try TemporaryFolder()
        let actor = EventActor.user("ana \(first)")
        let sessions = [
            try await Session.create(
                at: folder.file("a.session"), title: "Rotate \(first)", by: actor),
            try await Session.inMemory(title: "Rotate \(first)", by: actor),
        ]
        for session in sessions {
            #expect(try await session.preview(at: .named(.main)).title == "Rotate \(mask)")
            #expect(try await all(session).contains("user:ana \(mask)"))
            #expect(try await !all(session).contains("ghp_"))
            try await session.close()
        }
    }

    @Test func `actor, subject and id of an event are masked`() async throws {
        let session = try await Session.inMemory()
        let draft = EventDraft.file(
            "notes/\(first).txt", content: Array("x".utf8), by: .tool("sh -c \(first)")
        ).with(id: "id:\(first)")
        try await session.append([draft], to: .main, expecting: .any)
        let event = try await session.event(at: .named(.main))
        #expect(event.subject == "notes/\(mask).txt")
        #expect(event.actor.rawValue == "tool:sh -c \(mask)")
        #expect(event.id == "id:\(mask)")
        let exact = try await Session.inMemory(options: SessionOptions(masksSecrets: false))
        try await exact.append([draft], to: .main, expecting: .any)
        #expect(try await exact.event(at: .named(.main)).id == draft.id)
    }

    @Test func `ids that differ in a secret alone are refused, and nothing is written`()
        async throws
    {
        let session = try await Session.inMemory()
        func note(_ secret: String) -> EventDraft {
            .note("the same", by: .system).with(id: "n:\(secret)")
        }
        let both = await error {
            try await session.append([note(first), note(second)], to: .main, expecting: .any)
        }
        #expect(both?.code == .idConflict && both?.message.contains(mask) == true)
        #expect(both?.description.contains("ghp_") == false)
        #expect(try await session.resolve(.named(.main)).revision == 1)

        try await session.append([note(first)], to: .main, expecting: .any)
        for secret in [second, first] {
            let later = await error {
                try await session.append([note(secret)], to: .main, expecting: .revision(1))
            }
            #expect(later?.code == .idConflict && later?.hint != nil)
        }
        #expect(try await session.resolve(.named(.main)).revision == 2)
    }

    @Test func `the same id twice in a batch is one event, with a secret in it too`() async throws {
        let session = try await Session.inMemory()
        let note = EventDraft.note("once", by: .system).with(id: "n:\(first)")
        let appended = try await session.append([note, note], to: .main, expecting: .any)
        #expect(appended.revisions == [2, 2] && appended.written == 1)
    }

    @Test func `a masked id that is read from the log and given again is the same event`()
        async throws
    {
        let session = try await Session.inMemory()
        let note = EventDraft.note("once", by: .system)
        try await session.append([note.with(id: "n:\(first)")], to: .main, expecting: .any)
        let again = try await session.append(
            [note.with(id: "n:\(mask)")], to: .main, expecting: .any)
        #expect(again.revisions == [2] && again.written == 0)
    }

    @Test func `subjects that differ in a secret alone are refused, and nothing is written`()
        async throws
    {
        let session = try await Session.inMemory()
        func file(_ secret: String, _ text: String) -> EventDraft {
            .file("\(secret).env", content: Array(text.utf8), by: .tool("write"))
        }
        let both = await error {
            try await session.append(
                [file(first, "1"), file(second, "2")], to: .main, expecting: .any)
        }
        #expect(both?.code == .invalidEvent && both?.message.contains(mask) == true)
        #expect(both?.description.contains("ghp_") == false)
        #expect(try await session.resolve(.named(.main)).revision == 1)

        try await session.append(
            [file(first, "1"), file(first, "2")], to: .main, expecting: .any)
        let later = await error {
            try await session.append([file(second, "3")], to: .main, expecting: .any)
        }
        #expect(later?.code == .invalidEvent)
        #expect(try await session.resolve(.named(.main)).revision == 3)
        // Another kind of value under the same words is something else.
        try await session.append(
            [.setting("\(second).env", 1, by: .system)], to: .main, expecting: .any)
    }

    @Test func `branches, tags, holds and answers cannot be named by a secret`() async throws {
        let session = try await Session.inMemory()
        let name = BranchName(rawValue: first)
        try await session.fork("idea", from: .named(.main))
        let refused = [
            await error { try await session.fork(name, from: .named(.main)) },
            await error { try await session.rename("idea", to: name) },
            await error { try await session.tag(name, at: .named(.main)) },
            await error { try await session.hold(first, reason: "a case", by: .system) },
            await error { _ = try await session.beginResponse(id: first, by: .system) },
        ]
        let codes = refused.map { $0?.code }
        #expect(codes == [.invalidName, .invalidName, .invalidName, .invalidInput, .invalidEvent])
        for error in refused {
            #expect(error?.message.contains(mask) == true && error?.hint != nil)
            #expect(error?.description.contains("ghp_") == false)
        }
        #expect(try await session.branches().map(\.name) == [.main, "idea"])
    }

    @Test func `actors and reasons of the control line are masked`() async throws {
        let session = try await Session.inMemory()
        let actor = EventActor.user("ana \(first)")
        try await session.append(
            [.setting("tabs", 4, by: actor), .note(first, by: actor)], to: .main, expecting: .any)
        try await session.fork("idea", from: .named(.main), by: actor)
        try await session.rename("idea", to: "plan", by: actor)
        try await session.tag("good", at: .named(.main), by: actor)
        try await session.hold(reason: "never lose \(first)", by: actor)
        try await session.release(reason: "\(first) is revoked", by: actor)
        try await session.recordExport(format: "markdown \(first)", by: actor)
        let plan = try await session.planRedaction(of: [.named(.main)])
        try await session.redact(plan, reason: "holds \(first)", authority: first, by: actor)
        try await session.restore(.revision(1, on: .main), by: actor)
        try await session.archive(branch: "plan", by: actor)
        try await session.archive(by: actor)
        try await session.reopen(by: actor)
        let text = try await all(session)
        #expect(!text.contains("ghp_"), "\(text)")
        #expect(text.ranges(of: "user:ana \(mask)").count == 13)
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `whoever merges is masked, and the title that was given`() async throws {
        let session = try await Session.inMemory(title: "one")
        try await session.fork("idea", from: .named(.main))
        try await session.append([.title("two", by: .system)], to: .main, expecting: .any)
        try await session.append([.title("three", by: .system)], to: "idea", expecting: .any)
        var merge = try await session.merge("idea", into: .main)
        let conflict = try #require(merge.conflicts.first)
        try merge.resolve(conflict, as: .content(Array("four \(first)".utf8)))
        try await session.commit(merge, by: .user(first))
        #expect(try await !all(session).contains("ghp_"))
        #expect(try await session.preview(at: .named(.main)).title == "four \(mask)")
    }

    @Test func `a duplicate's new title is masked`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.inMemory()
        try await session.duplicate(
            to: folder.file("b.session"), title: "for \(first)", by: .user(first))
        let copy = try await Session.open(folder.file("b.session"))
        #expect(try await copy.preview(at: .named(.main)).title == "for \(mask)")
        #expect(try await !all(copy).contains("ghp_"))
        try await copy.close()
    }
}
