import Foundation
import Testing

@testable import session

@Suite("What tells a system of a service")
struct ServiceTextTests {
    private static let words = [
        "plain", "with space", "100%", "%h", "$HOME ${X}", #"a "quoted" word"#, #"back\slash"#, "",
        "line\nbreak\ttab", "\u{1}\u{7F}", "é日\u{1F600}", "'single'", "a;b #c", "\\x41", "-",
    ]

    @Test func `a unit is just this`() {
        let unit = SystemdUnit(
            command: ["/opt/my tools/session", "keep", "--run", "--data", "/home/ana/100%"],
            environment: [(name: "CODEX_HOME", value: "/srv/a b")])
        #expect(
            unit.text == """
                # Written by session keep, which also takes it away: session keep --remove
                [Unit]
                Description=Keeps the sessions of AI tools

                [Service]
                ExecStart=:"/opt/my tools/session" "keep" "--run" "--data" "/home/ana/100%%"
                Environment="CODEX_HOME=/srv/a b"
                Restart=on-failure
                RestartSec=30
                Nice=10
                UMask=0077
                NoNewPrivileges=yes

                [Install]
                WantedBy=default.target

                """)
    }

    @Test func `what is quoted comes back`() {
        let unit = SystemdUnit(command: Self.words, environment: [])
        #expect(SystemdUnit.command(in: unit.text) == Self.words)
        for word in Self.words {
            #expect(!SystemdUnit.quoted(word).contains { $0.isNewline })
            #expect(SystemdUnit.command(in: "ExecStart=:" + SystemdUnit.quoted(word)) == [word])
        }
        for text in ["", "ExecStart=/bin/x", "ExecStart=:\"a", "ExecStart=:\"%h\"", "ExecStart=:a"]
        {
            #expect(SystemdUnit.command(in: text) == nil, "\(text)")
        }
    }

    /// systemd reads the unit, and says of each word what it took it for.
    @Test(.enabled(if: Self.hasSystemd, "there is no systemd-analyze here"))
    func `systemd finds nothing wrong with it`() throws {
        let box = try Sandbox()
        let program = box.folder.appending(path: "a 100% $c é")
        try FileManager.default.copyItem(at: URL(filePath: "/bin/true"), to: program)
        let unit = SystemdUnit(
            command: [program.path] + Self.words, environment: [(name: "A", value: "1 % \" \\")])
        let file = box.folder.appending(path: SystemdUnit.name)
        try Data(unit.text.utf8).write(to: file)
        let check = "XDG_RUNTIME_DIR=$PWD systemd-analyze verify --user '\(file.path)' 2>&1"
        let run = try box.shell(check)
        #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
        // It does look: there is no program of another name.
        try Data(unit.text.replacing("100%%", with: "99%%").utf8).write(to: file)
        #expect(try box.shell(check).status != 0)
    }

    private static let hasSystemd = ["/usr/bin", "/bin"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/systemd-analyze")
    }

    @Test func `an agent is a property list that says the same`() throws {
        let box = try Sandbox()
        let words = Self.words.filter { !$0.contains { "\u{1}\n\t".contains($0) } }
        let agent = LaunchdAgent(
            command: words, environment: [(name: "A", value: "<1 & 2>")])
        #expect(LaunchdAgent.command(in: agent.text) == words)
        let file = box.folder.appending(path: "agent.plist")
        try Data(agent.text.utf8).write(to: file)
        let run = try box.shell(
            """
            python3 -c 'import plistlib, json
            p = plistlib.load(open("agent.plist", "rb"))
            print(p["Label"], p["RunAtLoad"], p["KeepAlive"], p["Umask"], p["EnvironmentVariables"])
            print(len(p["ProgramArguments"]), json.dumps(p["ProgramArguments"][4]))'
            """)
        #expect(
            run.lines == [
                "session-store.keep True {'SuccessfulExit': False} 63 {'A': '<1 & 2>'}",
                #"\#(words.count) "$HOME ${X}""#,
            ], "\(run.output)\(run.errors)")
    }
}
