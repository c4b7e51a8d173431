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

@Suite("SQL of somebody who means no good")
struct SQLAttackTests {
    /// A needle of a megabyte that is nowhere, looked for in 20 MB: days.
    private let endless = "instr(zeroblob(20000000), zeroblob(1000000) || x'01')"

    @Test(arguments: ["SELECT \u{25}", "SELECT 1 WHERE \u{25}"])
    func `a function that does not end is ended with the process`(pattern: String) throws {
        let box = try Sandbox()
        try box.makeSession()
        let sql = pattern.replacing("\u{25}", with: endless)
        let clock = ContinuousClock()
        let start = clock.now
        let run = try box.session("sql", "a.session", sql, "--timeout", "1", "--json")
        #expect(clock.now - start < .seconds(20))
        #expect(run.status == 4 && run.output.isEmpty)
        #expect(run.errors.contains(#""code":"limitReached""#), "\(run.errors)")
        #expect(run.errors.contains("took longer than 1.0 seconds"))
        #expect(run.errors.contains("--timeout SECONDS"))
        #expect(try box.session("append", "a.session", "--prompt", "on we go").status == 0)
        #expect(try box.session("verify", "a.session").status == 0)
    }

    @Test func `rows that came before it are there, whole`() throws {
        let box = try Sandbox()
        try box.makeSession()
        let run = try box.session(
            "sql", "a.session", "SELECT 1 AS a UNION ALL SELECT \(endless)", "--timeout", "1",
            "--csv")
        #expect(run.status == 4 && run.output == "a\r\n1\r\n", "\(run.errors)")
    }

    @Test(arguments: ["--csv", "--json", "--limit=1000"])
    func `a statement takes no more memory than it may, in one row or in many`(style: String)
        throws
    {
        let box = try Sandbox()
        try box.makeSession()
        let many = (0..<40).map { "randomblob(\(60_000_000 + $0))" }.joined(separator: ", ")
        let statements = [
            "SELECT \(many)", "SELECT length(replace(hex(zeroblob(30000000)), '0', 'abcdefgh'))",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 99) "
                + "SELECT count(b) OVER (), b FROM (SELECT randomblob(9000000) AS b FROM c)",
        ]
        for sql in statements {
            let run = try box.shell(
                "ulimit -v 1500000; session sql a.session \"\(sql)\" --memory 64 \(style)")
            #expect(run.status == 4 && run.errors.contains("64 MB"), "\(sql): \(run.errors)")
        }
    }

    @Test func `a table of long rows is refused where lines of them are not`() throws {
        let box = try Sandbox()
        try box.makeSession()
        let sql =
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 30) "
            + "SELECT randomblob(9000000) FROM c"
        let table = try box.session("sql", "a.session", sql, "--memory", "64")
        #expect(table.status == 4 && table.errors.contains("--csv"), "\(table.errors)")
        let lines = try box.shell(
            "ulimit -v 1500000; session sql a.session '\(sql)' --memory 64 --csv | wc -l")
        #expect(lines.output.hasPrefix("31"), "\(lines.errors)")
    }
}
