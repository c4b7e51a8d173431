import FuzzTargets
import SessionStore
import Testing

@Suite("Numbers at the edge of what a column holds, with right checksums")
struct EdgeNumberTests {
    struct Column: Sendable, CustomTestStringConvertible {
        let table: SessionTable
        let name: String

        var testDescription: String { "\(table.name).\(name)" }
    }

    private static let names = [
        "log": [
            "position", "branch", "revision", "kind", "version", "dialect", "subject", "actor",
            "occurred", "recorded", "cause", "size", "content", "base",
        ],
        "word": ["id"], "branch": ["id", "parent", "fork", "archived"],
        "snapshot": ["version", "branch", "revision"],
        "preview": [
            "branch", "revision", "prompts", "responses", "tool_calls", "file_changes",
            "input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens",
            "started", "ended",
        ],
    ]

    static let columns = SessionTable.all.flatMap { table in
        (names[table.name] ?? []).map { Column(table: table, name: $0) }
    }

    /// The last is the version 1 once more where somebody cuts it to 32 bits.
    private static let edges: [Int] = [.min, -1, 1 << 53, .max, 1 + 1 << 32]

    /// Rows of each table that are different enough from one another.
    private static let rows = ["log": [0, 6, 338], "snapshot": [0, 1, 2, 3]]

    /// Asks what ``readings(_:)`` does not, and writes; an error is an answer.
    private func ask(_ path: String) async {
        func attempt(_ body: () async throws -> Void) async {
            do { try await body() } catch {
                #expect(error is SessionError, "\(error)")
            }
        }
        await attempt {
            let session = try await Session.open(path, mode: .readOnly)
            await attempt { _ = try await session.info() }
            await attempt { _ = try await session.holds() }
            await attempt { _ = try await session.redactions() }
            await attempt { _ = try await session.context(at: .head(of: .main)) }
            await attempt { _ = try await session.files(at: .revision(300, on: .main)) }
            await attempt { _ = try await session.merge("idea", into: .main) }
            await attempt {
                _ = try await session.difference(from: .head(of: "idea"), to: .head(of: .main))
            }
            await attempt { _ = try await collect(session.allEvents(order: .descending)) }
            try await session.close()
        }
        await attempt {
            let session = try await Session.open(path)
            for branch: BranchName in [.main, "idea"] {
                await attempt { try await write(to: branch, session) }
            }
            try await session.close()
        }
    }

    private func write(to branch: BranchName, _ session: Session) async throws {
        let usage = TokenUsage(input: 5, output: 5, cacheRead: 5, cacheCreation: 5)
        try await session.append(
            [
                .prompt("On?", by: .user("ana")),
                .response("Yes.", by: .model("m-1"), id: "r2", usage: usage),
                .toolCall("edit", arguments: [:], id: "c1", by: .model("m-1")),
                .removedFile("a.txt", by: .tool("edit")),
            ], to: branch, expecting: .any)
    }

    @Test(arguments: columns)
    func `they give an error or a finding, never other data in silence, and end nothing`(
        column: Column
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let bytes = try await ForgedSession.bytes.value
        try folder.write(bytes, "a.session")
        let intact = await readings(path)
        try #require(intact.count > 10)
        for row in Self.rows[column.table.name] ?? [0, 1] {
            for edge in Self.edges {
                try folder.write(bytes, "a.session")
                try forge(
                    path,
                    "UPDATE \(column.table.name) SET \(column.name) = ? "
                        + "WHERE \(column.table.condition(row))", [.number(edge)])
                let found = await readings(path)
                let failed =
                    found.count != intact.count
                    || zip(found, intact).contains { $0 != $1 && $0 == "error" }
                // What a row of the log says is hashed, or proved by the rows around it.
                if (found != intact && !failed) || column.table.name == "log" {
                    #expect(await !findings(path).isEmpty, "row \(row), \(edge)")
                }
                await ask(path)
            }
        }
    }
}
