import Foundation
import JSONText
import Testing

@testable import SessionServer

@Suite("Events over HTTP", .timeLimit(.minutes(3)))
struct EventTests {
    @Test
    func `the same events sent again are there once`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let events = [ServerBox.prompt("a", id: "1"), ServerBox.prompt("b", id: "2")]
            let first = try await box.append(events, to: id, by: ana)
            let second = try await box.append(events, to: id, by: ana)
            #expect(first.json["written"]?.int == 2 && second.json["written"]?.int == 0)
            #expect(first.json["revisions"] == second.json["revisions"])
            let other = try await box.send(
                .post, "/api/sessions/\(id)/events",
                ["expecting": "any", "events": [ServerBox.prompt("c", id: "1")]], by: ana)
            #expect(other.status == 409 && other.code == "idConflict")
        }
    }

    /// Two clients save against the same head: the second learns what came, forks, and merges.
    @Test
    func `who comes late is told what came since, and can fork and merge`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            _ = try await box.send(
                .put, "/api/projects/\(project)/members/rob", ["role": "writer"], by: ana)
            let id = try await box.session("One", in: project, by: ana)
            let path = "/api/sessions/\(id)"
            let base = try await box.append(
                [ServerBox.file("a.txt", "one\ntwo\nthree\nfour\nfive\n")], to: id, by: ana)
            let head = try #require(base.json["head"]?.int)
            func save(_ text: String, to branch: String, _ head: Int, _ user: ServerBox.User)
                async throws -> ServerBox.Reply
            {
                try await box.send(
                    .post, path + "/events",
                    [
                        "branch": .string(branch), "expecting": .number(head),
                        "events": [ServerBox.file("a.txt", text)],
                    ], by: user)
            }
            #expect(
                try await save("ONE\ntwo\nthree\nfour\nfive\n", to: "main", head, ana).status == 201
            )
            let late = try await save("one\ntwo\nthree\nfour\nFIVE\n", to: "main", head, rob)
            #expect(late.status == 409 && late.code == "headMoved")
            #expect(late.json["expected"]?.int == head && late.json["actual"]?.int == head + 1)
            #expect(late.json["since"]?.elements.count == 1)
            let fork = try await box.send(
                .post, path + "/branches",
                ["name": "rob/idea", "from": .string("main@\(head)")], by: rob)
            #expect(fork.status == 201)
            let place = fork.headers[.location]
            #expect(place == "/api/sessions/\(id)/branches/rob%2Fidea")
            let own = try await save("one\ntwo\nthree\nfour\nFIVE\n", to: "rob/idea", head, rob)
            #expect(own.status == 201)
            let merge: JSON = ["theirs": "rob/idea", "commit": true]
            let merged = try await box.send(.post, path + "/merges", merge, by: rob)
            #expect(merged.status == 200, "\(merged.text)")
            let content = try await box.send(.get, path + "/content?path=a.txt", by: ana)
            #expect(content.json["text"]?.string == "ONE\ntwo\nthree\nfour\nFIVE\n")
        }
    }

    @Test
    func `a conflict is shown, has to be answered, and is answered`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let path = "/api/sessions/\(id)"
            try await box.append([ServerBox.file("a.txt", "base\n")], to: id, by: ana)
            _ = try await box.send(.post, path + "/branches", ["name": "idea"], by: ana)
            try await box.append([ServerBox.file("a.txt", "ours\n")], to: id, by: ana)
            try await box.append(
                [ServerBox.file("a.txt", "theirs\n")], to: id, branch: "idea", by: ana)
            let shown = try await box.send(.post, path + "/merges", ["theirs": "idea"], by: ana)
            let name = try #require(shown.json["conflicts"]?.elements.first?["conflict"]?.string)
            let open = try await box.send(
                .post, path + "/merges", ["theirs": "idea", "commit": true], by: ana)
            #expect(open.status == 409 && open.code == "mergeUnresolved")
            #expect(open.json["merge"]?["conflicts"]?.elements.count == 1)
            let answer: JSON = ["conflict": .string(name), "text": "both\n"]
            let done = try await box.send(
                .post, path + "/merges",
                ["theirs": "idea", "answers": [answer], "commit": true], by: ana)
            #expect(done.status == 200 && done.json["committed"]?["written"]?.int ?? 0 > 0)
            let content = try await box.send(.get, path + "/content?path=a.txt", by: ana)
            #expect(content.json["text"]?.string == "both\n")
        }
    }

    @Test
    func `ranges are read both ways, and narrowed`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let note: JSON = ["type": "note.added", "data": ["text": "n"]]
            for number in 0..<5 {
                try await box.append([ServerBox.prompt("p\(number)"), note], to: id, by: ana)
            }
            func read(_ query: String) async throws -> JSON {
                try await box.send(.get, "/api/sessions/\(id)/events?\(query)", by: ana).json
            }
            func texts(_ json: JSON) -> [String] {
                (json["events"]?.elements ?? []).compactMap { $0["data"]?["text"]?.string }
            }
            #expect(texts(try await read("kind=prompt")) == ["p0", "p1", "p2", "p3", "p4"])
            let last = try await read("kind=prompt&order=descending&limit=2")
            #expect(texts(last) == ["p4", "p3"])
            let next = try #require(last["next"]?.string)
            let rest = try await read("kind=prompt&order=descending&limit=9&\(next)")
            #expect(texts(rest) == ["p2", "p1", "p0"] && rest["next"] == nil)
            let forward = try await read("limit=4")
            let onward = try await read("limit=100&\(forward["next"]?.string ?? "")")
            let whole = try await read("limit=100")
            #expect(texts(forward) + texts(onward) == texts(whole))
            #expect(texts(try await read("actor=user:ben")).isEmpty)
        }
    }

    /// What a page shows before it asks for single events, against the events themselves.
    @Test
    func `a line's bins, rows and matches are those of its events`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let sample = [UInt8](try Data(contentsOf: ExchangeTests.sample))
            let brought = try await box.send(
                .post, "/api/imports?project=\(project)", bytes: sample, by: ana)
            let path = "/api/sessions/\(try #require(brought.json["session"]?.string))"
            let events =
                try await box.send(.get, path + "/events?limit=1000", by: ana)
                .json["events"]?.elements ?? []
            try #require(events.count > 30)
            for query in ["bins=7", "bins=1", "bins=1000", "bins=7&kind=prompt"] {
                let line = try await box.send(.get, path + "/timeline?\(query)", by: ana).json
                let bins = line["bins"]?.elements ?? []
                let wanted = query.hasSuffix("prompt") ? ["prompt.submitted"] : nil
                for bin in bins {
                    let (from, through) = (bin["from"]?.int ?? 0, bin["through"]?.int ?? 0)
                    let count = events.count { event in
                        let revision = Int(event["sequence"]?.string ?? "") ?? 0
                        return (from...through).contains(revision)
                            && wanted?.contains(event["type"]?.string ?? "") ?? true
                    }
                    #expect(bin["count"]?.int == count)
                }
                #expect(bins.last?["through"]?.int == line["head"]?.int)
            }
            let first = try await box.send(.get, path + "/rows?limit=10", by: ana).json
            let next = try #require(first["next"]?.string)
            let rest = try await box.send(.get, path + "/rows?limit=500&\(next)", by: ana).json
            let rows = (first["rows"]?.elements ?? []) + (rest["rows"]?.elements ?? [])
            #expect(rows.map { $0["position"] } == events.map { $0["position"] })
            #expect(rows.allSatisfy { $0["label"]?.string?.isEmpty == false })
            let found = try await box.send(
                .get, path + "/matches?find=parse&kind=prompt", by: ana
            ).json
            let saying = events.filter { event in
                event["type"]?.string == "prompt.submitted"
                    && "\(event["data"] ?? .null)".lowercased().contains("parse")
            }
            #expect(found["count"]?.int == saying.count)
            #expect(found["revisions"]?.elements.count == saying.count)
            #expect(found["before"]?.int == 0)
        }
    }

    @Test(arguments: [
        (#"{"events":[]}"#, 428), (#"{"expecting":"any","events":[]}"#, 400),
        (#"{"expecting":-1,"events":[{"type":"a.b"}]}"#, 400),
        (#"{"expecting":"any","events":[{}]}"#, 400),
        (#"{"expecting":"any","events":[{"type":7}]}"#, 400),
        (#"{"expecting":"any","events":[{"type":"prompt.submitted","data":[]}]}"#, 400),
        (#"{"expecting":"any","events":"x"}"#, 400), ("[]", 400), ("{", 400), ("\u{0}", 400),
        (#"{"expecting":"any","branch":"no","events":[{"type":"a.b"}]}"#, 404),
        (#"{"expecting":"any","branch":"a b","events":[{"type":"note.added"}]}"#, 400),
    ])
    func `what is no event is refused with the reason`(body: String, status: Int) async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let reply = try await box.send(
                .post, "/api/sessions/\(id)/events", bytes: Array(body.utf8), by: ana)
            #expect(reply.status == status, "\(reply.text)")
            #expect(reply.json["detail"]?.string?.isEmpty == false)
        }
    }
}
