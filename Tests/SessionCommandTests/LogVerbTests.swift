import Foundation
import SessionAnswers
import SessionStore
import Testing

@testable import session

@Suite("What a log shows, and what it leaves out")
struct LogVerbTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.session("import", Sandbox.sample, "-o", "s.session")
    }

    private func rows(_ arguments: String...) throws -> [String] {
        try sandbox.run(["log", "s.session"] + arguments).lines
    }

    @Test func `bookkeeping is left out unless it is asked for, and never as JSON`() throws {
        let (shown, all) = (try rows(), try rows("--all"))
        let books = ["import = ", "file-history-snapshot", "  renamed  ", "queue-operation"]
        for word in ["import = ", "file-history-snapshot"] {
            #expect(all.contains { $0.contains(word) }, "\(word) is not in the sample")
        }
        #expect(!shown.contains { row in books.contains { row.contains($0) } })
        #expect(shown.count < all.count)
        #expect(try rows("--kind", "record").contains { $0.contains("file-history-snapshot") })
        let info = try sandbox.session("info", "s.session", "--json").output
        let events = try JSON(validating: Array(info.utf8))["events"]?.int
        #expect(try rows("--json").count == events)
    }

    @Test func `a command is shown as it was typed, and is no prompt`() throws {
        let commands = try rows("--kind", "command")
        #expect(commands.count == 1)
        #expect(commands[0].contains("  command   ") && commands[0].hasSuffix(" /exit"))
        let last = try rows("--kind", "prompt", "-n", "1")
        let undone = try sandbox.session("log", "s.session", "--branch", "main", "--from", "main~1")
        #expect(!undone.lines.contains(last[0]))
        #expect(undone.lines.count > 10)
    }

    @Test func `kinds are left out, and files asked for`() throws {
        let rest = try rows("--not-kind", "result", "--not-kind", "file.*,setting")
        #expect(!rest.isEmpty)
        for label in ["  result  ", "  file  ", "  setting  "] {
            #expect(!rest.contains { $0.contains(label) })
        }
        let files = try rows("--path", "summary.py", "--branch", "main")
        #expect(!files.isEmpty)
        #expect(files.allSatisfy { $0.contains("  file  ") && $0.contains("summary.py") })
        #expect(try rows("--path", "nothing.py").isEmpty)
        #expect(try sandbox.session("log", "s.session", "--not-kind", "x").status == 2)
    }

    /// What `patch` makes of the patch is what the log says that the file holds.
    @Test func `a file's changes come with what they did to its lines`() throws {
        let shown = try rows(
            "--path", "README.md", "--branch", "main", "--patch", "--reverse", "-n", "1")
        let patch = shown.dropFirst(2).map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : $0 }
        let revision = try #require(shown[0].split(separator: " ").dropFirst(0).first)
        let number = try #require(Int(revision))
        try Data(patch.joined(separator: "\n").utf8 + [0x0A]).write(
            to: sandbox.folder.appending(path: "p.patch"))
        let file = "/home/ana/tidycsv/README.md"
        let run = try sandbox.shell(
            """
            session cat s.session main@\(number - 1):\(file) > README.md 2> none.txt || true
            patch -s README.md p.patch
            session cat s.session main@\(number):\(file) | cmp - README.md && echo same
            """)
        #expect(run.lines.last == "same", "\(run.output)\(run.errors)\n\(shown)")
    }

    @Test func `show of a file's change shows its lines, and opens on what was done last`() throws {
        let row = try #require(try rows("--path", "summary.py", "--branch", "main").first)
        let number = try #require(row.split(separator: " ").first)
        let shown = try sandbox.session("show", "s.session", "main@\(number)").output
        #expect(shown.contains("\n  @@ -"))
        #expect(shown.contains("\n  +++ "))
        let last = try #require(
            try rows("--branch", "main", "-n", "1").first?.split(separator: " ").first)
        let opened = try sandbox.session("show", "s.session").lines
        #expect(opened[0].hasPrefix("main@\(last) "))
    }

    @Test func `paths are seen from the session's folder, and cut from the left`() {
        #expect(DisplayText.cutPath("Sources/Model/Event.swift", to: 20) == "…/Model/Event.swift")
        #expect(DisplayText.cutPath("Sources/Model/Event.swift", to: 3) == "…/Event.swift")
        #expect(DisplayText.cutPath("Event.swift", to: 3) == "Event.swift")
        #expect(DisplayText.cutPath("/Event.swift", to: 3) == "/Event.swift")
        #expect(DisplayText.cutPath("a/", to: 1) == "a/")
    }

    @Test(.withTerminal) func `at 80 columns the file's name is seen`() throws {
        let run = try sandbox.atTerminal(
            "log s.session --path summary.py --all", environment: ["COLUMNS": "80"])
        let lines = run.output.split(separator: "\r\n").filter { $0.contains("  file  ") }
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.contains("summary.py") })
    }
}

@Suite("Programs at the terminal", .enabled(if: TerminalScreen.tmux != nil, "no tmux here"))
struct TerminalProgramTests {
    private func screen() throws -> TerminalScreen {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        return try TerminalScreen(sandbox)
    }

    @Test func `the pager gets the rows and the keys, and Ctrl-C does not end it`() throws {
        let screen = try screen()
        try screen.run(
            "PAGER='trap \"\" INT; cat; read key < /dev/tty; echo key $key' session log a.session")
        try screen.expect("Why does the build fail?", "created")
        try screen.press("C-c")
        try screen.run("seven")
        try screen.expect("key seven", "$")
    }

    @Test func `a person who leaves the pager early has seen enough`() throws {
        let screen = try screen()
        try screen.run("for i in 1 2 3; do PAGER=true session log a.session; done; echo ended $?")
        try screen.expect("ended 0")
        try screen.run(
            "PAGER= session log a.session -n 1; SESSION_PAGER=cat session log a.session -n 1")
        try screen.expect("Then add x.")
        try screen.run("PAGER=/no/such/pager session log a.session; echo and $?")
        try screen.expect("and 0")
    }

    @Test func `an editor reads keys`() throws {
        let screen = try screen()
        try screen.run(
            "title() { echo '{\"type\":\"title.changed\",\"data\":{\"title\":\"'$1'\"}}'"
                + " | session append a.session --branch $1; }; session branch a.session idea;"
                + " title main; title idea; echo made")
        try screen.expect("made", "idea is at")
        try screen.run(
            "export EDITOR='printf \"title%s \" ? > /dev/tty; read it < /dev/tty; echo $it >'; "
                + "session merge a.session idea --edit --commit")
        try screen.expect("title?")
        try screen.run("Both")
        try screen.expect("merged")
        let title = try screen.sandbox.session("state", "a.session", "--json").output
        #expect(title.contains(#""title":"Both""#), "\(title)")
    }

    @Test func `the tool that a session goes on in reads keys, in the session's folder`() throws {
        let screen = try screen()
        let tool = screen.sandbox.folder.appending(path: "claude")
        try Data("#!/bin/sh\nprintf 'ready? '; read key; echo \"key $key\" > told.txt\n".utf8)
            .write(to: tool)
        try screen.run(
            "chmod +x claude; mkdir work; PATH=$PWD:$PATH session resume a.session --cwd work "
                + "--with claude --run; echo ended $?")
        try screen.expect("ready?")
        try screen.run("seven")
        try screen.expect("ended 0")
        let told = screen.sandbox.folder.appending(path: "work/told.txt")
        #expect(try String(contentsOf: told, encoding: .utf8) == "key seven\n")
    }
}
