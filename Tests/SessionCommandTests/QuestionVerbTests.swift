import Foundation
import Testing

@testable import session

@Suite("Blame, why and usage at the command line")
struct QuestionVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        let run = try sandbox.session("import", Sandbox.sample, "-o", "s.session")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `blame names change, time, model and prompt of each line`() throws {
        let run = try sandbox.session("blame", "s.session", "main:summary.py")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output == """
                main@58           2026-03-14 09:36  claude-sonnet-4-5…  \
                Write a short section on qu…  1  from tidycsv.reader import parse_record
                ^agent-7c41e9@50  2026-03-14 09:34  \
                \(String(repeating: " ", count: 48))  2
                \(String(repeating: " ", count: 84))  3  def columns(header):
                main@58           2026-03-14 09:36  claude-sonnet-4-5…  \
                Write a short section on qu…  4      names = parse_record(header)
                ^agent-7c41e9@50  2026-03-14 09:34  \
                \(String(repeating: " ", count: 48))  5      \
                return [name.lower() for name in names]

                """)
        let some = try sandbox.session("blame", "s.session", "summary.py", "-L", "4,4", "--json")
        let line = try #require(some.lines.first)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(some.lines.count == 1 && object["revision"] as? Int == 58)
        #expect(object["model"] as? String == "claude-sonnet-4-5-20250929")
        #expect((object["prompt"] as? [String: Any])?["revision"] as? Int == 50)
    }

    @Test func `why goes back from a file to the person who asked`() throws {
        let run = try sandbox.session("why", "s.session", "main@45")
        #expect(run.status == 0, "\(run.errors)")
        let words = run.lines.map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).prefix(3)
                .joined(separator: " ")
        }
        #expect(
            words == [
                "main@45 2026-03-14 09:34:34", "taken from agent-7c41e9@50",
                "because of agent-7c41e9@49", "because of agent-7c41e9@48",
                "because of agent-7c41e9@47", "because of agent-7c41e9@46",
                "because of agent-7c41e9@45", "likely main@44 2026-03-14", "because of main@43",
            ])
        let json = try sandbox.session("why", "s.session", "main@45", "--json")
        #expect(json.lines.count == 9 && json.lines[1].hasPrefix(#"{"link":"origin","specv"#))
    }

    @Test func `usage counts models and tools, and totals`() throws {
        let run = try sandbox.session("usage", "s.session")
        #expect(
            run.output == """
                DAY         MODEL                       REQUESTS  FAILED   IN    OUT  \
                FROM CACHE  TO CACHE
                2026-03-14  claude-sonnet-4-5-20250929        25       0  220  2,976     \
                296,825    10,300

                DAY         TOOL       CALLS
                2026-03-14  Bash           5
                2026-03-14  Edit           7
                2026-03-14  MultiEdit      1
                2026-03-14  Read           3
                2026-03-14  Task           2
                2026-03-14  Write          2
                all         all           20

                """)
        // The same transcript in a file of its own is the same usage, counted once.
        try sandbox.session("import", Sandbox.sample, "-o", "t.session")
        let both = try sandbox.session("usage", "s.session", "t.session")
        #expect(both.output == run.output)
        let json = try sandbox.session("usage", "s.session", "--json")
        #expect(json.lines.count == 7)
        try sandbox.session("new", "empty.session")
        let none = try sandbox.session("usage", "empty.session")
        #expect(none.output == "no model answered, and no tool was called\n")
    }

    @Test(arguments: [
        (["blame", "s.session", "main:no/such.py"], 3), (["blame", "s.session", "none:x"], 3),
        (["blame", "s.session", "main:reader.py", "-L", "0,4"], 2),
        (["blame", "s.session", "main:reader.py", "-L", "4,3"], 2),
        (["blame", "s.session", "main:reader.py", "-L", "1,2,3"], 2),
        (["blame", "s.session", "main:reader.py", "-L", "x"], 2),
        (["blame", "s.session", "main:reader.py", "-L", "999"], 2),
        (["blame", "s.session", "main@4:reader.py"], 3), (["why", "s.session", "main@999"], 3),
        (["why", "s.session", "main@0"], 3), (["usage", "missing.session"], 3), (["usage"], 2),
    ])
    func `what cannot be answered is refused with a reason`(arguments: [String], status: Int) throws
    {
        let run = try sandbox.run(arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(!run.errors.isEmpty)
    }

    @Test func `nothing that a file or a name holds acts on the terminal`() throws {
        try sandbox.session("new", "x.session")
        let events =
            Sandbox.file("a\u{1B}[31m", "\u{1B}]0;evil\u{07}\n\u{202E}x\n")
            + #"{"type":"response.received","actor":"model:m\u001b[2J","#
            + #""data":{"text":"x","gen_ai.usage.input_tokens":1}}"# + "\n"
        #expect(try sandbox.session("append", "x.session", input: events).status == 0)
        for arguments in [
            ["blame", "x.session", "a\u{1B}[31m"], ["why", "x.session", "main@2"],
            ["usage", "x.session"], ["audit", "x.session"], ["audit", "x.session", "--csv"],
        ] {
            let run = try sandbox.run(arguments)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.bytes.allSatisfy { $0 != 0x1B && $0 != 7 }, "\(arguments)")
            #expect(!run.output.unicodeScalars.contains("\u{202E}"))
        }
    }
}
