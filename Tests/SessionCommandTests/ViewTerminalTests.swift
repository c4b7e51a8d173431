import Foundation
import SessionStore
import Testing

@testable import session

/// A terminal that a person could sit at: tmux with a shell in it, on a socket of its own.
final class TerminalScreen {
    static let tmux = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    let sandbox: Sandbox
    private let socket: String

    init(_ sandbox: Sandbox, columns: Int = 80, rows: Int = 24) throws {
        self.sandbox = sandbox
        socket = "session-view-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        let executable = try #require(Sandbox.executable).path
        try """
        PS1='$ '
        session() { '\(executable)' "$@"; }
        """.write(to: sandbox.folder.appending(path: "rc"), atomically: true, encoding: .utf8)
        try tmux(
            "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "bash --noprofile --rcfile rc -i")
        try tmux("set-option", "-g", "status", "off")
        try expect("$")
    }

    /// Not `kill-server`, which is a signal: processes that tests start have most of them blocked.
    /// A server ends with its last session.
    deinit {
        _ = try? tmux("kill-session")
        _ = try? sandbox.shell("rm -f ${TMUX_TMPDIR:-/tmp}/tmux-$(id -u)/\(socket)")
    }

    @discardableResult
    func tmux(_ words: String...) throws -> String {
        let quoted = ([try #require(Self.tmux), "-L", socket, "-f", "/dev/null", "-u"] + words)
            .map { "'" + $0.replacing("'", with: "'\\''") + "'" }
        return try sandbox.shell(Self.closing + quoted.joined(separator: " ")).output
    }

    /// Foundation waits until nobody holds a pipe that it gives each process: tmux's server, which
    /// stays, must not inherit it.
    private static let closing =
        "for fd in $(ls /dev/fd); do [ $fd -gt 2 ] && eval \"exec $fd>&-\"; done 2> /dev/null\n"

    /// Types a line into the shell.
    func run(_ line: String) throws {
        try tmux("send-keys", "-l", line)
        try tmux("send-keys", "Enter")
    }

    /// Presses keys by tmux's names.
    func press(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", key) }
    }

    func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

    var text: String { get throws { try tmux("capture-pane", "-p") } }

    /// Waits until the screen is as it should be.
    func expect(
        _ texts: String..., without absent: String? = nil,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        var shown = ""
        for _ in 0..<400 {
            shown = try text
            if texts.allSatisfy({ shown.contains($0) }), absent.map({ !shown.contains($0) }) ?? true
            {
                return
            }
            usleep(25_000)
        }
        Issue.record(
            "\(texts) without \(absent ?? "anything") never came:\n\(shown)", sourceLocation: place)
        throw CancellationError()
    }
}

@Suite("session view in a real terminal", .enabled(if: TerminalScreen.tmux != nil, "no tmux here"))
struct ViewTerminalTests {
    private func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox()
        #expect(try sandbox.session("import", Sandbox.sample, "-o", "a.session").status == 0)
        return sandbox
    }

    private func begin(_ sandbox: Sandbox) throws -> TerminalScreen {
        let screen = try TerminalScreen(sandbox)
        try screen.run("session view a.session main@50")
        try screen.expect("▸50", "[event]", "main@50 of", "? help")
        return screen
    }

    @Test
    func `a person steps, jumps, searches and looks at files`() throws {
        let screen = try begin(try sandbox())
        try screen.press("Down")
        try screen.expect("▸51", "main@51 of", "Document quoting")
        try screen.press(":")
        try screen.type("main~1")
        try screen.expect("main~1")
        try screen.press("Enter")
        try screen.expect("▸65")
        try screen.press("/")
        try screen.type("quoted FIELDS")
        try screen.press("Enter")
        try screen.expect("other end")
        try screen.press("Tab")
        try screen.expect("[conversation]")
        try screen.press(":")
        try screen.type("main@52")
        try screen.press("Enter", "3")
        try screen.expect("●", "52 /home/ana/tidycsv/README.md")
        try screen.press("Right", "Enter")
        try screen.expect("[file]", "# tidycsv", "changed here")
    }

    @Test
    func `branches are switched, moments compared, and a fork is made`() throws {
        let sandbox = try sandbox()
        let screen = try begin(sandbox)
        try screen.press("m")
        try screen.expect("marked main@50")
        try screen.press("}", "c")
        try screen.expect("[difference]", "main@50 → main@52", "+## Quoting")
        try screen.press("Escape")
        try screen.expect("[event]")
        try screen.press("f")
        try screen.type("ideas/actors")
        try screen.press("Enter")
        try screen.expect("forked ideas/actors from main@52", "ideas/actors@52 of 52")
        try screen.press("b")
        try screen.expect("5 branches", "▸ ideas/actors", "agent-7c41e9")
        try screen.press("Up", "Enter")
        try screen.expect("agent-b20d54@")
        try screen.press("q")
        try screen.expect("$", without: "│")
        let branches = try sandbox.session("branch", "a.session").output
        #expect(branches.contains(#/ideas/actors +52  main@52/#))
        #expect(try sandbox.session("verify", "a.session").status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path)
        #expect(!files.contains { $0.hasPrefix("a.session-") })
    }

    @Test
    func `what others write comes by itself, and says so where one is elsewhere`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let screen = try TerminalScreen(sandbox, columns: 120)
        try screen.run("session view a.session")
        try screen.expect("▸8", "main@8 of 8")
        func append(_ text: String) throws {
            let line = #"{"type":"note.added","data":{"text":"\#(text)"}}"# + "\n"
            #expect(try sandbox.session("append", "a.session", input: line).status == 0)
        }
        try append("from elsewhere")
        try screen.expect("▸9", "main@9 of 9", "from elsewhere")
        try screen.press("Up")
        try screen.expect("▸8")
        try append("one more")
        try screen.expect("main@8 of 10", "1 new event, G goes there")
        try screen.press("G")
        try screen.expect("▸10", "one more", without: "new event")
        _ = try sandbox.shell("mv a.session b.session")
        try screen.expect("not kept up to date any more")
        try screen.press("Home")
        try screen.expect("▸ 1", "main@1 of 10")
    }

    @Test
    func `lines are numbered and blamed, and only what fits is listed`() throws {
        let screen = try begin(try sandbox())
        try screen.press("}", "4")
        try screen.expect("[file]", "changed here", "1 ")
        try screen.press("B")
        try screen.expect("line 1: ", "Enter where it came in")
        try screen.press("B", "Left", "Left")
        try screen.press("F")
        try screen.type("kind:propmt")
        try screen.press("Enter")
        try screen.expect("there is no kind", "kind:propmt")
        try screen.press("C-u")
        try screen.type("kind:prompt")
        try screen.press("Enter", "Home")
        try screen.expect("kind:prompt: ", "prompt", without: "so far")
        try screen.press("Escape")
        try screen.expect("there is no filter any more")
    }

    @Test(arguments: ["[H", "OH", "[1~", "[7~"])
    func `home goes to the first event, whichever way a terminal says it`(key: String) throws {
        let screen = try begin(try sandbox())
        try screen.type("\u{1B}" + key)
        try screen.expect("▸ 1", "main@1 of")
    }

    @Test
    func `the screen follows the window's size down to almost nothing`() throws {
        let screen = try begin(try sandbox())
        try screen.tmux("resize-window", "-x", "120", "-y", "40")
        try screen.expect("▸50", "m c compare", "? help  q quit")
        try screen.tmux("resize-window", "-x", "40", "-y", "10")
        try screen.expect("▸50", without: "│")
        try screen.press("Right")
        try screen.expect("[event]", without: "▸50")
        try screen.tmux("resize-window", "-x", "4", "-y", "2")
        try screen.expect("ma…")
        try screen.tmux("resize-window", "-x", "80", "-y", "24")
        try screen.expect("▸50", "┃")
    }

    @Test(arguments: ["q", "C-c", "TERM", "HUP", "INT"])
    func `however it ends, the terminal is as it was`(end: String) throws {
        let sandbox = try sandbox()
        let screen = try TerminalScreen(sandbox)
        try screen.run("stty -a > before; echo what stood here")
        try screen.expect("\nwhat stood here")
        let executable = try #require(Sandbox.executable).path
        try screen.run(
            "sh -c 'echo $$ > pid; exec \(executable) view a.session'")
        try screen.expect("▸", "[event]", without: "what stood here")
        if ["q", "C-c"].contains(end) {
            try screen.press(end)
        } else {
            let pid = try String(
                contentsOf: sandbox.folder.appending(path: "pid"), encoding: .utf8)
            _ = try sandbox.shell("kill -\(end) \(pid)")
        }
        try screen.expect("what stood here", without: "│")
        try screen.run("stty -a > after; echo left")
        try screen.expect("\nleft")
        let modes = ["before", "after"].map {
            try? String(contentsOf: sandbox.folder.appending(path: $0), encoding: .utf8)
        }
        #expect(modes[0] != nil && modes[0] == modes[1])
        #expect(
            try screen.tmux("display-message", "-p", "#{cursor_flag} #{alternate_on}") == "1 0\n")
    }

    @Test
    func `ctrl-Z gives the shell its terminal, and fg comes back to the same moment`() throws {
        let screen = try begin(try sandbox())
        try screen.press("Down")
        try screen.expect("▸51")
        try screen.press("C-z")
        try screen.expect("Stopped", "$", without: "│")
        try screen.run("stty -a | grep -o -w icanon; fg")
        try screen.expect("▸51", "│")
        try screen.press("Down")
        try screen.expect("▸52")
        try screen.press("q")
        try screen.expect("icanon", without: "│")
    }

    @Test
    func `esc ends a search of a long session while it runs`() async throws {
        let sandbox = try Sandbox()
        let path = sandbox.folder.appending(path: "long.session").path
        let session = try await Session.create(
            at: path, options: SessionOptions(durability: .relaxed))
        let said = String(repeating: "words that are not it, ", count: 40)
        for _ in 0..<6 {
            try await session.append(
                (0..<1000).map { .note("\($0) " + said, by: .system) }, to: .main, expecting: .any)
        }
        try await session.close()
        let screen = try TerminalScreen(sandbox)
        try screen.run("session view long.session")
        try screen.expect("▸6001")
        try screen.press("/")
        try screen.type("näher")
        try screen.press("Enter")
        try screen.expect("searching", "of 6,001, Esc stops")
        try screen.press("Escape")
        try screen.expect("search cancelled")
    }

    @Test
    func `nO_COLOR is obeyed, and what a transcript holds does not act on the terminal`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let hostile = #"""
            {"type":"note.added","actor":"tool:web\u001b[2J",\#
            "data":{"text":"a\u001b]0;owned\u0007b\u009b31m\u202ec\u001b[8m 漢字🙂"}}
            """#
        #expect(try sandbox.session("append", "a.session", input: hostile).status == 0)
        let screen = try TerminalScreen(sandbox)
        try screen.run("NO_COLOR=1 session view a.session")
        try screen.expect("a␛]0;owned␇b", "漢字🙂")
        let painted = try screen.tmux("capture-pane", "-p", "-e")
        #expect(!painted.contains(#/\x1B\[([0-9]+;)*(3[0-7]|9[0-7]|38)/#))
        #expect(try screen.tmux("display-message", "-p", "#{pane_title}") != "owned\n")
    }

    @Test
    func `a session that cannot be written is shown, and a fork says why not`() throws {
        let sandbox = try sandbox()
        _ = try sandbox.session("archive", "a.session")
        let screen = try begin(sandbox)
        try screen.press("f")
        try screen.type("idea")
        try screen.press("Enter")
        try screen.expect("archived", "fork at main@50, name: idea")
        try screen.press("C-u")
        try screen.type("no good name")
        try screen.press("Enter")
        try screen.expect("cannot name a branch", "name: no good name")
        try screen.press("Escape")
        try screen.expect("main@50 of", "? help", without: "cannot name")
    }
}

@Suite("session view without a terminal")
struct ViewRefusalTests {
    @Test
    func `it says what to use instead`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.session("view", "a.session")
        #expect(run.status == 2)
        #expect(run.errors.contains("needs a terminal") && run.errors.contains("session log"))
        #expect(run.output.isEmpty)
        #expect(try sandbox.session("view", "missing.session").status == 3)
        #expect(try sandbox.session("view", "a.session", "main@99").status == 3)
    }

    @Test(.withTerminal)
    func `a dumb terminal is not drawn on`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.atTerminal("view a.session", environment: ["TERM": "dumb"])
        #expect(run.status == 2)
        #expect(run.output.contains("TERM is dumb"))
        #expect(!run.output.contains("\u{1B}"))
    }
}
