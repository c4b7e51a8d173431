import SessionStore
import Testing

/// The code that README and the pages show, as it stands there.
@Suite("Code that is shown")
struct ShownCodeTests {
    @Test func `a session from its first event to a merge`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("parser.session")
        let session = try await Session.create(at: path, title: "Rewrite the parser")
        try await session.append(
            [.prompt("Why does the build fail?", by: .user("ana"))], to: .main, expecting: .any)
        let then = try await session.state(at: .revision(2, on: .main))  // time travel
        let idea = try await session.fork("idea", from: then.point.moment)  // copies nothing
        #expect(then.point.revision == 2 && idea.head == 2)

        let file = EventDraft.file("a.txt", content: Array("a\n".utf8), by: .model("m1"))
        try await session.append([file], to: "idea", expecting: .any)
        try await session.append([.title("Ours", by: .system)], to: .main, expecting: .any)
        try await session.append([.title("Theirs", by: .system)], to: "idea", expecting: .any)
        var merge = try await session.merge("idea", into: .main)  // nothing is written
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
        try await session.commit(merge)
        let change = try await session.difference(from: then.point.moment, to: .head(of: .main))
        for try await event in session.audit(.kind("file.changed").actor("model:*")) {
            print(event.kind, event.actor, event.subject ?? "")
        }
        #expect(change.files.map(\.path) == ["a.txt"])
        try await session.close()
    }

    @Test func `events as they come`() async throws {
        let session = try await Session.inMemory()
        let follower = Task {
            for try await event in session.events(on: .main, from: 1, live: true) {
                print(event.revision, event.kind)
            }
        }
        try await session.append([.note("n", by: .system)], to: .main, expecting: .any)
        follower.cancel()
        try await follower.value
    }

    @Test func `the last events`() async throws {
        let session = try await Session.inMemory()
        try await session.append([.prompt("Hello", by: .user("ana"))], to: .main, expecting: .any)
        for try await event in session.events(on: .main, order: .descending, limit: 100) {
            print(event.revision, event.message?.text ?? "")
        }
    }

    private struct Rating: Codable {
        var stars: Int
    }

    @Test func `kinds of one's own, and SQL`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let rated = EventKind(rawValue: "answer.rated")
        let draft = EventDraft(
            kind: rated, subject: "msg_01", actor: .user("ana"),
            body: try JSON(encoding: Rating(stars: 4)))
        try await session.append([draft], to: .main, expecting: .any)
        for event in try await session.latest(rated, at: .head(of: .main)) {
            print(event.subject ?? "", try event.body.decode(Rating.self).stars)
        }
        let calls = try await session.query("SELECT tool, count(*) FROM tool_calls GROUP BY tool")
        for row in calls.rows { print(row[0], row[1]) }
        #expect(calls.columns.count == 2)
        try await session.close()
    }

    @Test func `a projection of one's own`() async throws {
        let session = try await Session.inMemory()
        let spent = try await session.fold(TokensByDay.self, at: .head(of: .main)).tokens
        #expect(spent.isEmpty)
    }
}
