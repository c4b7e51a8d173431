import Foundation
import JSONText
import Testing

@testable import session

@Suite("session keep", .timeLimit(.minutes(10)))
struct KeepTests {
    private let box = try? Sandbox()

    /// A home with a transcript of one tool, and a damaged one of another.
    private func home() throws -> Sandbox {
        let box = try #require(box)
        let run = try box.shell(
            """
            set -e
            mkdir -p .claude/projects/-home-ana-tidycsv .codex/sessions/2026/03/14
            cp '\(Sandbox.sample)' .claude/projects/-home-ana-tidycsv/
            printf '%s\\n' '{"timestamp":"2026-03-14T09:00:00Z","type":"session_meta","payload":'\
            '{"id":"c1","timestamp":"2026-03-14T09:00:00Z","cwd":"/srv/tidycsv"}}' '{"damaged' \
            > .codex/sessions/2026/03/14/rollout-2026-03-14T09-00-00-c1.jsonl
            """)
        try #require(run.status == 0, "\(run.errors)")
        return box
    }

    /// What stands in a folder but for the places that may be written to.
    private func tree(_ box: Sandbox, but names: [String]) throws -> [String] {
        let passed = names.map { "-path './\($0)' -prune -o" }.joined(separator: " ")
        return try box.shell(
            """
            find . -name '.std*' -prune -o \(passed) -printf '%p %y %s %T@ ' \
            '(' -type f -exec sha256sum {} ';' -o -printf '\\n' ')' | sort
            """
        ).lines.filter { !$0.hasPrefix(". ") }
    }

    @Test func `it brings in what is there, a folder a project, and says what is kept`() throws {
        let box = try home()
        let before = try tree(box, but: [".local", ".config"])
        let run = try box.session("keep", environment: ["COLUMNS": "100"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines[1].hasPrefix("Claude Code         1        5     1  2026-03-14"))
        #expect(run.output.contains("2 sessions of 2 projects in \(box.folder.path)/.local/share"))
        #expect(run.output.contains("brought in now: 2 new, 0 gone on with, 0 as they were"))
        #expect(run.errors.contains("rollout-2026-03-14T09-00-00-c1.jsonl:2: "))
        #expect(try tree(box, but: [".local", ".config"]) == before)
        let files = try box.shell("cd .local/share/session-store && ls -d */*.session").lines
        #expect(files.count == 2 && files.allSatisfy { $0.hasPrefix("tidycsv") }, "\(files)")
        #expect(try box.shell("stat -c %a .local/share/session-store").lines == ["700"])
        let again = try box.session("keep")
        #expect(again.output.contains("brought in now: 0 new, 0 gone on with, 2 as they were"))
        // What a tool deletes stays.
        _ = try box.shell("rm -r .claude .codex")
        let left = try box.session("keep", "--json")
        #expect(left.status == 0 && left.output.contains(#""sessions":2"#), "\(left.output)")
        let list = try box.session("list", "-r", ".local/share/session-store", "--json")
        #expect(list.lines.count == 2)
    }

    @Test func `the service is written, shown and taken away, and sessions stay`() throws {
        let box = try home()
        let unit = ".config/systemd/user/session-keep.service"
        let without = try box.session("keep", "--no-service", "--data", "kept", "--json")
        #expect(without.output.contains(#""state":"missing""#), "\(without.errors)")
        #expect(try box.shell("ls -A .config 2> /dev/null").lines.isEmpty)
        let run = try box.session("keep", "--data", "kept", "--json")
        #expect(run.output.contains(#""state":"stopped""#) && run.output.contains("--run"))
        let text = try box.shell("cat \(unit)").output
        #expect(SystemdUnit.command(in: text)?.suffix(2) == ["--data", "\(box.folder.path)/kept"])
        // Without its name the folder that the service keeps is meant.
        let status = try box.session("keep", "--status", "--json")
        #expect(status.output.contains("\(box.folder.path)/kept\"") && status.errors.isEmpty)
        #expect(!status.output.contains(#""new""#))
        // A command that was moved away.
        _ = try box.shell("sed -i 's,:\"[^\"]*\",:\"/gone/session\",' \(unit)")
        let broken = try box.session("keep", "--status")
        #expect(broken.output.contains("/gone/session is not there any more"), "\(broken.output)")
        #expect(try box.session("keep").output.contains("does not run"))
        #expect(!(try box.shell("cat \(unit)").output.contains("/gone/")))
        let removed = try box.session("keep", "--remove")
        #expect(removed.output.contains("took away") && removed.output.contains("/kept"))
        #expect(try box.shell("find .config ! -type d; ls kept/*/*.session").lines.count == 2)
        let nothing = try box.session("keep", "--remove", "--data", "kept")
        #expect(nothing.output.contains("there was no service"))
        #expect(try box.session("keep", "--remove", "--json").output.contains("missing"))
    }

    @Test func `systemd is told of it where it answers`() throws {
        let box = try home()
        let run = try box.shell(
            """
            mkdir bin; printf '#!/bin/sh\\necho "$@" >> "$HOME/asked"\\n' > bin/systemctl
            chmod +x bin/systemctl; PATH=$PWD/bin:$PATH
            session keep; cat asked; rm asked; session keep --remove; cat asked
            readlink .config/systemd/user/default.target.wants/session-keep.service
            """)
        #expect(run.output.contains("what comes is kept by the service"), "\(run.output)")
        let asked = run.lines.filter { $0.hasPrefix("--user ") }
        let unit = "session-keep.service"
        #expect(
            asked == [
                "--user daemon-reload", "--user restart \(unit)",
                "--user is-active --quiet \(unit)", "--user stop \(unit)",
                "--user daemon-reload",
            ])
    }

    @Test(arguments: [
        (".claude/kept", "lies in"), (".codex", "lies in"), (".", "holds"),
        ("link/kept", "lies in"), ("repository/deep/kept", "repository"), ("bare", "repository"),
        ("file", "is a file"),
    ])
    func `a folder of others is refused, and nothing is written`(data: String, why: String) throws {
        let box = try home()
        _ = try box.shell(
            """
            ln -s .claude/projects link; mkdir -p repository/deep; git init -q repository
            git init -q --bare bare; touch file
            """)
        let before = try tree(box, but: [])
        let run = try box.session("keep", "--data", data)
        #expect(run.status == CommandStatus.usage.rawValue)
        #expect(run.errors.contains(why), "\(run.errors)")
        #expect(try tree(box, but: []) == before)
    }

    @Test func `what the service starts brings in each line as it comes, of later tools too`()
        async throws
    {
        let box = try home()
        let data = #"my data 100% $HOME "q" \n"#
        let kept = try box.run(["keep", "--data", data])
        #expect(kept.status == 0, "\(kept.errors)")
        let unit = box.folder.appending(path: ".config/systemd/user/session-keep.service")
        let text = try String(contentsOf: unit, encoding: .utf8)
        let command = try #require(SystemdUnit.command(in: text))
        #expect(command.last == "\(box.folder.path)/\(data)")
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["HOME": box.folder.path, "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        let line =
            #"{"type":"user","uuid":"new-one","parentUuid":null,"sessionId":"z","cwd":"/srv/late","#
            + #""timestamp":"2026-03-15T09:00:00Z","message":{"role":"user","content":"late"}}"#
        _ = try box.shell(
            """
            mkdir -p .config/claude/projects/p
            echo '\(line)' > .config/claude/projects/p/z.jsonl
            """)
        let session = "\(data)/late/z.session"
        try await wait { Sandbox.exists("\(box.folder.path)/\(session)") }
        let next = line.replacing("new-one", with: "next").replacing(#""late""#, with: #""two""#)
        _ = try box.shell("echo '\(next)' >> .config/claude/projects/p/z.jsonl")
        try await wait {
            (try? box.run(["log", session, "--json"]).output.contains(#""two""#)) ?? false
        }
        // A second one is refused while this one runs.
        let second = try box.run(["keep", "--run", "--data", data])
        #expect(second.status == CommandStatus.inaccessible.rawValue, "\(second.errors)")
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try box.run(["verify", session]).status == 0)
    }

    private func wait(until isSo: () -> Bool) async throws {
        for _ in 0..<600 {
            if isSo() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("it did not come within a minute")
    }

    @Test func `wrong use is told`() throws {
        let run = try #require(box).session("keep", "--run", "--status")
        #expect(run.status == CommandStatus.usage.rawValue && run.errors.contains("One of"))
    }
}
