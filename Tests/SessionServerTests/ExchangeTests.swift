import Foundation
import JSONText
import SessionStore
import Testing

@testable import SessionServer

@Suite("Sessions in and out", .timeLimit(.minutes(3)))
struct ExchangeTests {
    static let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/claude-code/sample.jsonl")

    @Test
    func `a session that went out comes in again, and never twice`() async throws {
        try await ServerBox.run { box in
            let (ana, rob) = (try await box.user("ana"), try await box.user("rob"))
            let mine = try await box.project("Mine", of: ana)
            let his = try await box.project("His", of: rob)
            let id = try await box.session("One", in: mine, by: ana)
            try await box.append([ServerBox.prompt("hello")], to: id, by: ana)
            let file = try await box.send(.get, "/api/sessions/\(id)/export", by: ana)
            #expect(file.bytes.starts(with: Array("SQLite format 3".utf8)))
            let name = file.headers[.contentDisposition] ?? ""
            #expect(name.contains("\(id).session"))
            let brought = try await box.send(
                .post, "/api/imports?project=\(his)", bytes: file.bytes, by: rob)
            #expect(brought.status == 201 && brought.json["session"]?.string == id)
            let events = try await box.send(.get, "/api/sessions/\(id)/events", by: rob)
            #expect(events.text.contains("hello"))
            let again = try await box.send(
                .post, "/api/imports?project=\(mine)", bytes: file.bytes, by: ana)
            #expect(again.status == 409 && again.code == "sessionExists")
            let copy = try await box.send(
                .post, "/api/imports?project=\(mine)&duplicate=true", bytes: file.bytes, by: ana)
            #expect(copy.status == 201 && copy.json["session"]?.string != id)
            #expect(try Self.staged(box).isEmpty)
        }
    }

    @Test
    func `a transcript comes in, and goes out byte for byte`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let bytes = [UInt8](try Data(contentsOf: Self.sample))
            let reply = try await box.send(
                .post, "/api/imports?project=\(project)", bytes: bytes, by: ana)
            #expect(reply.status == 201 && reply.json["report"]?["records"]?.int ?? 0 > 10)
            let id = try #require(reply.json["session"]?.string)
            let out = try await box.send(
                .get, "/api/sessions/\(id)/export?format=claude-code", by: ana)
            #expect(out.bytes == bytes)
            let page = try await box.send(
                .get, "/api/sessions/\(id)/export?format=markdown", by: ana)
            #expect(page.text.hasPrefix("# "))
            #expect(
                try await box.send(.get, "/api/sessions/\(id)/export?format=x", by: ana).status
                    == 400)
            let hits = try await box.send(.get, "/api/search?words=parse", by: ana)
            #expect(hits.json["hits"]?.elements.isEmpty == false)
        }
    }

    @Test
    func `what is no sound session does not come in`() async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            try await box.append([ServerBox.prompt("hello")], to: id, by: ana)
            let file = try await box.send(.get, "/api/sessions/\(id)/export", by: ana).bytes
            var torn = file
            for index in 8192..<min(9000, torn.count) { torn[index] ^= 0x55 }
            let wrong: [[UInt8]] = [
                [], [0], Array("hello".utf8), Array("{}\n".utf8), Array(file.prefix(3000)), torn,
                Array("SQLite format 3\0".utf8) + Array(repeating: 0, count: 5000),
            ]
            for bytes in wrong {
                let reply = try await box.send(
                    .post, "/api/imports?project=\(project)&duplicate=true", bytes: bytes, by: ana)
                #expect(reply.status == 400, "\(bytes.count) bytes: \(reply.text)")
                #expect(!reply.text.contains(box.folder))
            }
            let list = try await box.send(.get, "/api/sessions", by: ana)
            #expect(list.json["sessions"]?.elements.count == 1)
            #expect(try Self.staged(box).isEmpty)
        }
    }

    static func staged(_ box: ServerBox) throws -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: box.folder + "/staging")) ?? []
    }
}
