import Foundation
import Testing

@testable import session

@Suite("Verbs on a session made by hand")
struct VerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
    }

    @Test
    func `log shows the newest event first, one row each, without colours in a pipe`() throws {
        let run = try sandbox.session("log", "a.session", "--limit", "3")
        #expect(run.status == 0)
        #expect(run.lines.count == 3)
        #expect(run.lines[0].contains("Then add x."))
        #expect(run.lines[0].contains("2100-11-20 10:02:00"))
        #expect(run.lines[0].contains("user:ana"))
        #expect(run.lines[0].contains("(main)"))
        #expect(run.lines[1].contains("model = m2"))
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test
    func `log filters by kind, actor and time, and turns round`() throws {
        func texts(_ arguments: String...) throws -> [String] {
            try sandbox.run(["log", "a.session"] + arguments).lines
        }
        #expect(try texts("--kind", "prompt").count == 2)
        #expect(try texts("--kind", "tool.*").count == 2)
        #expect(try texts("--kind", "tool.called,note.added").count == 1)
        #expect(try texts("--actor", "model:*").count == 2)
        #expect(try texts("--actor", "user:ana", "--kind", "prompt.submitted").count == 2)
        #expect(
            try texts("--since", "2100-11-20T10:00:06", "--until", "2100-11-20T10:01:00").count == 2
        )
        let up = try texts("--reverse", "--kind", "prompt")
        #expect(up.first?.contains("Why does the build fail?") == true)
    }

    @Test
    func `log pages: the last revision of a page is where the next one begins`() throws {
        let all = try sandbox.session("log", "a.session", "--branch", "main").lines
        let first = try sandbox.session("log", "a.session", "--branch", "main", "-n", "4").lines
        let rest = try sandbox.session(
            "log", "a.session", "--branch", "main", "--from", "main@\(all.count - 4)"
        ).lines
        #expect(first + rest == all)
    }

    @Test
    func `times are shown in the zone of TZ, and in UTC to programs`() throws {
        let berlin = try sandbox.session(
            "log", "a.session", "-n", "1", environment: ["TZ": "Europe/Berlin"])
        #expect(berlin.output.contains("2100-11-20 11:02:00"))
        let json = try sandbox.session(
            "log", "a.session", "-n", "1", "--json", environment: ["TZ": "Europe/Berlin"])
        #expect(json.output.contains("2100-11-20T10:02:00"))
        let state = try sandbox.session(
            "state", "a.session", "main@2100-11-20T11:00:05", "--json",
            environment: ["TZ": "Europe/Berlin"])
        #expect(state.output.contains("\"responses\":1"))
        #expect(state.output.contains("\"toolCalls\":0"))
    }

    @Test
    func `show prints what an event says about itself and what it says`() throws {
        let run = try sandbox.session("show", "a.session", "main@{prompt 1}")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("prompt.submitted"))
        #expect(run.output.contains("user:ana"))
        #expect(run.output.contains("  Why does the build fail?"))
        let around = try sandbox.session("show", "a.session", "main@{prompt 1}", "--around", "2")
        #expect(around.output.contains("▶ "))
        #expect(around.output.contains("Let me look."))
        #expect(around.output.contains("calls bash"))
    }

    @Test
    func `state at an earlier moment does not know what came later`() throws {
        let before = try sandbox.session("state", "a.session", "main~1")
        #expect(before.output.contains("Rewrite the parser"))
        #expect(before.output.contains("1 prompt, 1 response, 1 tool call"))
        let first = try sandbox.session("state", "a.session", "main@1")
        #expect(!first.output.contains("model = m2"))
        #expect(try sandbox.session("state", "a.session").output.contains("model = m2"))
    }

    @Test
    func `a session is archived and reopened; in between it takes no events`() throws {
        #expect(try sandbox.session("archive", "a.session").status == 0)
        let refused = try sandbox.session("append", "a.session", input: Sandbox.events)
        #expect(refused.status == CommandStatus.refused.rawValue)
        #expect(try sandbox.session("reopen", "a.session").status == 0)
        #expect(try sandbox.session("append", "a.session", input: Sandbox.events).status == 0)
    }

    @Test
    func `a sound file has no findings`() throws {
        let run = try sandbox.session("verify", "a.session")
        #expect(run.status == 0)
        #expect(run.output == "a.session: no findings\n")
    }

    @Test
    func `info tells sizes, kinds and the digest of the head`() throws {
        let run = try sandbox.session("info", "a.session")
        #expect(run.status == 0)
        #expect(run.output.contains("prompt.submitted"))
        #expect(run.output.contains("main@"))
    }

    @Test(
        "Reading leaves the file and its folder as they were",
        arguments: [
            ["log"], ["show"], ["state"], ["files"], ["branch"], ["preview"], ["verify"], ["info"],
        ])
    func readsChangeNothing(verb: [String]) throws {
        let file = sandbox.folder.appending(path: "a.session")
        let before = try Data(contentsOf: file)
        let run = try sandbox.run(verb + ["a.session"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try Data(contentsOf: file) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path)
        #expect(names.filter { $0.hasPrefix("a.session") } == ["a.session"])
    }

    @Test
    func `list shows a damaged file as a row among the others`() throws {
        let listing = sandbox.folder.appending(path: "all")
        try FileManager.default.createDirectory(at: listing, withIntermediateDirectories: true)
        #expect(try sandbox.session("list", "all").output == "no sessions in all\n")
        try FileManager.default.copyItem(
            at: sandbox.folder.appending(path: "a.session"),
            to: listing.appending(path: "a.session"))
        try Data("garbage".utf8).write(to: listing.appending(path: "bad.session"))
        let run = try sandbox.session("list", "all")
        #expect(run.status == 0)
        #expect(run.lines.count == 3)
        #expect(run.lines[1].contains("Rewrite the parser"))
        #expect(run.lines[2].contains("all/bad.session"))
        #expect(run.lines[2].contains("✗"))
        let json = try sandbox.session("list", "all", "--json")
        #expect(json.lines.last?.contains("\"error\"") == true)
    }
}

@Suite("What append takes besides standard input")
struct AppendOptionTests {
    @Test func `a prompt and the state of files`() throws {
        let box = try Sandbox()
        try box.makeSession()
        try Data("one\n".utf8).write(to: box.folder.appending(path: "new.txt"))
        let done = try box.session(
            "append", "a.session", "--prompt", "Look", "--file", "src/a.txt=new.txt", "--file",
            "new.txt")
        #expect(done.output == "appended 3 events, main is at 11\n", "\(done.errors)")
        #expect(try box.session("cat", "a.session", "src/a.txt").output == "one\n")
        #expect(try box.session("show", "a.session", "main@9").output.contains("user:ana"))
        // A path in short is that of the file which ends so.
        try Data("two\n".utf8).write(to: box.folder.appending(path: "new.txt"))
        try box.session("append", "a.session", "--file", "a.txt=new.txt")
        #expect(try box.session("cat", "a.session", "src/a.txt").output == "two\n")
        let missing = try box.session("append", "a.session", "--file", "b=none.txt")
        #expect(missing.status == 3 && missing.errors.contains("none.txt cannot be read"))
        for name in ["=new.txt", "/=new.txt", ""] {
            #expect(try box.session("append", "a.session", "--file", name).status == 2, "\(name)")
        }
        // Another content leaves the mode as it was.
        try box.session(
            "append", "a.session", input: Sandbox.file("run.sh", "one", mode: "100755"))
        try box.session("append", "a.session", "--file", "run.sh=new.txt")
        #expect(!(try box.session("diff", "a.session", "main~0").output.contains("mode")))
        let files = try box.session("files", "a.session", "--json").output
        #expect(files.contains("100755"), "\(files)")
    }

    @Test
    func `events go to the branch that they name, and nowhere else`() throws {
        let box = try Sandbox()
        try box.session("new", "a.session")
        try box.session("append", "a.session", "--prompt", "hi")
        try box.session("branch", "a.session", "idea")
        let note = #"{"type":"note.added","data":{"text":"x"}}"#
        let named = #"{"type":"note.added","branch":"idea","data":{"text":"y"}}"#
        let run = try box.session("append", "a.session", "--json", input: note + "\n" + named)
        #expect(run.status == 0 && run.output.contains(#""branch":"idea","head":4"#), "\(run)")
        let written = try box.session("log", "a.session", "--branch", "idea", "--json", "-n", "1")
        #expect(written.output.contains(#""branch":"idea""#))
        for (arguments, input) in [
            (["--branch", "main"], note + "\n" + named),
            ([], named + "\n" + named.replacing("idea", with: "main")),
        ] {
            let run = try box.run(["append", "a.session"] + arguments, input: input)
            #expect(run.status == 2 && run.errors.contains("line 2 is of branch"), "\(run)")
        }
        let missing = named.replacing("idea", with: "nobody")
        #expect(try box.session("append", "a.session", input: missing).status == 3)
        #expect(try box.session("info", "a.session", "--json").output.contains(#""events":5"#))
    }
}
