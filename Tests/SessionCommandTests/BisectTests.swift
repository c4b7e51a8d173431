import Foundation
import Testing

@testable import session

@Suite("Bisect at the command line")
struct BisectTests {
    let sandbox: Sandbox

    /// `n.txt` counts from 1 to 20, at main@3, main@5 and so on to main@41; before each change a
    /// prompt asks for it.
    init() throws {
        sandbox = try Sandbox()
        try sandbox.session("new", "a.session")
        var events = ""
        for number in 1...20 {
            events += #"{"type":"prompt.submitted","actor":"user:ana","data":{"text":"Make it "#
            events += "\(number)\"}}\n" + Sandbox.file("/p/n.txt", "\(number)\n")
        }
        #expect(try sandbox.session("append", "a.session", input: events).status == 0)
    }

    private var leftovers: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path)
        return (names ?? []).filter { $0.hasPrefix("session-bisect") }
    }

    private func bisect(_ arguments: String...) throws -> Sandbox.Run {
        try sandbox.run(
            ["bisect", "a.session"] + arguments, environment: ["TMPDIR": sandbox.folder.path])
    }

    @Test func `the first change after which the command fails is found, with its prompt`() throws {
        let run = try bisect("--run", "test $(cat n.txt) -lt 14")
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.lines
        #expect(
            lines[0] == "19 file changes from main@3 to main@41, about 7 runs of "
                + "test $(cat n.txt) -lt 14")
        #expect(lines[1] == "good    main@3" && lines[2] == "bad     main@41")
        #expect(lines.contains { $0.hasPrefix("first bad: main@29  ") })
        #expect(lines.contains("prompt:    main@28  Make it 14"))
        #expect(lines.count <= 12)
        #expect(leftovers.isEmpty)
    }

    @Test func `files stand in the same place at every step`() throws {
        try sandbox.session("new", "b.session")
        let events =
            Sandbox.file("/p/src/deep/n.txt", "1\n") + Sandbox.file("/p/top.txt", "x\n")
            + Sandbox.file("/p/src/deep/n.txt", "2\n") + Sandbox.file("/p/src/m.txt", "x\n")
        #expect(try sandbox.session("append", "b.session", input: events).status == 0)
        let run = try sandbox.session("bisect", "b.session", "--run", "grep 1 src/deep/n.txt")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.contains { $0.hasPrefix("first bad: main@4  ") })
        let root = try sandbox.session(
            "bisect", "b.session", "--run", "grep 1 n.txt", "--root", "/p/src/deep")
        #expect(root.lines.contains { $0.hasPrefix("first bad: main@4  ") })
    }

    @Test func `programs get each step and the change`() throws {
        let run = try bisect("--run", "test $(cat n.txt) -lt 14", "--json")
        let objects = try run.lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.dropLast().allSatisfy { $0["verdict"] != nil && $0["status"] != nil })
        let event = try #require(objects.last?["firstBad"] as? [String: Any])
        #expect(event["sequence"] as? String == "29")
        #expect(objects.last?["prompt"] != nil)
    }

    @Test func `the command is told where it is, and what it writes is shown when asked for`()
        throws
    {
        let script =
            #"echo "$SESSION_BRANCH $SESSION_REVISION $SESSION_MOMENT $(cat n.txt)";"#
            + #" test -f "$SESSION_FILE" && test $SESSION_REVISION -lt 20"#
        let run = try bisect("--run", script, "--from", "main@11", "--to", "main@30", "-v")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("main 11 main@11 5\n"))
        #expect(run.errors.contains("main 30 main@30 14\n"))
        #expect(run.lines.contains { $0.hasPrefix("first bad: main@21  ") })
        #expect(try !bisect("--run", script, "--from", "main@11").errors.contains("main@11"))
    }

    @Test func `what the command cannot tell is skipped, and suspects remain`() throws {
        let run = try bisect(
            "--run", "n=$(cat n.txt); test $n -ge 10 -a $n -le 13 && exit 125; test $n -lt 12")
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output.contains("the first bad change is one of these"))
        for revision in [21, 23, 25, 27, 29] {
            #expect(run.output.contains("\n  main@\(revision)  "), "\(run.output)")
        }
        #expect(!run.output.contains("\n  main@19  ") && !run.output.contains("\n  main@31  "))
    }

    @Test(arguments: [
        (["--run", "true"], 2, "succeeds at main@41"), (["--run", "false"], 2, "fails at main@3"),
        (["--run", "exit 125"], 2, "cannot tell"),
        (["--run", "kill -9 $$"], 6, "signal 9 at main@3"),
        (["--run", "exit 200"], 6, "status 200"), (["--run", " "], 2, "--run takes a command"),
        (["--run", "x", "--from", "main@41"], 2, "is not before"),
        (["--run", "x", "--from", "main@40", "--to", "main@12"], 2, "is not before"),
        (["--run", "x", "--from", "main@1", "--to", "main@2"], 2, "no file was changed"),
        (["--run", "x", "--to", "none"], 3, "none"),
    ])
    func `ends that do not fit are said, and nothing is left`(
        arguments: [String], status: Int, words: String
    ) throws {
        let run = try sandbox.run(
            ["bisect", "a.session"] + arguments, environment: ["TMPDIR": sandbox.folder.path])
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(leftovers.isEmpty)
    }

    @Test func `an interrupt ends the command and what it started, and leaves nothing`() throws {
        let run = try sandbox.shell(
            """
            session bisect a.session --run 'echo $$ > "'"$PWD"'/pid"; sleep 60 & sleep 60' &
            bisect=$!
            while ! test -s pid; do sleep 0.05; done
            kill -INT $(pgrep -P $bisect -x session || echo $bisect)
            wait $bisect
            echo "status $?"
            while kill -0 $(cat pid) 2>/dev/null; do sleep 0.05; done
            ps -o args= -g $(cat pid) | grep -c "sleep 60"
            """, environment: ["TMPDIR": sandbox.folder.path])
        #expect(run.errors.contains("stopped before the change was found"), "\(run.errors)")
        #expect(run.lines.suffix(2) == ["status 1", "0"], "\(run.output)")
        #expect(leftovers.isEmpty)
    }
}
