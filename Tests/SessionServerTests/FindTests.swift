import Foundation
import SessionStore
import Testing

@testable import SessionServer

/// The server remembers where words are said: every answer must be what a look anew would give.
@Suite("Finding words in a session", .timeLimit(.minutes(2)))
struct FindTests {
    private struct Asking: Sendable {
        let box: ServerBox
        let ana: ServerBox.User
        let path: String
        let id: String

        func said(_ query: String) async throws -> [Int] {
            let reply = try await box.send(.get, path + "/matches?\(query)", by: ana)
            #expect(reply.status == 200, "\(reply.text)")
            return reply.json["revisions"]?.elements.compactMap(\.int) ?? []
        }

        /// - Returns: the revision of the last one.
        @discardableResult
        func say(_ texts: String..., on branch: String = "main") async throws -> Int {
            let reply = try await box.append(
                texts.map { ServerBox.prompt($0) }, to: id, branch: branch, by: ana)
            return try #require(reply.json["head"]?.int)
        }
    }

    private func asking(_ body: @Sendable (Asking) async throws -> Void) async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let id = try await box.session("One", in: project, by: ana)
            try await body(Asking(box: box, ana: ana, path: "/api/sessions/\(id)", id: id))
        }
    }

    @Test
    func `what comes later is found, and the filter holds for what is remembered`() async throws {
        try await asking { asking in
            let one = try await asking.say("a lamp")
            #expect(try await asking.said("find=lamp") == [one])
            #expect(try await asking.said("find=lamp") == [one])
            let three = try await asking.say("dark", "a LAMP again")
            #expect(try await asking.said("find=lamp") == [one, three])
            #expect(try await asking.said("find=lamp&from=\(one + 1)") == [three])
            #expect(try await asking.said("find=lamp&kind=prompt") == [one, three])
            #expect(try await asking.said("find=lamp&kind=note").isEmpty)
            #expect(try await asking.said("find=dark") == [three - 1])
        }
    }

    @Test
    func `a branch has what was said before its fork, and its own`() async throws {
        try await asking { asking in
            let (box, ana, path) = (asking.box, asking.ana, asking.path)
            let one = try await asking.say("a lamp")
            _ = try await box.send(.post, path + "/branches", ["name": "idea"], by: ana)
            #expect(try await asking.said("find=lamp&branch=idea") == [one])
            let ours = try await asking.say("dark", "another lamp")
            let theirs = try await asking.say("that lamp", on: "idea")
            #expect(try await asking.said("find=lamp") == [one, ours])
            #expect(try await asking.said("find=lamp&branch=idea") == [one, theirs])
        }
    }

    /// Neither what was found nor what was counted is of the branch that had the name before.
    @Test
    func `a name that another branch has by now is that of the other`() async throws {
        try await asking { asking in
            let (box, ana, path) = (asking.box, asking.ana, asking.path)
            func fork() async throws {
                let made = try await box.send(
                    .post, path + "/branches", ["name": "idea", "from": "main@1"], by: ana)
                #expect(made.status == 201, "\(made.text)")
            }
            func prompts() async throws -> [Int] {
                try await asking.said("branch=idea&kind=prompt")
            }
            try await asking.say("on main")
            try await fork()
            let first = try await asking.say("dark", "a lamp", on: "idea")
            #expect(try await asking.said("find=lamp&branch=idea") == [first])
            #expect(try await prompts() == [first - 1, first])
            let renamed = try await box.send(
                .patch, path + "/branches/idea", ["name": "old"], by: ana)
            #expect(renamed.status == 200, "\(renamed.text)")
            try await fork()
            try await box.append(
                [ServerBox.file("a.txt", "a")], to: asking.id, branch: "idea", by: ana)
            let second = try await asking.say("a lamp", "dark", "dark", on: "idea")
            #expect(try await asking.said("find=lamp&branch=idea") == [second - 2])
            #expect(try await prompts() == [second - 2, second - 1, second])
        }
    }

    @Test
    func `what was erased is found no more`() async throws {
        try await asking { asking in
            let one = try await asking.say("the secret lamp")
            let two = try await asking.say("a lamp")
            #expect(try await asking.said("find=lamp") == [one, two])
            let moments: JSON = [.string("main@\(one)")]
            let erased = try await asking.box.send(
                .post, asking.path + "/redactions",
                ["reason": "r", "moments": moments, "commit": true], by: asking.ana)
            #expect(erased.status == 200, "\(erased.text)")
            #expect(try await asking.said("find=lamp") == [two])
        }
    }
}
