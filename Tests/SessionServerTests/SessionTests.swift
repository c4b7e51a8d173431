import Foundation
import JSONText
import SessionStore
import Testing

@testable import SessionServer

@Suite("Sessions of a project", .timeLimit(.minutes(3)))
struct SessionTests {
    @Test
    func `a session is made once, and got again where it may be there`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = "0b6e13ce-4b69-424d-a3d9-78820717f5f1"
            let body: JSON = ["project": .string(project), "id": .string(id), "title": "One"]
            let made = try await box.send(.post, "/api/sessions", body, by: ana)
            #expect(made.status == 201 && made.json["title"]?.string == "One")
            #expect(made.headers[.location] == "/api/sessions/\(id)")
            let again = try await box.send(.post, "/api/sessions", body, by: ana)
            #expect(again.status == 409 && again.code == "sessionExists")
            let got = try await box.send(
                .post, "/api/sessions",
                ["project": .string(project), "id": .string(id), "ifAbsent": true], by: ana)
            #expect(got.status == 200 && got.json["title"]?.string == "One")
            let file = "\(box.folder)/projects/\(project)/\(id).session"
            #expect(try await Session.open(file).id == id)
            for bad in ["", "x", "../x", id.uppercased()] {
                let reply = try await box.send(
                    .post, "/api/sessions", ["project": .string(project), "id": .string(bad)],
                    by: ana)
                #expect(reply.status == 400, "\(bad)")
            }
        }
    }

    @Test
    func `lists go page by page, newest first, and are of one project or of all`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let projects = [
                try await box.project("One", of: ana), try await box.project("Two", of: ana),
            ]
            var made: [String] = []
            for number in 0..<7 {
                made.append(
                    try await box.session("S\(number)", in: projects[number % 2], by: ana))
            }
            var (found, next): ([String], String?) = ([], "0")
            while let after = next, found.count < 20 {
                let page = try await box.send(
                    .get, "/api/sessions?limit=3&after=\(after)", by: ana)
                let sessions = page.json["sessions"]?.elements ?? []
                #expect(sessions.count <= 3)
                found += sessions.compactMap { $0["session"]?.string }
                next = page.json["next"]?.string
            }
            #expect(found == made.reversed())
            let one = try await box.send(.get, "/api/sessions?project=\(projects[1])", by: ana)
            let titles = one.json["sessions"]?.elements.compactMap { $0["title"]?.string }
            #expect(titles == ["S5", "S3", "S1"])
            let words = try await box.send(.get, "/api/sessions?words=S4", by: ana)
            #expect(words.json["sessions"]?.elements.count == 1)
            for query in ["limit=0", "limit=x", "order=best", "since=noon", "archived=perhaps"] {
                #expect(try await box.send(.get, "/api/sessions?\(query)", by: ana).status == 400)
            }
        }
    }

    @Test
    func `who changes a session has read it as it is`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let path = "/api/sessions/\(id)"
            let read = try await box.send(.get, path, by: ana)
            let known = try await box.send(
                .get, path, by: ana, headers: [.ifNoneMatch: "\"x\", \(read.tag)"])
            #expect(known.status == 304 && known.bytes.isEmpty)
            let body: JSON = ["title": "Two", "settings": ["model": "m1", "temperature": 0.5]]
            let blind = try await box.send(.patch, path, body, by: ana)
            #expect(blind.status == 428)
            let old = try await box.send(.patch, path, body, by: ana, headers: [.ifMatch: "\"x\""])
            #expect(old.status == 412 && old.tag == read.tag)
            let changed = try await box.send(
                .patch, path, body, by: ana, headers: [.ifMatch: read.tag])
            #expect(changed.status == 200 && changed.json["title"]?.string == "Two")
            #expect(changed.tag != read.tag)
            let late = try await box.send(
                .patch, path, body, by: ana, headers: [.ifMatch: read.tag])
            #expect(late.status == 412)
            let state = try await box.send(.get, path + "/state", by: ana)
            let settings = state.json["settings"]?.elements.compactMap { $0["subject"]?.string }
            #expect(settings == ["model", "temperature"])
            let archived = try await box.send(
                .patch, path, ["archived": true], by: ana, headers: [.ifMatch: changed.tag])
            #expect(archived.status == 200)
            let reply = try await box.send(
                .post, path + "/events",
                ["expecting": "any", "events": [ServerBox.prompt("late")]], by: ana)
            #expect(reply.status == 409 && reply.code == "sessionArchived")
        }
    }

    @Test
    func `a deleted session is gone, and comes back as it was`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let path = "/api/sessions/\(id)"
            try await box.append([ServerBox.prompt("remember me")], to: id, by: ana)
            let tag = try await box.send(.get, path, by: ana).tag
            #expect(try await box.send(.delete, path, by: ana).status == 428)
            let hold = try await box.send(.put, path + "/holds/case", ["reason": "c"], by: ana)
            #expect(hold.status == 200)
            let held = try await box.send(.delete, path, by: ana, headers: [.ifMatch: "*"])
            #expect(held.status == 409 && held.code == "held")
            _ = try await box.send(.delete, path + "/holds/case?reason=over", by: ana)
            let moved = try await box.send(.delete, path, by: ana, headers: [.ifMatch: tag])
            #expect(moved.status == 412)
            let gone = try await box.send(.delete, path, by: ana, headers: [.ifMatch: "*"])
            #expect(gone.status == 204)
            #expect(try await box.send(.get, path, by: ana).status == 404)
            let list = try await box.send(.get, "/api/sessions", by: ana)
            #expect(list.json["sessions"]?.elements.isEmpty == true)
            let hits = try await box.send(.get, "/api/search?words=remember", by: ana)
            #expect(hits.json["hits"]?.elements.isEmpty == true)
            #expect(try await box.send(.post, path + "/restoration", by: rob).status == 404)
            #expect(try await box.send(.post, path + "/restoration", by: ana).status == 200)
            let events = try await box.send(.get, path + "/events", by: ana)
            #expect(events.text.contains("remember me"))
            let log = try await box.send(.get, "/api/projects/\(project)/log", by: ana)
            let kinds = log.json["events"]?.elements.compactMap { $0["type"]?.string } ?? []
            #expect(
                Set(kinds).isSuperset(of: ["entry.created", "entry.deleted", "entry.restored"]))
        }
    }

    @Test
    func `the log of a project tells who read and who changed what`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            _ = try await box.send(
                .put, "/api/projects/\(project)/members/rob", ["role": "reader"], by: ana)
            let id = try await box.session("One", in: project, by: ana)
            for _ in 0..<3 {
                try await box.append([ServerBox.prompt("x")], to: id, by: ana)
                _ = try await box.send(
                    .get, "/api/sessions/\(id)/state", by: rob, headers: [.userAgent: "tests/1"])
            }
            await box.server.store.access.finish()
            let log = try await box.send(
                .get, "/api/projects/\(project)/log?kind=entry.read&kind=entry.written", by: ana)
            let events = log.json["events"]?.elements ?? []
            func count(_ kind: String, _ actor: String) -> Int {
                events.count { $0["type"]?.string == kind && $0["actor"]?.string == actor }
            }
            #expect(count("entry.read", "user:rob") == 1)
            #expect(count("entry.written", "user:ana") == 3)
            let read = events.first { $0["actor"]?.string == "user:rob" }
            #expect(read?["subject"]?.string == id)
            #expect(read?["data"]?["client"]?.string == "tests/1")
            #expect(read?["data"]?["address"]?.string?.isEmpty == false)
            let file = "\(box.folder)/projects/\(project).session"
            try await Session.use(file) { log in
                for try await finding in log.verify() { Issue.record("\(finding)") }
            }
        }
    }

    /// Whatever is asked of a session, a cache may keep it until the session changes.
    @Test(arguments: [
        "events", "events/1", "timeline", "rows", "matches?words=hi", "lanes", "branches", "tags",
        "audit", "causes", "usage", "holds", "seals", "info", "difference?from=main&to=main",
        "preview",
        "state", "files", "subjects/title.changed",
    ])
    func `an answer's tag is good until the session changes`(path: String) async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let url = "/api/sessions/\(id)/\(path)"
            let first = try await box.send(.get, url, by: ana)
            try #require(first.status == 200 && !first.tag.isEmpty, "\(first.text)")
            let same = try await box.send(
                .get, url, by: ana, headers: [.ifNoneMatch: first.tag])
            #expect(same.status == 304 && same.bytes.isEmpty && same.tag == first.tag)
            try await box.append([ServerBox.prompt("hi")], to: id, by: ana)
            let changed = try await box.send(
                .get, url, by: ana, headers: [.ifNoneMatch: first.tag])
            #expect(changed.status == 200 && changed.tag != first.tag)
        }
    }
}

extension Session {
    /// Opens a file for reading while `body` runs.
    fileprivate static func use(
        _ file: String, _ body: (Session) async throws -> Void
    ) async throws {
        let session = try await Session.open(file, mode: .readOnly)
        try await body(session)
        try await session.close()
    }
}
