import Foundation
import Testing

@Suite("session sql, and SQLite's own shell")
struct SQLVerbTests {
    @Test func `rows come as a table, as CSV and as JSON lines`() throws {
        let box = try Sandbox()
        try box.makeSession()
        let sql = "SELECT revision, text FROM prompts ORDER BY revision"
        let table = try box.session("sql", "a.session", sql)
        #expect(
            table.output == """
                revision  text
                       3  Why does the build fail?
                       8  Then add x.

                """)
        let csv = try box.session("sql", "a.session", sql, "--csv")
        #expect(
            csv.output
                == "revision,text\r\n3,Why does the build fail?\r\n8,Then add x.\r\n")
        let json = try box.session("sql", "a.session", "-", "--json", input: sql)
        #expect(json.lines.first == #"{"revision":3,"text":"Why does the build fail?"}"#)
        #expect(try box.session("sql", "a.session", "SELECT 1 WHERE 0").output == "no rows\n")
        let cut = try box.session("sql", "a.session", sql, "--limit", "1")
        #expect(cut.lines.count == 2 && cut.errors.contains("--limit 0"))
    }

    @Test func `bad statements end with their own codes`() throws {
        let box = try Sandbox()
        try box.makeSession()
        #expect(try box.session("sql", "a.session").status == 2)
        #expect(try box.session("sql", "a.session", "SELEC").status == 2)
        let refused = try box.session("sql", "a.session", "DELETE FROM log")
        #expect(refused.status == 4 && refused.errors.contains("DELETE is not for reading"))
        let endless =
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
        let stopped = try box.session("sql", "a.session", endless, "--timeout", "0.2")
        #expect(stopped.status == 4 && stopped.errors.contains("0.2 seconds"))
        let schema = try box.session("sql", "a.session", "--schema")
        for view in [
            "events", "sessions", "prompts", "contexts", "file_states", "ai_requests",
            "tool_calls", "branches",
        ] {
            #expect(schema.output.contains("CREATE TEMP VIEW \(view) AS"))
            #expect(try box.session("sql", "a.session", "SELECT * FROM \(view)").status == 0)
        }
    }

    @Test func `plain sqlite3 reads the same through the extension`() throws {
        let box = try Sandbox()
        let library = try #require(Sandbox.executable).deletingLastPathComponent()
            .appending(path: "libSessionSQL").path
        #expect(try box.session("import", Sandbox.sample, "-o", "a.session").status == 0)
        for sql in [
            "SELECT position, kind, subject, actor, data FROM events ORDER BY position",
            "SELECT tool, count(*) FROM tool_calls GROUP BY tool ORDER BY tool",
            "SELECT path, size, content FROM file_states ORDER BY position",
        ] {
            let ours = try box.session("sql", "a.session", sql, "--json")
            let theirs = try box.shell(
                "sqlite3 -readonly a.session -cmd '.load \(library)' -json '.mode json' \"\(sql)\"")
            #expect(theirs.status == 0, "\(theirs.errors)")
            let rows = try JSONSerialization.jsonObject(with: Data(theirs.bytes)) as? [Any]
            #expect(rows?.count == ours.lines.count && ours.lines.count > 5)
        }
        let count = try box.shell(
            "sqlite3 -readonly a.session -cmd '.load \(library)' "
                + "\"SELECT count(*) FROM prompts WHERE text LIKE '%quoted%'\"")
        #expect(count.output == "4\n", "\(count.output)\(count.errors)")
        let none = try box.shell("sqlite3 -cmd '.load \(library)' :memory: 'SELECT 1'")
        #expect(none.errors.contains("open a session first"))
        try Data("x".utf8).write(to: box.folder.appending(path: "x.session"))
        let bad = try box.shell("sqlite3 -readonly x.session -cmd '.load \(library)' 'SELECT 1'")
        #expect(bad.errors.contains("x.session"), "\(bad.errors)")
    }
}

@Suite("What SQL tells and what it does not")
struct SQLTruthTests {
    private var library: String {
        get throws {
            try #require(Sandbox.executable).deletingLastPathComponent()
                .appending(path: "libSessionSQL").path
        }
    }

    @Test func `tokens are those that usage counts`() throws {
        let box = try Sandbox()
        #expect(try box.session("import", Sandbox.sample, "-o", "a.session").status == 0)
        let sql = """
            SELECT count(*) AS answered, sum(i) AS input, sum(o) AS output FROM (
                SELECT max(input_tokens) AS i, max(output_tokens) AS o FROM ai_requests
                WHERE kind <> 'request.sent' GROUP BY coalesce(response_id, position))
            """
        let row = try box.session("sql", "a.session", sql, "--json").output
        let usage = try box.session("usage", "a.session", "--json").output
        let counts = try #require(
            usage.firstMatch(of: #/"answered":(\d+),.*"input":(\d+),"output":(\d+)/#))
        #expect(row == "{\"answered\":\(counts.1),\"input\":\(counts.2),\"output\":\(counts.3)}\n")
    }

    @Test func `what is erased meanwhile is not told from memory`() throws {
        let box = try Sandbox()
        try box.makeSession()
        let executable = try #require(Sandbox.executable).path
        let script = """
            .load \(try library)
            SELECT text FROM prompts WHERE revision = 3;
            .shell \(executable) redact a.session main@3 --reason test --yes
            SELECT coalesce(text, 'gone') FROM prompts WHERE revision = 3;
            """
        try Data(script.utf8).write(to: box.folder.appending(path: "q.sql"))
        let run = try box.shell("sqlite3 -readonly a.session < q.sql")
        #expect(run.lines.first == "Why does the build fail?", "\(run.errors)")
        #expect(run.lines.last == "gone", "\(run.output)\(run.errors)")
    }

    @Test func `a file that is refused leaves the program whole`() throws {
        let box = try Sandbox()
        var random = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        random.replaceSubrange(0..<16, with: Array("SQLite format 3\u{0}".utf8))
        try Data(random).write(to: box.folder.appending(path: "x.session"))
        for _ in 0..<8 {
            let run = try box.shell(
                "sqlite3 -readonly x.session -cmd '.load \(library)' 'SELECT 1'; exit $?")
            #expect(run.status < 128, "\(run.errors)")
        }
    }
}
