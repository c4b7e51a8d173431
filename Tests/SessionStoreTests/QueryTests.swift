import Foundation
import SessionStore
import Synchronization
import Testing

@Suite("SQL")
struct QueryTests {
    private func rows(
        _ session: Session, _ sql: String, limits: QueryLimits = QueryLimits()
    ) async throws -> [[SQLCell]] {
        let rows = Mutex<[[SQLCell]]>([])
        try await session.query(sql, limits: limits) { row in
            rows.withLock { $0.append(row) }
            return true
        }
        return rows.withLock { $0 }
    }

    private func code(
        _ session: Session, _ sql: String, limits: QueryLimits = QueryLimits()
    ) async -> SessionError.Code? {
        do {
            _ = try await rows(session, sql, limits: limits)
            return nil
        } catch {
            return (error as? SessionError)?.code
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the view of events holds what reading them gives`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        var random = RandomSession(seed: seed, session: session)
        try await random.run(steps: 30)
        let found = try await rows(
            session,
            """
            SELECT position, branch, revision, kind, subject, actor, cause, id, digest, data
            FROM events ORDER BY position
            """)
        var expected: [[SQLCell]] = []
        for try await event in session.allEvents() {
            func text(_ value: String?) -> SQLCell { value.map { .text($0) } ?? .null }
            expected.append([
                .int(event.position.number), text(event.branch?.rawValue),
                .int(event.revision.number),
                .text(event.kind.rawValue), text(event.subject), .text(event.actor.rawValue),
                event.cause.map { .int($0.number) } ?? .null, text(event.id),
                .text(event.digest.description),
                .text(String(decoding: event.body.bytes, as: UTF8.self)),
            ])
        }
        #expect(found == expected, "seed \(seed)")
        let branches = try await session.branches()
        #expect(
            try await rows(session, "SELECT branch, head FROM branches")
                == branches.map { [.text($0.name.rawValue), .int($0.head.number)] })
        try await session.close()
    }

    @Test func `the views say who asked what, which tools ran and what files became`() async throws
    {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"), title: "Parser")
        try await session.append(
            [
                .prompt("Why?", by: .user("ana")),
                .response("Look.", by: .model("m-1"), usage: TokenUsage(input: 7, output: 3)),
                .toolCall("bash", arguments: ["n": 1], by: .model("m-1")),
                .toolResult(.string("ok"), of: "bash"),
                .file("a.txt", content: Array("hello".utf8), by: .tool("edit")),
                .removedFile("a.txt", by: .tool("edit")),
            ], to: .main, expecting: .any)
        #expect(try await rows(session, "SELECT revision, text FROM prompts").count == 1)
        #expect(
            try await rows(
                session, "SELECT model, text, input_tokens, output_tokens FROM ai_requests")
                == [[.text("m-1"), .text("Look."), .int(7), .int(3)]])
        #expect(
            try await rows(
                session,
                "SELECT tool, arguments ->> '$.n' FROM tool_calls")
                == [[.text("bash"), .int(1)]])
        #expect(
            try await rows(session, "SELECT path, size, removed, content FROM file_states")
                == [
                    [.text("a.txt"), .int(5), .int(0), .blob(Array("hello".utf8))],
                    [.text("a.txt"), .null, .int(1), .null],
                ])
        #expect(
            try await rows(session, "SELECT events, branches, archived FROM sessions")
                == [[.int(8), .int(1), .int(0)]])
        try await session.archive()
        #expect(try await rows(session, "SELECT archived FROM sessions") == [[.int(1)]])
        try await session.close()
    }

    @Test(
        arguments: [
            "DELETE FROM log", "UPDATE log SET kind = 1", "INSERT INTO word VALUES (9, 'x', 1)",
            "DROP TABLE log", "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)",
            "ATTACH 'x.db' AS x", "PRAGMA writable_schema = ON", "PRAGMA journal_mode = DELETE",
            "VACUUM", "VACUUM INTO 'x.db'", "BEGIN", "COMMIT", "REINDEX", "ANALYZE",
            "SELECT load_extension('x')", "SELECT fts3_tokenizer('simple')",
            "SELECT FTS3_Tokenizer('simple', x'4141414141414141')", "SELECT 1; SELECT 2",
            "SELECT 1; DELETE FROM log",
            "SELECT * FROM pragma_journal_mode", "DETACH main", "SAVEPOINT a",
            "CREATE VIRTUAL TABLE x USING fts5(y)",
        ])
    func `what does more than read is refused and changes nothing`(sql: String) async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let code = await code(session, sql)
        #expect(code == .refusedSQL, "\(sql): \(code?.rawValue ?? "no error")")
        #expect(try await rows(session, "SELECT count(*) FROM events") == [[.int(1)]])
        try await session.close()
        #expect(try folder.contents == ["a.session"])
    }

    @Test func `what goes on for ever or takes too much is stopped`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        #expect(
            await code(
                session, endless + "SELECT count(*) FROM c", limits: QueryLimits(seconds: 0.2))
                == .limitReached)
        #expect(
            await code(
                session, endless + "SELECT group_concat(printf('%1000d', x)) OVER () FROM c",
                limits: QueryLimits(seconds: 30, memory: 8 << 20)) == .limitReached)
        // Who wants no more rows says so.
        let seen = Mutex(0)
        try await session.query(endless + "SELECT x FROM c") { _ in
            seen.withLock {
                $0 += 1
                return $0 < 10
            }
        }
        #expect(seen.withLock { $0 } == 10)
        try await session.close()
    }

    @Test func `no value is longer than the memory that a statement may take`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let text = String(repeating: "text ", count: 1 << 20)
        try await session.append([.prompt(text, by: .system)], to: .main, expecting: .any)
        let small = QueryLimits(memory: 2 << 20)
        let attacks = [
            "SELECT length(zeroblob(3000000))", "SELECT hex(zeroblob(1500000))",
            "SELECT replace(hex(zeroblob(100000)), '0', '0123456789abcdef')",
            "SELECT length(text) FROM prompts",
            "SELECT \((0..<40).map { "randomblob(\(1_900_000 + $0))" }.joined(separator: ", "))",
        ]
        for sql in attacks {
            #expect(await code(session, sql, limits: small) == .limitReached, "\(sql)")
        }
        #expect(try await rows(session, "SELECT length(text) FROM prompts") == [[.int(5 << 20)]])
        try await session.close()
    }

    @Test func `what is no SQL says where, and a session in memory has none`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        for sql in ["", "-- nothing", "SELEC 1", "SELECT nix FROM events", "SELECT \"", "\u{0}"] {
            #expect(await code(session, sql) == .invalidSQL, "\(sql)")
        }
        #expect(await code(session, "SELECT 1; -- and no more") == nil)
        let memory = try await Session.inMemory()
        #expect(await code(memory, "SELECT 1") == .readOnly)
        try await memory.close()
        try await session.close()
    }
}

extension QueryTests {
    @Test func `all rows at once, with the columns' names, as far as they fit`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        try await session.append(
            [.prompt("Why?", by: .user("ana")), .prompt("How?", by: .user("ana"))], to: .main,
            expecting: .any)
        let table = try await session.query("SELECT revision, text AS said FROM prompts")
        #expect(table.columns == ["revision", "said"])
        #expect(table.rows == [[.int(2), .text("Why?")], [.int(3), .text("How?")]])
        let none = try await session.query("SELECT text FROM prompts WHERE text = 'x'")
        #expect(none.columns == ["text"] && none.rows.isEmpty)
        let many = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
        let error = await #expect(throws: SessionError.self) {
            try await session.query(
                many + " SELECT zeroblob(9999) FROM c", limits: QueryLimits(memory: 8 << 20))
        }
        #expect(error?.code == .limitReached && error?.message == "the rows take more than 8 MB")
        try await session.close()
    }
}
