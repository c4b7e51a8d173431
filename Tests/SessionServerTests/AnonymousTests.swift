import Foundation
import HTTPTypes
import JSONText
import Platform
import SessionStore
import Synchronization
import Testing

@testable import SessionServer

/// They need a folder in memory, as Linux has one.
@Suite(
    "People without a token", .timeLimit(.minutes(3)),
    .enabled(if: MemoryFileSystem.holds("/dev/shm"), "/dev/shm is no folder in memory"))
struct AnonymousTests {
    /// Runs a server that lets people in without a token.
    private static func run(
        _ change: (inout AnonymousOptions) -> Void = { _ in },
        clock: (@Sendable () -> Timestamp)? = nil,
        _ body: @Sendable (ServerBox) async throws -> Void
    ) async throws {
        var anonymous = AnonymousOptions(folder: "/dev/shm")
        change(&anonymous)
        try await ServerBox.run(
            {
                $0.anonymous = anonymous
                if let clock { $0.sources.clock = clock }
            }, body)
    }

    private struct Visitor {
        let user: ServerBox.User
        let project: String
    }

    private static func come(_ box: ServerBox) async throws -> Visitor {
        let reply = try await box.send(.post, "/api/anonymous", by: nil)
        #expect(reply.status == 201)
        return Visitor(
            user: ServerBox.User(
                name: try #require(reply.json["user"]?.string),
                token: try #require(reply.json["token"]?.string)),
            project: try #require(reply.json["project"]?.string))
    }

    /// The files below a folder in which a text is.
    private static func files(with text: String, below folder: String) throws -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
        return try names.compactMap { $0 as? String }.filter { name in
            let path = "\(folder)/\(name)"
            guard !SessionFolder.isFolder(path) else { return false }
            return try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
        }
    }

    @Test
    func `what they write is in memory, and nowhere on the disk`() async throws {
        let place = Mutex("")
        try await Self.run { box in
            let visitor = try await Self.come(box)
            let id = try await box.session("Mine", in: visitor.project, by: visitor.user)
            try await box.append([ServerBox.prompt("unseen words")], to: id, by: visitor.user)
            let found = try await box.send(.get, "/api/search?words=unseen", by: visitor.user)
            #expect(found.json["hits"]?.elements.count == 1)
            let out = try await box.send(.get, "/api/sessions/\(id)/export", by: visitor.user)
            #expect(out.status == 200)
            let brought = try await box.send(
                .post, "/api/imports?project=\(visitor.project)&duplicate=true", bytes: out.bytes,
                by: visitor.user)
            #expect(brought.status == 201)
            await box.server.store.access.finish()
            let memory = try #require(box.server.store.projects.anonymous?.path)
            #expect(MemoryFileSystem.holds(memory))
            #expect(try !Self.files(with: "unseen words", below: memory).isEmpty)
            for text in ["unseen words", visitor.user.name, visitor.project, id] {
                let left = try Self.files(with: text, below: box.folder)
                #expect(left.isEmpty, "\(text): \(left)")
            }
            place.withLock { $0 = memory }
        }
        #expect(!FileManager.default.fileExists(atPath: place.withLock { $0 }))
    }

    @Test
    func `they see only what is theirs, and others see nothing of it`() async throws {
        try await Self.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let secret = try await box.session("Secret", in: project, by: ana)
            let (one, two) = (try await Self.come(box), try await Self.come(box))
            let id = try await box.session("Mine", in: one.project, by: one.user)
            for (user, session) in [(one.user, secret), (two.user, id), (ana, id)] {
                #expect(
                    try await box.send(.get, "/api/sessions/\(session)", by: user).status == 404)
            }
            let projects = try await box.send(.get, "/api/projects", by: one.user)
            #expect(
                projects.json["projects"]?.elements.compactMap { $0["project"]?.string }
                    == [one.project])
            let metrics = try await box.send(.get, "/metrics", by: nil)
            #expect(metrics.text.contains(project) && !metrics.text.contains(one.project))
        }
    }

    @Test
    func `nothing of theirs can be made to stay but by keeping`() async throws {
        try await Self.run { box in
            let visitor = try await Self.come(box)
            for (method, path, body): (HTTPRequest.Method, String, JSON) in [
                (.post, "/api/projects", ["name": "x"]), (.post, "/api/project-imports", ["x": 1]),
                (.patch, "/api/me", ["notesOrigin": false]),
            ] {
                let reply = try await box.send(method, path, body, by: visitor.user)
                #expect(reply.status == 403 && reply.code == "anonymous", "\(path)")
            }
            let one = try await box.session("Mine", in: visitor.project, by: visitor.user)
            try await box.append([ServerBox.prompt("keep me")], to: one, by: visitor.user)
            let (ana, eve) = (try await box.user("ana"), try await box.user("eve"))
            let project = try await box.project("Ours", of: ana)
            let path = "/api/sessions/\(one)/keeping"
            func keep(_ token: String, _ user: ServerBox.User) async throws -> ServerBox.Reply {
                try await box.send(
                    .post, path, ["project": .string(project), "token": .string(token)], by: user)
            }
            let other = try await Self.come(box)
            #expect(try await keep(visitor.user.token, eve).status == 404)
            #expect(try await keep(other.user.token, ana).status == 404)
            #expect(try await keep(ana.token, ana).status == 400)
            #expect(try await keep("nonsense", ana).status == 401)
            #expect(try await keep(visitor.user.token, ana).status == 201)
            #expect(try await keep(visitor.user.token, ana).status == 409)
            let events = try await box.send(.get, "/api/sessions/\(one)/events", by: ana)
            #expect(events.text.contains("keep me"))
            #expect(
                try Self.files(with: visitor.user.token, below: box.folder).isEmpty)
        }
    }

    @Test
    func `their time ends, and everything goes`() async throws {
        let hours = Mutex(0)
        let clock: @Sendable () -> Timestamp = {
            let past = hours.withLock { $0 } * 3_600_000_000
            return Timestamp(
                microseconds: SessionOptions.systemClock().microseconds + past)
        }
        try await Self.run({ $0.hours = 5 }, clock: clock) { box in
            let visitor = try await Self.come(box)
            let id = try await box.session("Mine", in: visitor.project, by: visitor.user)
            let projects = box.server.store.projects
            hours.withLock { $0 = 4 }
            try await projects.removeExpired(box.server.store.pool)
            #expect(
                try await box.send(.get, "/api/sessions/\(id)", by: visitor.user).status == 200)
            hours.withLock { $0 = 6 }
            try await projects.removeExpired(box.server.store.pool)
            #expect(
                try await box.send(.get, "/api/sessions/\(id)", by: visitor.user).status == 404)
            let memory = try #require(projects.anonymous?.path)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: memory + "/projects").isEmpty)
        }
    }

    @Test
    func `they are few, and have little`() async throws {
        try await Self.run({ ($0.users, $0.size) = (1, 300_000) }) { box in
            let visitor = try await Self.come(box)
            let more = try await box.send(.post, "/api/anonymous", by: nil)
            #expect(more.status == 503 && more.headers[.retryAfter] != nil)
            let id = try await box.session("Mine", in: visitor.project, by: visitor.user)
            let text = (0..<40_000).map { "word \($0 * 7919 % 100_003)" }.joined(separator: " ")
            var statuses: [Int] = []
            for _ in 0..<3 {
                let body: JSON = ["expecting": "any", "events": [ServerBox.prompt(text)]]
                statuses.append(
                    try await box.send(
                        .post, "/api/sessions/\(id)/events", body, by: visitor.user
                    ).status)
            }
            #expect(statuses.first == 201 && statuses.last == 413)
            let made = try await box.send(
                .post, "/api/sessions", ["project": .string(visitor.project)], by: visitor.user)
            #expect(made.status == 413)
        }
        try await ServerBox.run { box in
            let reply = try await box.send(.post, "/api/anonymous", by: nil)
            #expect(reply.status == 404 && reply.code == "noAnonymous")
        }
    }

    @Test
    func `a folder on a disk is refused`() async throws {
        let folder = FileManager.default.homeDirectoryForCurrentUser.path
        try #require(!MemoryFileSystem.holds(folder))
        #expect(throws: SessionError.self) {
            try AnonymousFolder(AnonymousOptions(folder: folder), of: "/nowhere")
        }
    }

    /// A token in what somebody writes is a secret like any other.
    @Test
    func `a token is never stored in a session`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let text = "curl -H 'Authorization: Bearer \(ana.token)' and Cookie: \(ana.token)"
            try await box.append([ServerBox.prompt(text)], to: id, by: ana)
            let events = try await box.send(.get, "/api/sessions/\(id)/events", by: ana)
            #expect(events.text.contains("curl -H"))
            let signature = String(ana.token.split(separator: ".")[2])
            #expect(!events.text.contains(signature))
            #expect(try Self.files(with: signature, below: box.folder).isEmpty)
        }
    }
}
