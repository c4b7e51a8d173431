import AsyncHTTPClient
import Foundation
import JSONText
import NIOCore
import Testing

@testable import SessionServer

@Suite("Events as they come", .timeLimit(.minutes(3)))
struct LiveTests {
    /// A block of a stream: what stands behind `id:`, `event:` and `data:`.
    struct Block {
        var id: String?
        var event: String?
        var data = JSON.null

        init(_ text: Substring) {
            for line in text.split(separator: "\n") {
                let value = line.drop { $0 != ":" }.dropFirst(2)
                if line.hasPrefix("id:") { id = String(value) }
                if line.hasPrefix("event:") { event = String(value) }
                if line.hasPrefix("data:") {
                    data = (try? JSON(validating: Array(value.utf8))) ?? .null
                }
            }
        }

        var text: String? { data["data"]?["text"]?.string }
    }

    /// Listens until `count` blocks with data came, and calls `ready` once the stream is open.
    static func listen(
        _ box: ServerBox, _ query: String, count: Int, by user: ServerBox.User,
        headers: [String: String] = [:], ready: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [Block] {
        var request = HTTPClientRequest(url: "http://localhost:\(box.port)/api/live?\(query)")
        request.headers.add(name: "Authorization", value: "Bearer \(user.token)")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        try #require(response.status == .ok)
        #expect(response.headers.first(name: "Content-Type") == "text/event-stream")
        var (text, blocks, isReady): (String, [Block], Bool) = ("", [], false)
        for try await buffer in response.body {
            text += String(buffer: buffer)
            while let end = text.firstRange(of: "\n\n") {
                let block = text[..<end.lowerBound]
                if block.hasPrefix(":"), !isReady {
                    isReady = true
                    try await ready()
                }
                if !block.hasPrefix(":") { blocks.append(Block(block)) }
                text.removeSubrange(..<end.upperBound)
            }
            if blocks.count >= count { break }
        }
        return blocks
    }

    @Test
    func `what is written comes at once, of several sessions in one stream`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let ids = [
                try await box.session("One", in: project, by: ana),
                try await box.session("Two", in: project, by: ana),
            ]
            let blocks = try await Self.listen(
                box, "session=\(ids[0]),\(ids[1])", count: 4, by: ana
            ) {
                for (number, id) in (ids + ids).enumerated() {
                    try await box.append([ServerBox.prompt("p\(number)")], to: id, by: ana)
                }
            }
            #expect(Set(blocks.compactMap(\.text)) == ["p0", "p1", "p2", "p3"])
            for (index, id) in ids.enumerated() {
                let own = blocks.filter { $0.data["source"]?.string == "urn:uuid:\(id)" }
                #expect(own.compactMap(\.text) == ["p\(index)", "p\(index + 2)"])
            }
        }
    }

    @Test
    func `who was away gets what was missed, each event once`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let first = try await Self.listen(box, "session=\(id)", count: 1, by: ana) {
                try await box.append([ServerBox.prompt("p0")], to: id, by: ana)
            }
            let cursor = try #require(first.last?.id)
            try await box.append([ServerBox.prompt("p1"), ServerBox.prompt("p2")], to: id, by: ana)
            for (query, headers) in [
                ("&after=\(cursor)", [:]), ("", ["Last-Event-ID": cursor]),
                ("&after=wrong.1", ["Last-Event-ID": cursor]),
            ] {
                let rest = try await Self.listen(
                    box, "session=\(id)\(query)", count: 3, by: ana, headers: headers
                ) {
                    try await box.append([ServerBox.prompt("p3")], to: id, by: ana)
                }
                #expect(rest.compactMap(\.text).prefix(3) == ["p1", "p2", "p3"])
            }
        }
    }

    @Test
    func `a cursor that cannot be served, and a session that goes, are said`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            let short = id.filter { $0 != "-" }.suffix(12)
            let ahead = try await Self.listen(
                box, "session=\(id)&after=\(short).zzz", count: 1, by: ana)
            #expect(ahead.map(\.event) == ["gone"])
            let deleted = try await Self.listen(box, "session=\(id)", count: 1, by: ana) {
                let reply = try await box.send(
                    .delete, "/api/sessions/\(id)", by: ana, headers: [.ifMatch: "*"])
                #expect(reply.status == 204)
            }
            #expect(deleted.map(\.event) == ["gone"])
            #expect(deleted.first?.data["session"]?.string == id)
        }
    }

    @Test
    func `who is no member any more hears nothing more`() async throws {
        var limits = ServerLimits()
        limits.heartbeat = 0.05
        try await ServerBox.run(limits: limits) { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let project = try await box.project("Ours", of: ana)
            let member = "/api/projects/\(project)/members/rob"
            _ = try await box.send(.put, member, ["role": "reader"], by: ana)
            let id = try await box.session("One", in: project, by: ana)
            let blocks = try await Self.listen(box, "session=\(id)", count: 9, by: rob) {
                try await box.append([ServerBox.prompt("p0")], to: id, by: ana)
                _ = try await box.send(.delete, member, by: ana)
            }
            #expect(blocks.last?.event == "gone")
            #expect(blocks.dropLast().compactMap(\.text) == ["p0"] || blocks.count == 1)
            let again = try await box.send(.get, "/api/live?session=\(id)", by: rob)
            #expect(again.status == 404)
        }
    }

    @Test
    func `there are no more listeners than may be, and each leaves its place`() async throws {
        var limits = ServerLimits()
        limits.listeners = 1
        try await ServerBox.run(limits: limits) { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            for _ in 0..<3 {
                _ = try await Self.listen(box, "session=\(id)", count: 1, by: ana) {
                    let second = try await box.send(.get, "/api/live?session=\(id)", by: ana)
                    #expect(second.status == 503 && second.headers[.retryAfter] != nil)
                    try await box.append([ServerBox.prompt("x")], to: id, by: ana)
                }
                while box.server.listeners.count > 0 {
                    try await box.append([ServerBox.prompt("y")], to: id, by: ana)
                    await Task.yield()
                }
            }
        }
    }

    @Test
    func `a model's answer is shown while it comes, and is one answer then`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            @Sendable func said(_ kind: String, _ id: String, _ text: String) -> JSON {
                [
                    "type": .string(kind), "eventid": .string(id), "actor": "model:m1",
                    "data": ["text": .string(text)],
                ]
            }
            let pieces = [
                said("response.streamed", "a/1", "Look "),
                said("response.streamed", "a/2", "at x."),
            ]
            let blocks = try await Self.listen(box, "session=\(id)", count: 3, by: ana) {
                for piece in pieces { try await box.append([piece], to: id, by: ana) }
                // A client that was cut off sends the last piece again.
                let again = try await box.append([pieces[1]], to: id, by: ana)
                #expect(again.json["written"]?.int == 0)
                let partial = try await box.send(.get, "/api/sessions/\(id)/state", by: ana)
                #expect(partial.json["lastMessage"]?.string == "Look at x.")
                let whole = said("response.received", "a", "Look at x.")
                try await box.append([whole], to: id, by: ana)
            }
            #expect(blocks.compactMap(\.text) == ["Look ", "at x.", "Look at x."])
            let events = try await box.send(.get, "/api/sessions/\(id)/events", by: ana)
            let texts = events.json["events"]?.elements.compactMap { $0["data"]?["text"]?.string }
            #expect(texts == ["Look at x."])
        }
    }

    /// Single events are read once for all who wait; whoever was busy reads the rest itself.
    @Test
    func `each of many listeners gets every event once, in order`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            // The client has eight connections to a host at most.
            let listeners = 7
            let (ready, open) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<listeners {
                    group.addTask {
                        let blocks = try await Self.listen(
                            box, "session=\(id)", count: 60, by: ana
                        ) { open.yield() }
                        return blocks.compactMap(\.text)
                    }
                }
                var waiting = ready.makeAsyncIterator()
                for _ in 0..<listeners { await waiting.next() }
                try await withThrowingTaskGroup(of: Void.self) { writers in
                    writers.addTask {
                        for number in 0..<20 {
                            try await box.append(
                                [ServerBox.prompt("a\(number)")], to: id, by: ana)
                        }
                    }
                    writers.addTask {
                        for batch in 0..<4 {
                            let events = (0..<10).map { ServerBox.prompt("b\(batch * 10 + $0)") }
                            try await box.append(events, to: id, by: ana)
                        }
                    }
                    try await writers.waitForAll()
                }
                let events = try await box.send(
                    .get, "/api/sessions/\(id)/events?kind=prompt.submitted", by: ana)
                let texts = events.json["events"]?.elements.compactMap {
                    $0["data"]?["text"]?.string
                }
                try #require(texts?.count == 60)
                for try await heard in group { #expect(heard == texts) }
            }
        }
    }

    @Test
    func `a session that came back is heard again`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let one = try await box.session("One", in: project, by: ana)
            let two = try await box.session("Two", in: project, by: ana)
            // This stream goes on with the other session.
            _ = try await Self.listen(box, "session=\(one),\(two)", count: 2, by: ana) {
                let deleted = try await box.send(
                    .delete, "/api/sessions/\(one)", by: ana, headers: [.ifMatch: "*"])
                #expect(deleted.status == 204)
                _ = try await box.send(.post, "/api/sessions/\(one)/restoration", by: ana)
                let again = try await Self.listen(box, "session=\(one)", count: 1, by: ana) {
                    try await box.append([ServerBox.prompt("back")], to: one, by: ana)
                }
                #expect(again.first?.text == "back")
                try await box.append([ServerBox.prompt("on")], to: two, by: ana)
            }
        }
    }
}
