import Foundation
import SessionAnswers
import SessionStore
import Testing

@testable import SessionServer

@Suite("What a timeline is drawn from", .timeLimit(.minutes(2)))
struct TimelineTests {
    private static let call = JSON.object([
        ("type", "tool.called"), ("actor", "model:m1"),
        (
            "data",
            [
                "gen_ai.tool.name": "bash", "gen_ai.tool.call.id": "c1",
                "gen_ai.tool.call.arguments": ["command": "make"],
            ]
        ),
    ])
    private static let failed: JSON = [
        "type": "tool.returned", "actor": "tool:bash",
        "data": [
            "gen_ai.tool.call.id": "c1", "gen_ai.tool.name": "bash",
            "gen_ai.tool.call.result": "no", "error.type": "exit 2",
        ],
    ]

    private static func answer(_ id: String, tokens: Int) -> JSON {
        [
            "type": "response.received", "actor": "model:m1",
            "data": [
                "text": "ok", "gen_ai.response.id": .string(id),
                "gen_ai.usage.output_tokens": .number(tokens),
            ],
        ]
    }

    private func asking(
        _ body: @Sendable (ServerBox, ServerBox.User, _ session: String) async throws -> Void
    ) async throws {
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            try await body(box, ana, try await box.session("One", in: project, by: ana))
        }
    }

    @Test
    func `bins weigh what is in them, and an answer in pieces counts once`() async throws {
        try await asking { box, ana, id in
            try await box.append(
                [
                    ServerBox.prompt("go"), Self.answer("r1", tokens: 5),
                    Self.answer("r1", tokens: 7), Self.call, Self.failed,
                ], to: id, by: ana)
            func timeline(_ query: String) async throws -> JSON {
                try await box.send(.get, "/api/sessions/\(id)/timeline?\(query)", by: ana).json
            }
            let plain = try await timeline("bins=1")
            let bin = try #require(plain["bins"]?.elements.first)
            #expect(bin["tokens"] == nil && bin["kinds"]?["response.received"]?.int == 2)
            let weighed = try await timeline("bins=1&weights=true")["bins"]?.elements.first
            #expect(weighed?["tokens"]?.int == 7 && weighed?["failures"]?.int == 1)
            #expect(weighed?["bytes"]?.int ?? 0 > 100)
            #expect(
                try await timeline("failures=true&bins=1")["bins"]?.elements.first?["count"]?.int
                    == 1)
            #expect(
                try await timeline("tool=bash&bins=1")["bins"]?.elements.first?["count"]?.int == 2)
            #expect(try await timeline("from=99&bins=1")["bins"]?.elements.isEmpty == true)
            let grown = try await box.append([ServerBox.prompt("on")], to: id, by: ana)
            #expect(grown.status == 201)
            let after = try await timeline("bins=1&kind=prompt&from=4")
            #expect(after["bins"]?.elements.first?["count"]?.int == 1)
        }
    }

    @Test
    func `matches say where the range stands among all, both ways`() async throws {
        try await asking { box, ana, id in
            try await box.append(
                (1...6).map { ServerBox.prompt($0 % 2 == 0 ? "even" : "odd") }, to: id, by: ana)
            func matches(_ query: String) async throws -> JSON {
                try await box.send(.get, "/api/sessions/\(id)/matches?\(query)", by: ana).json
            }
            let all = try await matches("find=even")["revisions"]?.elements.compactMap(\.int) ?? []
            try #require(all.count == 3)
            let next = try await matches("find=even&from=\(all[0] + 1)&limit=1")
            #expect(next["revisions"]?.elements.map(\.int) == [all[1]])
            #expect(next["before"]?.int == 1 && next["count"]?.int == 3)
            let before = try await matches(
                "find=even&through=\(all[2] - 1)&order=descending&limit=1")
            #expect(before["revisions"]?.elements.map(\.int) == [all[1]])
        }
    }

    /// What was erased is gone from what the server remembers, too.
    @Test
    func `an erased event's subject and tool are found no more`() async throws {
        try await asking { box, ana, id in
            try await box.append([ServerBox.file("secret.txt", "a"), Self.call], to: id, by: ana)
            let paths = ["timeline?bins=1&subject=secret.txt", "timeline?bins=1&tool=bash"]
            func counts() async throws -> [Int?] {
                var counts: [Int?] = []
                for path in paths {
                    let reply = try await box.send(
                        .get, "/api/sessions/\(id)/\(path)", by: ana)
                    counts.append(reply.json["bins"]?.elements.first?["count"]?.int)
                }
                return counts
            }
            #expect(try await counts() == [1, 1])
            let head =
                try await box.send(
                    .get, "/api/sessions/\(id)", by: ana
                ).json["revision"]?.int ?? 0
            let moments: JSON = .array(
                (head - 1...head).map { .string("main@\($0)") })
            let erased = try await box.send(
                .post, "/api/sessions/\(id)/redactions",
                ["reason": "r", "moments": moments, "commit": true], by: ana)
            #expect(erased.status == 200, "\(erased.text)")
            #expect(try await counts() == [0, 0])
        }
    }

    @Test
    func `lanes hold branches, merges and tags`() async throws {
        try await asking { box, ana, id in
            let path = "/api/sessions/\(id)"
            try await box.append([ServerBox.prompt("a")], to: id, by: ana)
            _ = try await box.send(.post, path + "/branches", ["name": "idea"], by: ana)
            try await box.append([ServerBox.prompt("b")], to: id, branch: "idea", by: ana)
            _ = try await box.send(.post, path + "/tags", ["name": "v1"], by: ana)
            let merged = try await box.send(
                .post, path + "/merges", ["theirs": "idea", "commit": true], by: ana)
            #expect(merged.status == 200, "\(merged.text)")
            let graph = try await box.send(.get, path + "/lanes", by: ana).json
            #expect(graph["lanes"]?.elements.map { $0["name"]?.string } == ["main", "idea"])
            #expect(graph["merges"]?.elements.first?["from"]?.string == "idea")
            #expect(graph["merges"]?.elements.first?["branch"]?.string == "main")
            #expect(graph["tags"]?.elements.first?["name"]?.string == "v1")
        }
    }
}
