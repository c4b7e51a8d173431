import Foundation
import HTTPTypes
import JSONText
import SessionStore
import Testing

@testable import SessionServer

@Suite("What is kept of a person", .timeLimit(.minutes(3)))
struct PeopleTests {
    /// A project of ana's in which ben wrote: alone in one session, with her in another, and in a
    /// third that is held.
    private struct Shared {
        let box: ServerBox
        let (ana, ben): (ServerBox.User, ServerBox.User)
        let project: String
        let (alone, both, held): (String, String, String)

        init(_ box: ServerBox) async throws {
            self.box = box
            (ana, ben) = (try await box.user("ana"), try await box.user("ben"))
            project = try await box.project("Ours", of: ana)
            _ = try await box.send(
                .put, "/api/projects/\(project)/members/ben", ["role": "writer"], by: ana)
            alone = try await box.session("Alone", in: project, by: ben)
            both = try await box.session("Both", in: project, by: ana)
            held = try await box.session("Held", in: project, by: ben)
            for id in [alone, both, held] {
                try await box.append([ServerBox.prompt("ben's plan \(id)")], to: id, by: ben)
            }
            try await box.append([ServerBox.prompt("ana's answer")], to: both, by: ana)
            let hold = try await box.send(
                .put, "/api/sessions/\(held)/holds/case", ["reason": "court"], by: ana)
            #expect(hold.status == 200)
        }

        /// Whether a text is in any file below the server's folder; texts of this test are short
        /// enough to be stored as they are.
        func holds(_ text: String) throws -> [String] {
            let files = FileManager.default.enumerator(atPath: box.folder)?.allObjects ?? []
            return try files.compactMap { $0 as? String }.filter { name in
                let path = "\(box.folder)/\(name)"
                guard !SessionFolder.isFolder(path) else { return false }
                return try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
            }
        }
    }

    @Test
    func `a person sees and takes along what they wrote`() async throws {
        try await ServerBox.run { box in
            let shared = try await Shared(box)
            let list = try await box.send(.get, "/api/users/ben/sessions", by: shared.ben)
            let sessions = list.json["sessions"]?.elements ?? []
            #expect(
                Set(sessions.compactMap { $0["session"]?.string })
                    == [shared.alone, shared.both, shared.held])
            let alone = sessions.filter { $0["isOnlyWriter"]?.bool == true }
            #expect(
                Set(alone.compactMap { $0["session"]?.string }) == [shared.alone])
            let out = try await box.send(.get, "/api/users/ben/export", by: shared.ben)
            let lines = out.text.split(separator: "\n")
            #expect(lines.count { $0.contains("ben's plan") } == 3)
            #expect(lines.allSatisfy { $0.contains("\"actor\":\"user:ben\"") })
            #expect(lines.contains { $0.contains("entry.written") && $0.contains("address") })
        }
    }

    @Test
    func `others learn of a person what is in the projects that they own`() async throws {
        try await ServerBox.run { box in
            let shared = try await Shared(box)
            let bens = try await box.project("Ben's own", of: shared.ben)
            let secret = try await box.session("Diary", in: bens, by: shared.ben)
            let seen = try await box.send(.get, "/api/users/ben/sessions", by: shared.ana)
            #expect(seen.status == 200 && !seen.text.contains(secret))
            let eve = try await box.user("eve")
            _ = try await box.project("Eve's", of: eve)
            for (method, path) in [
                (HTTPRequest.Method.get, "/api/users/ben/sessions"),
                (.get, "/api/users/ben/export"), (.delete, "/api/users/ben"),
                (.get, "/api/users/nobody/sessions"), (.get, "/api/users/b*/sessions"),
            ] {
                let reply = try await box.send(method, path, by: eve)
                #expect(reply.status == 404 || reply.code == "invalidInput", "\(path)")
            }
        }
    }

    @Test
    func `what a person wrote goes, but for what is held`() async throws {
        try await ServerBox.run { box in
            let shared = try await Shared(box)
            let dry = try await box.send(.delete, "/api/users/ben?dry=true", by: shared.ben)
            func outcomes(_ reply: ServerBox.Reply) -> [String: String] {
                var found: [String: String] = [:]
                for session in reply.json["sessions"]?.elements ?? [] {
                    found[session["session"]?.string ?? ""] = session["outcome"]?.string
                }
                return found
            }
            let expected = [
                shared.alone: "deleted", shared.both: "redacted", shared.held: "held",
            ]
            #expect(outcomes(dry) == expected)
            #expect(
                try await box.send(.get, "/api/sessions/\(shared.alone)", by: shared.ana).status
                    == 200)
            let done = try await box.send(.delete, "/api/users/ben", by: shared.ben)
            #expect(outcomes(done) == expected, "\(done.text)")
            #expect(done.json["memberships"]?.elements.first?["ended"]?.bool == true)
            #expect(
                try await box.send(.get, "/api/sessions/\(shared.alone)", by: shared.ana).status
                    == 404)
            let rest = try await box.send(
                .get, "/api/sessions/\(shared.both)/events", by: shared.ana)
            #expect(rest.text.contains("ana's answer") && !rest.text.contains("ben's plan"))
            let kept = try await box.send(
                .get, "/api/sessions/\(shared.held)/events", by: shared.ana)
            #expect(kept.text.contains("ben's plan"))
            #expect(try !shared.holds("ben's plan \(shared.held)").isEmpty)
            for id in [shared.alone, shared.both] {
                let left = try shared.holds("ben's plan \(id)")
                #expect(left.isEmpty, "\(left)")
            }
            #expect(
                try await box.send(.get, "/api/sessions/\(shared.both)", by: shared.ben).status
                    == 404)
            let log = try await box.send(
                .get, "/api/projects/\(shared.project)/log?kind=entry.removed", by: shared.ana)
            let removed = log.json["events"]?.elements ?? []
            #expect(removed.compactMap { $0["subject"]?.string } == [shared.alone])
            #expect(removed.first?["data"]?["askedBy"]?.string == "ben")
        }
    }

    @Test
    func `an only owner's membership stays, and is said to`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let done = try await box.send(.delete, "/api/users/ana", by: ana)
            #expect(done.json["memberships"]?.elements.first?["ended"]?.bool == false)
            #expect(try await box.send(.get, "/api/sessions/\(id)", by: ana).status == 404)
            #expect(try await box.send(.get, "/api/projects/\(project)", by: ana).status == 200)
        }
    }

    @Test
    func `whoever chooses so is noted without an address, also after a start`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let me = try await box.send(.get, "/api/me", by: ana)
            #expect(me.json["notesOrigin"]?.bool == true)
            #expect(me.json["kept"]?.string?.contains("/api/users/{user}/export") == true)
            let chosen = try await box.send(.patch, "/api/me", ["notesOrigin": false], by: ana)
            #expect(chosen.json["notesOrigin"]?.bool == false)
            let id = try await box.session("One", in: project, by: ana)
            try await box.append([ServerBox.prompt("hi")], to: id, by: ana)
            await box.server.store.access.finish()
            let log = try await box.send(
                .get, "/api/projects/\(project)/log?kind=entry.written", by: ana)
            let notes = log.json["events"]?.elements ?? []
            #expect(notes.count == 1 && notes.first?["data"]?["address"] == nil)
            let people = try await People.open(box.folder)
            #expect(!people.areOriginsNoted(of: "ana") && people.areOriginsNoted(of: "ben"))
            try await people.close()
            let (backup, restored) = (box.folder + "-backup", box.folder + "-restored")
            defer {
                for path in [backup, restored] { try? FileManager.default.removeItem(atPath: path) }
            }
            try await Backup(of: box.folder, in: backup).run()
            _ = try await BackupRestore(from: backup, to: restored).run()
            let again = try await People.open(restored)
            #expect(!again.areOriginsNoted(of: "ana"))
            try await again.close()
            for body: JSON in [[:], ["notesOrigin": 1]] {
                #expect(try await box.send(.patch, "/api/me", body, by: ana).status == 400)
            }
        }
    }

    @Test
    func `who read what is forgotten after the days of the rule`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let id = try await box.project("Ours", of: ana)
            let path = "/api/projects/\(id)/retention"
            let set = try await box.send(.put, path, ["days": 10, "accessDays": 30], by: ana)
            #expect(set.json["days"]?.int == 10 && set.json["accessDays"]?.int == 30)
            let project = try await box.server.store.projects.project(
                id, for: Caller(user: "ana"), as: .owner)
            let day = 86_400_000_000
            let now = box.server.options.sources.clock()
            for (age, kind) in [
                (40, EventKind.entryRead), (20, .entryWritten), (40, .entryCreated),
            ] {
                try await project.record([
                    EventDraft.entry(kind, "s\(age)", by: .user("ana"), [("address", "::1")])
                        .with(occurredAt: Timestamp(microseconds: now.microseconds - age * day))
                ])
            }
            let retention = Retention(project: project, pool: box.server.store.pool, now: now)
            #expect(try await retention.eraseNotes() == 1)
            #expect(try await retention.eraseNotes() == 0)
            var left: [String] = []
            for try await event in project.log.audit(.kind("entry.*")) where !event.isErased {
                left.append("\(event.kind) \(event.subject ?? "")")
            }
            #expect(left == ["entry.written s20", "entry.created s40"])
        }
    }
}
