import Foundation
import Testing

@testable import session

@Suite("session merge and session pick")
struct MergeVerbTests {
    let sandbox: Sandbox

    /// `main` and `ideas/x` both changed `/p/a.txt` (the same line), the model and the title;
    /// `/p/b.txt` was changed at different ends.
    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try write(
            Sandbox.file("/p/a.txt", "one\ntwo\nthree\n")
                + Sandbox.file("/p/b.txt", "1\n2\n3\n4\n5\n"))
        try sandbox.session("branch", "a.session", "ideas/x")
        try write(
            Sandbox.file("/p/a.txt", "one\nOURS\nthree\n")
                + Sandbox.file("/p/b.txt", "1\n2\n3\n4\nfive\n") + Self.setting("model", "ours"))
        try write(
            #"{"type":"note.added","data":{"text":"a\u001b]0;owned\u0007 note"}}"# + "\n"
                + Sandbox.file("/p/a.txt", "one\nTHEIRS\nthree\n")
                + Sandbox.file("/p/b.txt", "ONE\n2\n3\n4\n5\n")
                + Sandbox.file("/p/c.txt", "new\n") + Self.setting("model", "theirs"),
            to: "ideas/x")
    }

    private func write(_ lines: String, to branch: String = "main") throws {
        let run = try sandbox.session("append", "a.session", "--branch", branch, input: lines)
        try #require(run.status == 0, "\(run.errors)")
    }

    private static func setting(_ name: String, _ value: String) -> String {
        #"{"type":"setting.changed","subject":"\#(name)","data":{"value":"\#(value)"}}"# + "\n"
    }

    @discardableResult
    private func merge(_ arguments: String..., environment: [String: String] = [:]) throws
        -> Sandbox.Run
    {
        try sandbox.run(
            ["merge", "a.session", "ideas/x"] + arguments, environment: environment)
    }

    private func cat(_ path: String) throws -> String {
        try sandbox.session("cat", "a.session", "main:\(path)").output
    }

    private func bytes() throws -> Data {
        try Data(contentsOf: sandbox.folder.appending(path: "a.session"))
    }

    @Test
    func `it shows what would be taken over and what conflicts, and writes nothing`() throws {
        let before = try bytes()
        let run = try merge()
        #expect(run.status == CommandStatus.findings.rawValue, "\(run.errors)")
        #expect(run.lines[0] == "ideas/x@15 → main@13")
        #expect(run.output.contains("said: 1 event taken over"))
        #expect(run.output.contains("a␛]0;owned␇ note") && !run.output.contains("\u{1B}"))
        #expect(run.output.contains("joined  +1 -1  /p/b.txt"))
        #expect(run.output.contains("new     +1 -0  /p/c.txt"))
        #expect(run.output.contains("conflict  /p/a.txt: both changed the same lines"))
        #expect(run.output.contains("          - OURS") && run.output.contains("+ THEIRS"))
        #expect(run.output.contains("conflict  setting:model: both changed it"))
        let refused = try merge("--commit")
        #expect(refused.status == CommandStatus.findings.rawValue)
        #expect(refused.errors.contains("2 open"))
        #expect(try bytes() == before)
    }

    @Test
    func `answers by name are taken, committed and not asked for again`() throws {
        let run = try merge("--theirs", "a.txt", "--ours", "setting:model", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("answered  /p/a.txt: theirs"))
        #expect(
            run.lines.last?.hasPrefix("merged ideas/x@15: 5 events appended, main is at 18") == true
        )
        #expect(try cat("/p/a.txt") == "one\nTHEIRS\nthree\n")
        #expect(try cat("/p/b.txt") == "ONE\n2\n3\n4\nfive\n")
        let log = try sandbox.session("log", "a.session", "--branch", "main", "--limit", "5")
        #expect(
            log.output.contains("ideas/x@15 (setting:model: ours, /p/a.txt: theirs)"),
            "\(log.output)")
        let shown = try sandbox.session("show", "a.session", "main@14").output
        #expect(shown.contains("ideas/x@15 (setting:model: ours, /p/a.txt: theirs)"))
        let again = try merge("--commit")
        #expect(again.status == 0)
        #expect(again.lines.last == "nothing to merge: main has everything that ideas/x@15 has")
        #expect(try sandbox.session("verify", "a.session").status == 0)
        #expect(try sandbox.session("replay", "a.session", "--check").status == 0)
    }

    @Test
    func `an answer about what was erased since is told by its revision`() throws {
        try merge("--theirs", "a.txt", "--ours", "setting:model", "--commit")
        try sandbox.session("redact", "a.session", "main@16", "--reason", "r", "--yes")
        let log = try sandbox.session("log", "a.session", "--branch", "main", "--limit", "5")
        #expect(log.output.contains("(setting:model: ours, @16: theirs)"), "\(log.output)")
    }

    @Test
    func `names that are equal as text and not in bytes are answered one by one`() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        for (branch, text) in [("main", "ours"), ("ideas/x", "theirs")] {
            try write(Sandbox.file(composed, text) + Sandbox.file(decomposed, text), to: branch)
        }
        let run = try merge(
            "--theirs", composed, "--ours", decomposed, "--all", "ours", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try cat(composed) == "theirs" && cat(decomposed) == "ours")
    }

    @Test
    func `a file of one's own is an answer, and so is what was there before`() throws {
        try Data("mine\n".utf8).write(to: sandbox.folder.appending(path: "m=1.txt"))
        let run = try merge("--file", "/p/a.txt=m=1.txt", "--base", "setting:model", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try cat("/p/a.txt") == "mine\n")
        let state = try sandbox.session("state", "a.session")
        #expect(state.output.contains("model = m2"))
    }

    @Test
    func `all that is open is answered at once`() throws {
        let run = try merge("--ours", "a.txt", "--all", "theirs", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try cat("/p/a.txt") == "one\nOURS\nthree\n")
        #expect(try sandbox.session("state", "a.session").output.contains("model = theirs"))
    }

    @Test
    func `an editor gets the usual markers, and a text in which they remain is kept and refused`()
        throws
    {
        let before = try bytes()
        let left = try merge(
            "--ours", "setting:model", "--edit", "--commit",
            environment: ["EDITOR": "cat >> copy.txt <"])
        #expect(left.status == CommandStatus.findings.rawValue)
        let copy = try String(
            contentsOf: sandbox.folder.appending(path: "copy.txt"), encoding: .utf8)
        #expect(
            copy == "one\n<<<<<<< main@13\nOURS\n=======\nTHEIRS\n>>>>>>> ideas/x@15\nthree\n")
        #expect(left.errors.contains("still holds markers"))
        #expect(try bytes() == before)
        let failed = try merge("--edit", environment: ["EDITOR": "false"])
        #expect(failed.status == CommandStatus.findings.rawValue)
        let editor = "sed -i -e '/^[<=>]\\{7\\}/d' -e 's/OURS/BOTH/' -e '/THEIRS/d'"
        let run = try merge(
            "--ours", "setting:model", "--edit", "--commit", environment: ["VISUAL": editor])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try cat("/p/a.txt") == "one\nBOTH\nthree\n")
    }

    @Test
    func `programs get every part as a line of JSON`() throws {
        let run = try merge("--json", "--theirs", "a.txt", "--all", "ours", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.lines.map { String($0.prefix { $0 != ":" }) } == [
                #"{"merge""#, #"{"add""#, #"{"kind""#, #"{"kind""#, #"{"conflict""#,
                #"{"conflict""#, #"{"committed""#,
            ])
        #expect(run.lines[0].contains(#""conflicts":0,"answered":2"#))
        #expect(run.lines[5].contains(#""conflict":"setting:model""#))
        #expect(run.lines[5].contains(#""answer":"ours""#))
    }

    @Test(arguments: [
        (["--theirs", "nothing.txt"], CommandStatus.notFound),
        (["--theirs", "a.txt", "--ours", "a.txt"], .usage), (["--file", "a.txt"], .usage),
        (["--file", "a.txt=missing"], .notFound), (["--all", "none"], .usage),
        (["--edit", "--all", "ours"], .usage), (["--interactive"], .usage),
        (["--file", "setting:model=a.session"], .findings), (["--limit", "-1"], .usage),
        (["--into", "none"], .notFound), (["--into", "a b"], .usage),
    ])
    func `what does not fit is refused, and nothing is written`(
        arguments: [String], status: CommandStatus
    ) throws {
        let before = try bytes()
        let run = try sandbox.run(["merge", "a.session", "ideas/x", "--commit"] + arguments)
        #expect(run.status == status.rawValue, "\(run.output) \(run.errors)")
        #expect(try bytes() == before)
    }

    @Test
    func `a branch is merged up to any moment, into any branch`() throws {
        try sandbox.session("branch", "a.session", "copy", "main@10")
        let run = try sandbox.session(
            "merge", "a.session", "ideas/x@12", "--into", "copy", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        let file = try sandbox.session("cat", "a.session", "copy:/p/a.txt")
        #expect(file.output == "one\nTHEIRS\nthree\n")
        let rest = try sandbox.session("merge", "a.session", "ideas/x", "--into", "copy")
        #expect(rest.status == 0 && rest.output.contains("model"))
    }

    @Test
    func `single events are picked`() throws {
        let shown = try sandbox.session("pick", "a.session", "ideas/x@11", "ideas/x@13")
        #expect(shown.status == 0 && shown.output.contains("joined  +1 -1  /p/b.txt"))
        let run = try sandbox.session(
            "pick", "a.session", "ideas/x@11", "ideas/x@13", "--onto", "main", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.last == "picked from ideas/x@13: 3 events appended, main is at 16")
        #expect(try cat("/p/b.txt") == "ONE\n2\n3\n4\nfive\n")
        let again = try sandbox.session("pick", "a.session", "ideas/x@11", "--json")
        #expect(again.status == 0 && again.output.contains(#""empty":true"#))
        let open = try sandbox.session("pick", "a.session", "ideas/x@12")
        #expect(open.status == CommandStatus.findings.rawValue)
        let wrong = try sandbox.session("pick", "a.session", "main@1", "--onto", "ideas/x")
        #expect(wrong.status == CommandStatus.usage.rawValue)
        #expect(try sandbox.session("pick", "a.session").status == CommandStatus.usage.rawValue)
    }
}
