import Foundation
import Testing

@testable import session

@Suite("Transcripts in and out")
struct TranscriptTests {
    private static let real = Sandbox.shared("claude-code/entire-5a-c45bc32212-0.jsonl")

    @Test("Importing the same transcript twice adds nothing")
    func twice() throws {
        let sandbox = try Sandbox()
        let first = try sandbox.session("import", Sandbox.sample, "-o", "s.session")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("added"))
        #expect(first.errors.isEmpty)
        let before = try sandbox.session("log", "s.session", "--json").output
        let second = try sandbox.session("import", Sandbox.sample, "-o", "s.session")
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.output.contains("nothing new"))
        #expect(try sandbox.session("log", "s.session", "--json").output == before)
        #expect(try sandbox.session("verify", "s.session").status == 0)
    }

    @Test("A transcript that grew adds only what is new")
    func grown() throws {
        let sandbox = try Sandbox()
        let lines = try String(contentsOfFile: Sandbox.sample, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: true)
        let half = lines.prefix(lines.count / 2).joined(separator: "\n") + "\n"
        let file = sandbox.folder.appending(path: "t.jsonl")
        try Data(half.utf8).write(to: file)
        try sandbox.session("import", "t.jsonl", "-o", "s.session")
        let before = try sandbox.session("log", "s.session", "--json", "--reverse").lines
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        let run = try sandbox.session("import", "t.jsonl", "-o", "s.session")
        #expect(run.status == 0, "\(run.errors)")
        let after = try sandbox.session("log", "s.session", "--json", "--reverse").lines
        #expect(after.count > before.count)
        #expect(Array(after.prefix(before.count)) == before)
    }

    @Test
    func `every export is written`() throws {
        let sandbox = try Sandbox()
        try sandbox.session("import", Sandbox.sample, "-o", "s.session")
        let before = try Data(contentsOf: sandbox.folder.appending(path: "s.session"))
        for format in ["cloudevents", "markdown", "claude-code"] {
            let arguments = ["export", "s.session", "--format", format]
            let piped = try sandbox.run(arguments)
            #expect(piped.status == 0, "\(piped.errors)")
            let toFile = arguments + ["-o", "\(format)/out.jsonl"]
            #expect(try sandbox.run(toFile).status == CommandStatus.inaccessible.rawValue)
            try FileManager.default.createDirectory(
                at: sandbox.folder.appending(path: format), withIntermediateDirectories: false)
            #expect(try sandbox.run(toFile).status == 0)
            // Subagents are among the lines of a pipe, and in files of their own beside a file.
            let written = try sandbox.shell("find \(format) -type f | xargs cat").lines
            #expect(!written.isEmpty)
            #expect(written.sorted() == piped.lines.sorted())
        }
        #expect(try Data(contentsOf: sandbox.folder.appending(path: "s.session")) == before)
    }

    @Test(arguments: ["claude-code", "claude", "codex"])
    func `a session goes on in a tool, under a new id and in another folder`(tool: String) throws {
        let box = try Sandbox()
        try box.session("import", Sandbox.sample, "-o", "s.session")
        let before = try Data(contentsOf: box.folder.appending(path: "s.session"))
        let homes = "CLAUDE_CONFIG_DIR=claude CODEX_HOME=codex"
        let arguments = "resume s.session main~1 --with \(tool) --cwd /srv/there"
        let run = try box.shell("\(homes) session \(arguments)")
        let path = try #require(run.lines.first?.split(separator: " ").last.map(String.init))
        let name = tool == "codex" ? "codex/sessions/" : "claude/projects/-srv-there/"
        #expect(path.hasPrefix(name), "\(run.lines)")
        let text = try String(
            contentsOf: box.folder.appending(path: path), encoding: .utf8)
        #expect(text.contains("/srv/there") && !text.contains("/home/ana/tidycsv/"))
        #expect(run.lines.last?.hasPrefix("cd /srv/there && ") == true)
        let other = try box.shell("\(homes) session \(arguments) --json")
        #expect(!other.output.contains(path) && other.output.contains(#""command":["#))
        #expect(try Data(contentsOf: box.folder.appending(path: "s.session")) == before)
    }

    @Test
    func `an export that would leave something out is refused where nothing may be`() throws {
        let box = try Sandbox()
        try box.session("import", Sandbox.sample, "-o", "s.session")
        let whole = try box.run([
            "export", "s.session", "--format", "claude-code", "--strict", "-o", "a.jsonl",
        ])
        #expect(whole.status == 0, "\(whole.errors)")
        let part = try box.run([
            "export", "s.session", "main", "--format", "codex", "--strict", "-o", "b.jsonl",
        ])
        #expect(part.status == CommandStatus.refused.rawValue)
        #expect(part.errors.contains("thinking"))
        #expect(!FileManager.default.fileExists(atPath: box.folder.appending(path: "b.jsonl").path))
    }

    @Test
    func `an export writes through what is no file, and keeps links and modes`() throws {
        let box = try Sandbox()
        try box.session("new", "a.session")
        try box.session("append", "a.session", "--prompt", "hi")
        let whole = try box.session("export", "a.session").output
        #expect(try box.session("export", "a.session", "-o", "-").output == whole)
        #expect(try box.session("export", "a.session", "-o", "/dev/null").status == 0)
        #expect(try box.session("export", "a.session", "-o", "/dev/null", "--force").status == 0)
        let script = """
            set -e
            mkfifo pipe; cat pipe > piped & session export a.session -o pipe; wait
            umask 022; echo old > real; chmod 640 real; ln -s real link
            session export a.session -o link --force
            test -L link; test "$(stat -c %a real)" = 640; test -p pipe; test -c /dev/null
            ln -s nowhere dangling; ! session export a.session -o dangling --force 2> error
            grep -q "leads nowhere" error
            """
        let run = try box.shell(script)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        for name in ["piped", "real"] {
            let bytes = try Data(contentsOf: box.folder.appending(path: name))
            #expect(String(decoding: bytes, as: UTF8.self) == whole, "\(name)")
        }
        for verb in [
            ["import", Sandbox.sample], ["key", "ana"], ["checkout", "a.session", "main"],
        ] {
            #expect(try box.run(verb + ["-o", "-"]).status == 2, "\(verb)")
        }
    }

    @Test
    func `an export refuses a file that exists, and is recorded only when asked for`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        #expect(try sandbox.session("export", "a.session", "-o", "out.jsonl").status == 0)
        let refused = try sandbox.session("export", "a.session", "-o", "out.jsonl")
        #expect(refused.status == CommandStatus.refused.rawValue)
        let forced = try sandbox.session("export", "a.session", "-o", "out.jsonl", "--force")
        #expect(forced.status == 0)
        #expect(!(try sandbox.session("log", "a.session").output.contains("exported")))
        try sandbox.session("export", "a.session", "--record")
        #expect(try sandbox.session("log", "a.session").output.contains("exported  cloudevents"))
    }

    @Test("Whatever verb looks at a real transcript, it answers", .withTranscripts([real]))
    func answers() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.session("import", Self.real, "-o", "s.session")
        #expect(run.status == 0, "\(run.errors)")
        for verb in ["log", "show", "state", "files", "branch", "preview", "verify", "info"] {
            let run = try sandbox.session(verb, "s.session")
            #expect(run.status == 0, "\(verb): \(run.errors)")
            #expect(!run.output.isEmpty)
            #expect(!run.output.contains("\u{1B}"))
        }
    }

    @Test func `a transcript goes out alone, or with its subagents as its tool lays them out`()
        throws
    {
        let box = try Sandbox()
        let fixtures = URL(filePath: Sandbox.sample).deletingLastPathComponent().path
        let run = try box.shell(
            """
            session import '\(Sandbox.sample)' -o a.session > import.txt
            session export a.session --format claude-code -o new/folder/ > said.txt
            diff -r '\(fixtures)' new/folder && echo folder
            session export a.session --format claude-code -o b.jsonl > said.txt
            cmp b.jsonl '\(Sandbox.sample)' && [ ! -e b ] && echo file
            session export a.session --format claude-code > c.jsonl
            cmp c.jsonl '\(Sandbox.sample)' && echo output
            session export a.session --format markdown -o new > said.txt; ls new
            """)
        #expect(run.lines == ["folder", "file", "output", "a.md", "folder"], "\(run.output)")
        let note = "session: left out 2 files of subagents; -o DIR/ writes them, too\n"
        #expect(run.errors == note + note, "\(run.errors)")
    }
}
