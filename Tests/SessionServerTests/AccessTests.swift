import AnswerSchemas
import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import SessionServer

@Suite("Who may do what", .timeLimit(.minutes(3)))
struct AccessTests {
    @Test
    func `without a good token nothing is answered, but what needs none`() async throws {
        try await ServerBox.run { box in
            let operations = AnswerSchemas.shared.operations
            try #require(operations.count > 40)
            for operation in operations {
                let path = Self.path(operation, session: Self.nobody, project: Self.nobody)
                let method = try #require(HTTPRequest.Method(operation.method))
                let reply = try await box.send(method, path, by: nil)
                // This server lets nobody in without a token, and a code stands in the body.
                let open = ["beginAnonymous": 404, "signIn": 400][operation.id] ?? 200
                #expect(reply.status == (operation.isSecured ? 401 : open), "\(operation.id)")
            }
            for header in ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer a.b.c"] {
                let reply = try await box.send(
                    .get, "/api/projects", by: nil, headers: [.authorization: header])
                #expect(reply.status == 401, "\(header)")
            }
        }
    }

    @Test
    func `a token of other keys, and one that has ended, let nobody in`() async throws {
        try await ServerBox.run { box in
            let other = try await TokenKeys(box.folder + "-other")
            defer { try? FileManager.default.removeItem(atPath: box.folder + "-other") }
            let foreign = try await other.token(for: SessionServer.firstOwner, lasting: 60)
            let keys = try await TokenKeys(box.folder + "/keys")
            let ended = try await keys.token(for: SessionServer.firstOwner, lasting: -1)
            let good = try await keys.token(for: SessionServer.firstOwner, lasting: 60)
            for (token, status) in [(foreign, 401), (ended, 401), (good, 200)] {
                let user = ServerBox.User(name: "", token: token)
                #expect(try await box.send(.get, "/api/projects", by: user).status == status)
            }
        }
    }

    @Test
    func `older keys verify on, and the newest one signs`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keys-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let token = try await TokenKeys(folder).token(for: "ana", lasting: 60)
        let first = try FileManager.default.contentsOfDirectory(atPath: folder)
        try TokenKeys.addKey(to: folder, SystemSources())
        let rotated = try await TokenKeys(folder)
        #expect(try await rotated.caller(of: token).user == "ana")
        let later = try await rotated.token(for: "ben", lasting: 60)
        try FileManager.default.removeItem(atPath: "\(folder)/\(first[0])")
        let last = try await TokenKeys(folder)
        #expect(try await last.caller(of: later).user == "ben")
        await #expect(throws: Problem.self) { try await last.caller(of: token) }
        let attributes = try FileManager.default.attributesOfItem(
            atPath: "\(folder)/\(FileManager.default.contentsOfDirectory(atPath: folder)[0])")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// The first thing that a stranger could learn is that something is there.
    @Test
    func `to a stranger every project and session is one that is not there`() async throws {
        try await ServerBox.run { box in
            let (ana, eve) = (try await box.user("ana"), try await box.user("eve"))
            let project = try await box.project("Ana's", of: ana)
            let session = try await box.session("Secret", in: project, by: ana)
            try await box.append([ServerBox.prompt("hush")], to: session, by: ana)
            let own = try await box.project("Eve's", of: eve)
            for operation in AnswerSchemas.shared.operations
            where operation.path.contains("{session}") || operation.path.contains("{project}") {
                for (id, other) in [(session, project), (Self.nobody, Self.nobody)] {
                    let path = Self.path(operation, session: id, project: other)
                    let method = try #require(HTTPRequest.Method(operation.method))
                    let reply = try await box.send(
                        method, path, bytes: Self.body(operation, project: other), by: eve,
                        headers: [.ifMatch: "*"])
                    #expect(reply.status == 404, "\(operation.id): \(reply.text)")
                    #expect(!reply.text.contains("hush") && !reply.text.contains("Secret"))
                }
            }
            for query in ["?project=\(project)", "?session=\(session)", "?words=hush"] {
                for path in ["/api/sessions", "/api/search", "/api/live"] {
                    let reply = try await box.send(.get, path + query + "&words=hush", by: eve)
                    #expect(!reply.text.contains(session) && !reply.text.contains("Secret"))
                }
            }
            let list = try await box.send(.get, "/api/sessions", by: eve)
            #expect(list.json["sessions"]?.elements.isEmpty == true)
            let projects = try await box.send(.get, "/api/projects", by: eve)
            #expect(
                projects.json["projects"]?.elements.compactMap { $0["project"]?.string } == [own])
            let made = try await box.send(
                .post, "/api/sessions", ["project": .string(project)], by: eve)
            #expect(made.status == 404)
            let brought = try await box.send(
                .post, "/api/imports?project=\(project)", bytes: [1], by: eve)
            #expect(brought.status == 404)
            #expect(try await box.send(.get, "/api/sessions/\(session)", by: ana).status == 200)
        }
    }

    @Test(arguments: [
        "..", "%2e%2e", "..%2f..%2fkeys", "%2Fetc%2Fpasswd", "a%00b", "%ff", "%zz", "*", "%25",
        "%EF%BD%81", "00000000-0000-0000-0000-00000000000%30", "%EF%BC%90", "%C2%AD",
    ])
    func `what is no id is never a path`(id: String) async throws {
        try await ServerBox.run { box in
            let owner = try await box.owner
            for path in [
                "/api/sessions/\(id)", "/api/sessions/\(id)/export", "/api/projects/\(id)",
            ] {
                let reply = try await box.send(.get, path, by: owner)
                #expect(reply.status == 404 || reply.status == 400, "\(path) \(reply.text)")
            }
        }
    }

    @Test
    func `a role may what it may, and what the next one may not`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let session = try await box.session("Talk", in: project, by: ana)
            let member = "/api/projects/\(project)/members/rob"
            let events: JSON = ["expecting": "any", "events": [ServerBox.prompt("hi")]]
            let path = "/api/sessions/\(session)"
            for (role, reads, writes, owns) in [
                ("reader", 200, 403, 403), ("writer", 200, 201, 403), ("owner", 200, 201, 200),
            ] {
                let set = try await box.send(.put, member, ["role": .string(role)], by: ana)
                #expect(set.status == 200)
                #expect(try await box.send(.get, path + "/state", by: rob).status == reads)
                #expect(
                    try await box.send(.post, path + "/events", events, by: rob).status == writes)
                let hold = try await box.send(
                    .put, path + "/holds/case", ["reason": "court"], by: rob)
                #expect(hold.status == owns)
                let log = try await box.send(.get, "/api/projects/\(project)/log", by: rob)
                #expect(log.status == owns)
            }
            #expect(try await box.send(.delete, member, by: ana).status == 204)
            #expect(try await box.send(.get, path, by: rob).status == 404)
        }
    }

    @Test
    func `a project keeps an owner, and only its owners restore it`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let path = "/api/projects/\(project)"
            for (method, body) in [
                (HTTPRequest.Method.delete, JSON?.none), (.put, ["role": "reader"]),
            ] {
                let reply = try await box.send(method, path + "/members/ana", body, by: ana)
                #expect(reply.status == 409 && reply.code == "lastOwner")
            }
            #expect(try await box.send(.delete, path, by: ana).status == 204)
            #expect(try await box.send(.get, path, by: ana).status == 404)
            #expect(try await box.send(.post, path + "/restoration", by: rob).status == 404)
            #expect(try await box.send(.post, path + "/restoration", by: ana).status == 200)
            #expect(try await box.send(.get, path, by: ana).status == 200)
        }
    }

    @Test
    func `nobody writes as somebody else`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let session = try await box.session("Talk", in: project, by: ana)
            let forged: JSON = [
                "type": "prompt.submitted", "actor": "user:ben", "data": ["text": "I agree"],
            ]
            let reply = try await box.send(
                .post, "/api/sessions/\(session)/events",
                ["expecting": "any", "events": [forged]], by: ana)
            #expect(reply.status == 403 && reply.code == "actor")
            try await box.append([ServerBox.prompt("I do")], to: session, by: ana)
            let events = try await box.send(.get, "/api/sessions/\(session)/events", by: ana)
            let actors = events.json["events"]?.elements.compactMap { $0["actor"]?.string }
            #expect(Set(actors ?? []) == ["user:ana"])
        }
    }

    // MARK: Parts

    static let nobody = "00000000-0000-4000-8000-000000000000"

    static func path(
        _ operation: DescribedOperation, session: String, project: String
    ) -> String {
        operation.path.replacing("{session}", with: session).replacing("{project}", with: project)
            .replacing("{user}", with: "eve").replacing("{kind}", with: "setting.changed")
            .replacing("{position}", with: "1").replacing("{branch}", with: "main")
            .replacing("{hold}", with: "case")
            + "?path=x&reason=r&words=hush"
            + (operation.path.hasSuffix("/difference") ? "&from=main&to=main" : "")
    }

    /// A body with which the operation would do something.
    static func body(_ operation: DescribedOperation, project: String) -> [UInt8]? {
        guard operation.fields["requestBody"] != nil else { return nil }
        let body: JSON = [
            "name": "x", "role": "owner", "title": "x", "reason": "r", "text": "hush",
            "theirs": "main", "moments": [], "at": "main", "expecting": "any",
            "events": [ServerBox.prompt("x")], "project": .string(project), "token": "x",
        ]
        return body.oneLine
    }
}
