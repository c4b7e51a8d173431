import Foundation
import JSONText
import SessionStore
import Testing

@testable import SessionServer

/// What an application with tabs keeps beside the sessions themselves.
@Suite("What applications keep", .timeLimit(.minutes(3)))
struct ApplicationTests {
    @Test
    func `settings are the project's, preferences one member's`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let path = "/api/projects/\(project)"
            _ = try await box.send(
                .put, path + "/members/rob", ["role": "reader"], by: ana)
            let theme: JSON = ["settings": ["theme": "dark", "size": 12]]
            #expect(
                try await box.send(.patch, path + "/settings", theme, by: ana).status == 200)
            #expect(
                try await box.send(.patch, path + "/settings", theme, by: rob).status == 403)
            let shared = try await box.send(.get, path + "/settings", by: rob)
            #expect(shared.json["settings"]?["theme"]?.string == "dark")

            let own: JSON = ["settings": ["order": ["b", "a"], "theme": "light"]]
            #expect(
                try await box.send(.patch, path + "/preferences", own, by: rob).status == 200)
            let robs = try await box.send(.get, path + "/preferences", by: rob)
            #expect(robs.json["settings"]?["order"]?.elements.compactMap(\.string) == ["b", "a"])
            let anas = try await box.send(.get, path + "/preferences", by: ana)
            #expect(anas.json["settings"]?.members.isEmpty == true)
            let less = try await box.send(
                .patch, path + "/preferences", ["settings": ["order": .null]], by: rob)
            #expect(less.json["settings"]?.members.map(\.key) == ["theme"])
        }
    }

    @Test
    func `what is no setting of an application is refused`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let path = "/api/projects/\(try await box.project("Ours", of: ana))"
            for body: JSON in [
                ["settings": ["retentionDays": 1]], ["settings": ["accessDays": 1]],
                ["settings": [:]], [:], ["settings": "x"], ["settings": ["": 1]],
            ] {
                let reply = try await box.send(.patch, path + "/settings", body, by: ana)
                #expect(reply.status == 400, "\(reply.text)")
            }
            let rule = try await box.send(.get, path + "/retention", by: ana)
            #expect(rule.json["days"]?.int == 90)
        }
    }

    // MARK: Tabs

    /// A project with three sessions, called One, Two and Three.
    private func sessions(_ box: ServerBox, of ana: ServerBox.User) async throws -> (
        path: String, ids: [String]
    ) {
        let project = try await box.project("Ours", of: ana)
        var ids: [String] = []
        for title in ["One", "Two", "Three"] {
            ids.append(try await box.session(title, in: project, by: ana))
        }
        return ("/api/projects/\(project)/tabs", ids)
    }

    private func open(_ ids: [String], saved: Int? = nil) -> JSON {
        .array(
            ids.map { .object([("session", .string($0)), ("saved", saved.map { .number($0) })]) })
    }

    private func shown(_ reply: ServerBox.Reply) -> [String] {
        reply.json["open"]?.elements.compactMap { $0["session"]?.string } ?? []
    }

    @Test
    func `tabs keep their order, and the last one closed comes back where it was`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (path, ids) = try await sessions(box, of: ana)
            let order = [ids[2], ids[0], ids[1]]
            let all = try await box.send(
                .put, path, ["open": open(order), "active": .string(ids[0])], by: ana)
            #expect(shown(all) == order)
            #expect(all.json["open"]?.elements.first?["title"]?.string == "Three")
            _ = try await box.send(.put, path, ["open": open([ids[2], ids[1]])], by: ana)
            let one = try await box.send(.put, path, ["open": open([ids[1]])], by: ana)
            #expect(
                one.json["closed"]?.elements.compactMap(\.string) == [ids[2], ids[0]])
            let back = try await box.send(.post, path + "/restoration", by: ana)
            #expect(shown(back) == [ids[2], ids[1]])
            #expect(back.json["active"]?.string == ids[2])
            let again = try await box.send(.post, path + "/restoration", by: ana)
            #expect(shown(again) == [ids[2], ids[0], ids[1]])
            let none = try await box.send(.post, path + "/restoration", by: ana)
            #expect(none.status == 409 && none.code == "nothingClosed")
            #expect(shown(try await box.send(.get, path, by: ana)) == order)
        }
    }

    @Test
    func `a tab whose session is gone is neither shown nor brought back`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (path, ids) = try await sessions(box, of: ana)
            _ = try await box.send(.put, path, ["open": open(ids)], by: ana)
            _ = try await box.send(.put, path, ["open": open([ids[0], ids[1]])], by: ana)
            for id in [ids[1], ids[2]] {
                let reply = try await box.send(
                    .delete, "/api/sessions/\(id)", by: ana, headers: [.ifMatch: "*"])
                #expect(reply.status == 204)
            }
            #expect(shown(try await box.send(.get, path, by: ana)) == [ids[0]])
            let back = try await box.send(.post, path + "/restoration", by: ana)
            #expect(back.status == 409 && back.code == "nothingClosed")
        }
    }

    @Test
    func `a tab is dirty once something came behind what was saved`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (path, ids) = try await sessions(box, of: ana)
            let first = try await box.send(.put, path, ["open": open([ids[0]])], by: ana)
            let tab = try #require(first.json["open"]?.elements.first)
            let revision = try #require(tab["revision"]?.int)
            #expect(tab["isDirty"] == nil)
            let saved: JSON = ["open": open([ids[0]], saved: revision)]
            let clean = try await box.send(.put, path, saved, by: ana)
            #expect(clean.json["open"]?.elements.first?["isDirty"]?.bool == false)
            try await box.append([ServerBox.prompt("more")], to: ids[0], by: ana)
            let dirty = try await box.send(.get, path, by: ana)
            #expect(dirty.json["open"]?.elements.first?["isDirty"]?.bool == true)
        }
    }

    @Test
    func `tabs that cannot be are refused, and nothing changes`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (path, ids) = try await sessions(box, of: ana)
            let nobody = AccessTests.nobody
            for (body, status): (JSON, Int) in [
                (["open": open([ids[0], ids[0]])], 400), (["open": open([nobody])], 404),
                (["open": open([ids[0]]), "active": .string(ids[1])], 400),
                (["open": [["session": 1]]], 400), (["open": "x"], 400),
                (["open": [["session": .string(ids[0]), "saved": -1]]], 400),
            ] {
                let reply = try await box.send(.put, path, body, by: ana)
                #expect(reply.status == status, "\(reply.text)")
            }
            #expect(shown(try await box.send(.get, path, by: ana)).isEmpty)
        }
    }

    // MARK: Comparing

    @Test
    func `a session differs from what was saved in what differs`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (_, ids) = try await sessions(box, of: ana)
            let path = "/api/sessions/\(ids[0])"
            _ = try await box.send(
                .patch, path, ["settings": ["model": "fast", "mode": ["a": 1, "b": 2]]], by: ana,
                headers: [.ifMatch: "*"])
            func differences(_ body: JSON) async throws -> [String] {
                let reply = try await box.send(.post, path + "/comparison", body, by: ana)
                #expect(reply.status == 200)
                let names = reply.json["differences"]?.elements.compactMap { $0["subject"]?.string }
                #expect(reply.json["isDirty"]?.bool == (names?.isEmpty == false))
                return names ?? []
            }
            let saved: JSON = ["settings": ["mode": ["b": 2, "a": 1], "model": "fast"]]
            #expect(try await differences(saved).isEmpty)
            #expect(try await differences([:]).isEmpty)
            #expect(try await differences(["settings": ["model": "slow"]]) == ["mode", "model"])
            #expect(try await differences(["editor": ["tab": 1]]) == ["tab"])
            #expect(
                try await differences(["at": "main@1", "settings": [:]]).isEmpty)
        }
    }

    // MARK: Seals

    @Test
    func `the server's seal covers what is there, and no more`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let (_, ids) = try await sessions(box, of: ana)
            let path = "/api/sessions/\(ids[0])/seals"
            let seal = try await box.send(.post, path, by: ana)
            #expect(seal.status == 201)
            let fits = try await box.send(.get, path, by: ana)
            #expect(fits.json["seals"]?.int == 1 && fits.json["fitting"]?.int == 1)
            #expect(fits.json["covered"]?.int == fits.json["events"]?.int)
            try await box.append([ServerBox.prompt("more")], to: ids[0], by: ana)
            let more = try await box.send(.get, path, by: ana)
            #expect(more.json["firstNotCovered"]?.int == more.json["events"]?.int)
            let second = try await box.send(.post, "/api/sessions/\(ids[1])/seals", by: ana)
            #expect(second.json["key"] == seal.json["key"])
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(box.folder)/keys/server.seal")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    /// What was deleted is listed for those who may bring it back.
    @Test
    func `deleted sessions are seen until they go`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let (tabs, ids) = try await sessions(box, of: ana)
            let project = tabs.replacing("/tabs", with: "")
            _ = try await box.send(.put, project + "/members/rob", ["role": "reader"], by: ana)
            _ = try await box.send(
                .delete, "/api/sessions/\(ids[1])", by: ana, headers: [.ifMatch: "*"])
            let list = try await box.send(.get, project + "/deleted", by: ana)
            let deleted = list.json["sessions"]?.elements ?? []
            #expect(deleted.compactMap { $0["session"]?.string } == [ids[1]])
            #expect(deleted.first?["preview"]?["title"]?.string == "Two")
            #expect(try await box.send(.get, project + "/deleted", by: rob).status == 403)
            _ = try await box.send(.post, "/api/sessions/\(ids[1])/restoration", by: ana)
            let none = try await box.send(.get, project + "/deleted", by: ana)
            #expect(none.json["sessions"]?.elements.isEmpty == true)
        }
    }
}
