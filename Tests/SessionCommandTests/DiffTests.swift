import Foundation
import Testing

@testable import session

@Suite("Differences at the command line")
struct DiffTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try sandbox.session("append", "a.session", input: Self.before)
        try sandbox.session("tag", "a.session", "before")
        let run = try sandbox.session("append", "a.session", input: Self.after)
        #expect(run.status == 0, "\(run.errors)")
    }

    private static let before =
        Sandbox.file("/p/a.txt", "one\ntwo\nthree") + Sandbox.file("/p/run.sh", "x\n")
        + Sandbox.file("/p/pic", "\0\u{1}")

    private static let after =
        Sandbox.file("/p/a.txt", "one\n2\u{1B}[31m\nthree\n")
        + Sandbox.file("/p/run.sh", "x\n", mode: "100755") + Sandbox.file("/p/pic", "\0\u{2}\u{2}")
            + """
            {"type":"prompt.submitted","actor":"user:ana","data":{"text":"And now?"}}
            {"type":"setting.changed","subject":"model","actor":"user:ana","data":{"value":"m3"}}
            {"type":"file.changed","subject":"/p/x.py","data":{"unknown":"not seen"}}

            """

    @Test(.withTerminal)
    func `what was said, settings and files are shown, line by line`() throws {
        let run = try sandbox.atTerminal(
            "diff a.session before", environment: ["NO_COLOR": "1", "COLUMNS": "100"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("setting model: m2 → m3"))
        #expect(run.output.contains("And now?"))
        #expect(!run.output.contains("\u{1B}"))
        let lines = run.output.split(separator: "\r\n").map(String.init)
        let start = try #require(lines.firstIndex(of: "changed  /p/a.txt"))
        #expect(
            Array(lines[(start + 3)...(start + 9)]) == [
                "@@ -1,3 +1,3 @@", " one", "-two", "-three", #"\ No newline at end of file"#,
                "+2␛[31m", "+three",
            ])
        #expect(run.output.contains("binary: 2 B → 3 B"))
        #expect(run.output.contains("mode  /p/run.sh  (mode 100644 → 100755)"))
        #expect(run.output.contains("is unknown: not seen"))
    }

    @Test
    func `it is narrowed to files, to a path, to the conversation, to counts`() throws {
        let files = try sandbox.session("diff", "a.session", "before", "--files")
        #expect(files.output.contains("a.txt") && !files.output.contains("And now?"))
        let path = try sandbox.session("diff", "a.session", "before", "--path", "*.sh")
        #expect(path.output.contains("run.sh") && !path.output.contains("a.txt"))
        let said = try sandbox.session("diff", "a.session", "before", "main", "--conversation")
        #expect(said.output.contains("And now?") && !said.output.contains("a.txt"))
        let stat = try sandbox.session("diff", "a.session", "before", "--stat")
        #expect(stat.output.contains("  1 prompt\n"))
        #expect(stat.lines.contains("changed    +2 -2  /p/a.txt"), "\(stat.output)")
        #expect(stat.lines.contains("added    unknown  /p/x.py"))
    }

    @Test
    func `two branches are compared from where they parted, each side for itself`() throws {
        try sandbox.session("branch", "a.session", "idea", "before")
        try sandbox.session("append", "a.session", "--branch", "idea", input: Sandbox.events)
        let run = try sandbox.session("diff", "a.session", "main", "idea", "--conversation")
        #expect(run.lines.contains { $0.hasPrefix("- ") && $0.contains("And now?") })
        #expect(run.lines.contains { $0.hasPrefix("+ ") && $0.contains("Then add x.") })
        let back = try sandbox.session("diff", "a.session", "idea", "main", "--path", "a.txt")
        #expect(back.lines.contains("+three"))
    }

    @Test
    func `a moment does not differ from itself, and programs get JSON lines`() throws {
        #expect(
            try sandbox.session("diff", "a.session", "before", "before").lines.last
                == "nothing differs")
        let run = try sandbox.session("diff", "a.session", "before", "--json")
        for line in run.lines {
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(line.utf8))
            }
        }
        #expect(run.output.contains(#""onlyIn":"to","event":{"#))
        #expect(run.output.contains(#""change":"added","path":"/p/x.py""#))
        #expect(try sandbox.session("diff", "a.session", "nowhere").status == 3)
    }
}
