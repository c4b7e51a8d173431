import Foundation
import HTTPTypes
import JSONText
import SessionStore
import Testing

@testable import SessionServer

@Suite("How much may be asked", .timeLimit(.minutes(3)))
struct LimitTests {
    @Test
    func `too large a body, too many requests and another host are refused`() async throws {
        var limits = ServerLimits()
        (limits.bodySize, limits.uploadSize, limits.requestsPerMinute) = (2000, 3000, 8)
        try await ServerBox.run(limits: limits) { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let text = String(repeating: "x", count: 2100)
            let large = try await box.send(
                .post, "/api/sessions/\(id)/events",
                ["expecting": "any", "events": [ServerBox.prompt(text)]], by: ana)
            #expect(large.status == 413)
            let upload = try await box.send(
                .post, "/api/imports?project=\(project)", bytes: Array(repeating: 65, count: 4000),
                by: ana)
            #expect(upload.status == 413)
            var statuses: Set<Int> = []
            for _ in 0..<20 {
                let reply = try await box.send(.get, "/api/projects", by: ana)
                statuses.insert(reply.status)
                if reply.status == 429 { #expect(reply.headers[.retryAfter] != nil) }
            }
            #expect(statuses == [200, 429])
            let rob = try await box.user("rob")
            #expect(try await box.send(.get, "/api/projects", by: rob).status == 200)
        }
    }

    @Test
    func `other sites' pages may ask where they are named`() async throws {
        let site = "https://app.example.org"
        try await ServerBox.run({ $0.allowedOrigins = [site] }) { box in
            let ana = try await box.user("ana")
            let named = try await box.send(.get, "/api/projects", by: ana, headers: [.origin: site])
            #expect(named.headers[.accessControlAllowOrigin] == site)
            let other = try await box.send(
                .get, "/api/projects", by: ana, headers: [.origin: "https://evil.example"])
            #expect(other.headers[.accessControlAllowOrigin] == nil)
            let asked = try await box.send(
                .options, "/api/projects", by: nil, headers: [.origin: site])
            #expect(asked.status == 204)
        }
    }

    @Test(arguments: [
        ("localhost:80", "localhost"), ("Example.org", "example.org"), ("[::1]:8080", "[::1]"),
        ("127.0.0.1", "127.0.0.1"), ("", ""), ("evil.example:443", "evil.example"),
    ])
    func `a host is told without its port`(authority: String, host: String) {
        #expect(HostMiddleware.host(authority) == host)
    }

    @Test
    func `an answer has the ids of its request`() async throws {
        try await ServerBox.run { box in
            let name = try #require(HTTPField.Name("traceparent"))
            let id = try #require(HTTPField.Name("X-Request-ID"))
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            for (given, back) in [
                (trace, trace), ("00-0-0-01", nil), (trace.replacing("00-", with: "ff-"), nil),
                ("00-\(String(repeating: "0", count: 32))-b7ad6b7169203331-01", nil),
            ] {
                let reply = try await box.send(.get, "/health", by: nil, headers: [name: given])
                #expect(reply.headers[name] == back)
                #expect(reply.headers[id]?.isEmpty == false)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
            }
        }
    }

    /// An answer may be made and never sent, where the client went meanwhile.
    @Test
    func `a listener's place and a staged file go with whoever keeps them`() async throws {
        try await ServerBox.run { box in
            let listeners = ListenerCount(limit: 1)
            for _ in 0..<3 {
                let seat = try #require(listeners.take())
                #expect(listeners.take() == nil && listeners.count == 1)
                withExtendedLifetime(seat) {}
            }
            #expect(listeners.count == 0)
            let path = try {
                let staged = try Staging(in: box.folder, SystemSources())
                let path = staged.path("x")
                try Staging.writing(to: path).close()
                #expect(FileManager.default.fileExists(atPath: path))
                return path
            }()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(arguments: [
        (nil, 100), (0, 10), (1024, 64), (20_256, 1666), (Int.max, (Int.max - 256) / 2 / 6),
    ])
    func `sessions open at once are as many as descriptors allow`(count: Int?, sessions: Int) {
        #expect(SessionPool.limit(ofDescriptors: count) == sessions)
    }

    /// More sessions than may be open at once: each is served, and none is closed under anybody.
    @Test
    func `a pool opens no more than it may, and gives back what nobody uses`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            var paths: [String] = []
            for number in 0..<6 {
                let id = try await box.session("S\(number)", in: project, by: ana)
                paths.append("\(box.folder)/projects/\(project)/\(id).session")
            }
            let pool = SessionPool(limit: 2)
            for path in paths + paths.reversed() {
                let title = try await pool.use(path) {
                    try await $0.preview(at: .named(.main)).title
                }
                #expect(title.hasPrefix("S"))
                #expect(await pool.count <= 2)
            }
            try await pool.use(paths[0]) { _ in
                try await pool.use(paths[1]) { _ in
                    await #expect(throws: Problem.self) {
                        try await pool.use(paths[2]) { _ in }
                    }
                    try await pool.use(paths[0]) { _ in }
                }
            }
            try await pool.use(paths[2]) { _ in }
            await pool.closeIdle(after: 0)
            #expect(await pool.count == 0)
        }
    }

    @Test
    func `what takes too long is given up, and nothing else`() async throws {
        let deadlines = Deadlines(seconds: 0.2)
        let clock = Task { try await deadlines.run() }
        defer { clock.cancel() }
        #expect(try await deadlines.within { 1 } == 1)
        await #expect(throws: SessionError.self) {
            try await deadlines.within { throw SessionError(.invalidInput, "no") }
        }
        do {
            try await deadlines.within { try await Task.sleep(for: .seconds(60)) }
            Issue.record("it came to its end")
        } catch let problem as Problem {
            #expect(problem.code == "timeout" && problem.status.code == 503)
        }
        // Whoever does not wait any more is no reason to go on.
        let left = Task { try await deadlines.within { try await Task.sleep(for: .seconds(60)) } }
        left.cancel()
        await #expect(throws: CancellationError.self) { try await left.value }
    }

    @Test
    func `two hundred write to two hundred sessions at once`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            var ids: [String] = []
            for number in 0..<200 {
                ids.append(try await box.session("S\(number)", in: project, by: ana))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, id) in ids.enumerated() {
                    group.addTask {
                        try await box.append([ServerBox.prompt("p\(number)")], to: id, by: ana)
                    }
                }
                try await group.waitForAll()
            }
            for (number, id) in ids.enumerated() {
                let events = try await box.send(.get, "/api/sessions/\(id)/events", by: ana)
                let last = events.json["events"]?.elements.last
                #expect(last?["data"]?["text"]?.string == "p\(number)")
            }
        }
    }
}
