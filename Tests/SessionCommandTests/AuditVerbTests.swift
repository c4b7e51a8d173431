import Foundation
import JSONText
import Testing

@testable import session

@Suite("Audit at the command line")
struct AuditVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        let run = try sandbox.session("import", Sandbox.sample, "-o", "s.session")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `what was found is a table, once each, in the order written`() throws {
        let run = try sandbox.session(
            "audit", "s.session", "--kind", "file", "--path", "summary.py")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output == """
                WHERE            WHEN                 WHO                   WHAT
                agent-7c41e9@50  2026-03-14 09:34:34  tool:Edit             file      \
                tidycsv/summary.py (1 edit)
                main@58          2026-03-14 09:36:06  tool:Edit             file      \
                tidycsv/summary.py (1 edit)

                """)
        let copies = try sandbox.session(
            "audit", "s.session", "--kind", "file", "--path", "summary.py", "--copies")
        #expect(copies.lines.count == 4, "\(copies.output)")
    }

    @Test func `each filter narrows it, and together they all hold`() throws {
        func count(_ arguments: String...) throws -> Int {
            let run = try sandbox.run(["audit", "s.session", "--json"] + arguments)
            #expect(run.status == 0, "\(run.errors)")
            return run.lines.count
        }
        #expect(try count("--tool", "Bash") == 10)
        #expect(try count("--tool", "Bash", "--actor", "tool") == 5)
        #expect(try count("--tool", "Bash", "--actor", "model:*", "--branch", "agent-*") == 1)
        #expect(try count("--branch", "nobody-*") == 0)
        let slip = try sandbox.session("audit", "s.session", "--branch", "agent")
        #expect(slip.status == 3 && slip.errors.contains("there is no branch agent"))
        #expect(try count("--model", "claude-*", "--kind", "response") == 12)
        #expect(try count("--text", "PARSE_RECORD", "--kind", "prompt,response") == 2)
        #expect(try count("--cause", "main@{prompt 2}") == 1)
        #expect(try count("--since", "2026-03-14T09:37", "--until", "2026-03-14T09:37:05") == 1)
        #expect(try count("--text", "no such text anywhere") == 0)
        let none = try sandbox.session("audit", "s.session", "--tool", "nothing")
        #expect(none.output == "no such event\n" && none.status == 0)
    }

    @Test func `programs get CloudEvents that name their session`() throws {
        let run = try sandbox.session("audit", "s.session", "--kind", "title", "--json")
        let line = try #require(run.lines.first)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["path"] as? String == "s.session")
        #expect(object["type"] as? String == "title.changed")
        #expect(object["specversion"] as? String == "1.0")
    }

    @Test func `spreadsheets get RFC 4180, without formulas and escapes`() throws {
        try sandbox.session("new", "x.session")
        let events = """
            {"type":"prompt.submitted","actor":"user:a,\\"b\\"",\
            "data":{"text":"=HYPERLINK(1)"}}
            {"type":"setting.changed","actor":"user:b","subject":"two\\nlines \\u001b[31m",\
            "data":{"value":1}}

            """
        #expect(try sandbox.session("append", "x.session", input: events).status == 0)
        let run = try sandbox.session("audit", "x.session", "--kind", "prompt,setting", "--csv")
        let rows = run.output.components(separatedBy: "\r\n")
        #expect(rows[0].hasPrefix("path,position,branch,revision,time,recorded,kind,subject"))
        #expect(rows[1].hasPrefix("x.session,2,main,2,"))
        #expect(rows[1].hasSuffix(",prompt.submitted,,\"user:a,\"\"b\"\"\",,,,,'=HYPERLINK(1)"))
        #expect(rows[2].contains(",setting.changed,\"two\nlines ␛[31m\",user:b,"))
        #expect(rows.count == 4 && rows[3].isEmpty)
    }

    @Test func `pages over several files go on where the last one ended`() throws {
        try sandbox.session("import", Sandbox.sample, "-o", "t.session")
        for order in [[], ["--by-time"]] {
            let whole = try sandbox.run(
                ["audit", "s.session", "t.session", "--kind", "prompt", "--json"] + order
            ).lines
            #expect(whole.count == 16)
            var (pages, cursor): ([String], [String]) = ([], [])
            for _ in 0..<10 {
                let run = try sandbox.run(
                    ["audit", "s.session", "t.session", "--kind", "prompt", "--json", "-n", "5"]
                        + order + cursor)
                pages += run.lines
                guard !run.errors.isEmpty else { break }
                let note = try JSON(validating: Array(run.errors.utf8))["note"]
                cursor = note?["next"]?.elements.compactMap(\.string) ?? []
            }
            #expect(pages == whole)
        }
        let first = try sandbox.session("audit", "s.session", "--kind", "prompt", "-n", "1")
        #expect(first.errors.contains("there is more; go on with --after \"s.session#"))
        let byTime = try sandbox.session(
            "audit", "s.session", "t.session", "--kind", "prompt", "--by-time")
        #expect(byTime.lines[1].hasPrefix("s.session") && byTime.lines[2].hasPrefix("t.session"))
    }

    @Test(arguments: [
        (["s.session", "--after", "x#1"], 2), (["s.session", "--after", "one"], 2),
        (["s.session", "--kind", ""], 2), (["s.session", "--text", ""], 2),
        (["s.session", "s.session"], 2), (["s.session", "--csv", "--json"], 2),
        (["s.session", "--kind", "nonsense"], 2), (["s.session", "--since", "noon"], 2),
        (["s.session", "--cause", "none@4"], 3), (["s.session", "missing.session"], 3),
        (["s.session", "--by-time", "--after", "#99999"], 3),
    ])
    func `what cannot be asked is refused with a reason`(arguments: [String], status: Int) throws {
        let run = try sandbox.run(["audit"] + arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(!run.errors.isEmpty)
    }
}
