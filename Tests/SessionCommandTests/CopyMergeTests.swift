import Foundation
import Testing

@testable import session

@Suite("Copies of a file that are merged at the command line")
struct CopyMergeTests {
    let sandbox: Sandbox

    /// A copy in which something else happened than in `a.session`.
    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
        try write(Sandbox.file("/p/a.txt", "one\ntwo\nthree\n"), "a.session")
        try sandbox.session("copy", "a.session", "b.session")
        try write(Sandbox.file("/p/a.txt", "one\nOURS\nthree\n"), "a.session")
        try write(
            #"{"type":"note.added","data":{"text":"their \u001b]0;owned\u0007 note"}}"# + "\n"
                + Sandbox.file("/p/a.txt", "one\nTHEIRS\nthree\n"), "b.session")
    }

    private func write(_ lines: String, _ file: String) throws {
        let run = try sandbox.session("append", file, input: lines)
        try #require(run.status == 0, "\(run.errors)")
    }

    private var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path)
                .filter { !$0.hasPrefix(".") }
        }
    }

    private func bytes(_ file: String) throws -> Data {
        try Data(contentsOf: sandbox.folder.appending(path: file))
    }

    @Test
    func `it is shown without writing anything, then committed with its answer`() throws {
        let before = try (bytes("a.session"), bytes("b.session"), names.sorted())
        let shown = try sandbox.session("merge", "a.session", "b.session")
        #expect(shown.status == CommandStatus.findings.rawValue)
        #expect(shown.output.contains("as the new branch main-2"))
        #expect(shown.output.contains("conflict") && shown.output.contains("their"))
        #expect(!shown.output.contains("\u{1B}"))
        let refused = try sandbox.session("merge", "a.session", "b.session", "--commit")
        #expect(refused.status != 0)
        let after = try (bytes("a.session"), bytes("b.session"), names.sorted())
        #expect(before == after)
        let done = try sandbox.session(
            "merge", "a.session", "b.session", "--theirs", "a.txt", "--commit")
        #expect(done.status == 0, "\(done.errors)")
        let content = try sandbox.session("cat", "a.session", "main:/p/a.txt").output
        #expect(content == "one\nTHEIRS\nthree\n")
        #expect(try sandbox.session("verify", "a.session").status == 0)
        let again = try sandbox.session("merge", "a.session", "b.session", "--commit")
        #expect(again.status == 0 && again.output.contains("nothing to merge"))
        // The other one only has to catch up: it is the same then.
        let back = try sandbox.session("merge", "b.session", "a.session", "--commit")
        #expect(back.status == 0, "\(back.errors)")
        #expect(try sandbox.session("cat", "b.session", "main:/p/a.txt").output == content)
        #expect(try sandbox.session("verify", "b.session").status == 0)
    }

    @Test
    func `where nothing happened on our side, ours goes on as theirs did`() throws {
        try sandbox.session("copy", "b.session", "c.session")
        try write(#"{"type":"note.added","data":{"text":"one more"}}"#, "c.session")
        let before = try bytes("b.session")
        let shown = try sandbox.session("merge", "b.session", "c.session")
        #expect(shown.status == 0 && shown.output.contains("one more"))
        #expect(shown.output.contains("nothing written"))
        #expect(try bytes("b.session") == before)
        let done = try sandbox.session("merge", "b.session", "c.session", "--commit")
        #expect(done.status == 0, "\(done.errors)")
        func heads(_ file: String) throws -> String {
            try sandbox.session("branch", file, "--json").output
        }
        #expect(try heads("b.session") == heads("c.session"))
    }

    @Test
    func `what a program reads is one object a line`() throws {
        let run = try sandbox.session(
            "merge", "a.session", "b.session", "--json", "--theirs", "a.txt", "--commit")
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix(#"{"brought":{"branch":"main-2","theirs":"main""#) == true)
        #expect(lines.last?.hasPrefix(#"{"committed":"#) == true)
    }

    @Test
    func `branch --from brings one over, or all`() throws {
        try sandbox.session("branch", "b.session", "idea")
        try sandbox.session("branch", "b.session", "plan", "main@2")
        let one = try sandbox.session("branch", "a.session", "idea", "--from", "b.session")
        #expect(one.status == 0, "\(one.errors)")
        #expect(one.output.contains("as the new branch idea"))
        let named = try sandbox.session(
            "branch", "a.session", "anas", "main", "--from", "b.session", "--json")
        #expect(named.output.hasPrefix(#"{"brought":{"branch":"anas""#))
        let all = try sandbox.session("branch", "a.session", "--all", "--from", "b.session")
        #expect(all.status == 0 && all.output.split(separator: "\n").count == 3)
        #expect(all.output.contains("everything is here, on idea"))
        #expect(try sandbox.session("verify", "a.session").status == 0)
        for wrong in [["--all"], ["--from", "b.session", "--archive", "x"]] {
            let run = try sandbox.run(["branch", "a.session"] + wrong)
            #expect(run.status == CommandStatus.usage.rawValue, "\(wrong)")
        }
    }

    @Test(arguments: [
        ["merge", "a.session", "b.session", "--ours", "a.txt", "--commit"],
        ["branch", "a.session", "theirs", "main", "--from", "b.session"],
        ["branch", "a.session", "--all", "--from", "b.session"],
    ])
    func `what a copy has erased is not erased here before somebody agrees`(
        arguments: [String]
    ) throws {
        try sandbox.session("redact", "b.session", "main@4", "--reason", "r", "--yes")
        let before = try bytes("a.session")
        let refused = try sandbox.run(arguments)
        #expect(refused.status == CommandStatus.refused.rawValue)
        #expect(refused.errors.contains("1 event here will be erased for good"))
        #expect(try bytes("a.session") == before)
        let done = try sandbox.run(arguments + ["--yes"])
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("1 event erased here"))
        let event = try sandbox.session("show", "a.session", "main@4").output
        #expect(event.contains("erased on"))
        #expect(try !sandbox.run(arguments).errors.contains("erased"))
    }

    @Test
    func `what cannot be merged is refused, and says why`() throws {
        try sandbox.session("copy", "a.session", "c.session", "--duplicate")
        let before = try bytes("a.session")
        let cases: [(arguments: [String], status: CommandStatus, text: String)] = [
            (["c.session"], .refused, "no event is in both"),
            (["a.session"], .usage, "this very session"),
            (["none.session"], .notFound, "none.session"),
            (["b.session", "--branch", "none"], .notFound, "none"),
            (["b.session", "--into", "none"], .notFound, "none"),
            (["idea", "--branch", "x"], .usage, "--branch"),
        ]
        for (arguments, status, text) in cases {
            let run = try sandbox.run(["merge", "a.session"] + arguments)
            #expect(run.status == status.rawValue, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(text), "\(arguments): \(run.errors)")
        }
        #expect(try bytes("a.session") == before)
    }
}
