import Foundation
import Testing

@Suite("session log --follow", .timeLimit(.minutes(10)))
struct FollowTests {
    private let sandbox = try? Sandbox()

    /// Runs a script in which `follow …` starts a follower that writes to `out` and `err`,
    /// `wait_for TEXT` waits until it has written that, and `say TEXT` appends a note.
    private func run(_ script: String) throws -> Sandbox.Run {
        let sandbox = try #require(sandbox)
        try sandbox.makeSession()
        let start = """
            follow() { timeout 60 "$SESSION" log a.session --follow "$@" > out 2> err & P=$!; }
            wait_for() { until grep -qs -e "$1" out err; do sleep 0.02; done; }
            say() { echo '{"type":"note.added","data":{"text":"'$1'"}}' \
            | "$SESSION" append a.session "${@:2}" > said; }
            finish() { kill $1 $P; wait $P; echo "status $?"; cat out; cat err >&2; }

            """
        let executable = try #require(Sandbox.executable)
        return try sandbox.shell(start + script, environment: ["SESSION": executable.path])
    }

    @Test func `it begins with the last events, goes on with what comes, and ends well`() throws {
        let run = try run(
            """
            follow -n 2; wait_for "Then add x"; say one; wait_for one; say two; wait_for two
            finish -INT
            """)
        #expect(run.lines.first == "status 0" && run.errors.isEmpty, "\(run.errors)")
        #expect(run.lines.dropFirst().map { $0.prefix(4) } == ["   7", "   8", "   9", "  10"])
        #expect(run.lines.last?.hasSuffix("note      two") ?? false)
    }

    @Test(arguments: ["", "--branch main"])
    func `from revision 0 on it begins with the first event`(branch: String) throws {
        let run = try run(
            "follow --from main@0 \(branch); wait_for 'Then add x'; say one; wait_for one; "
                + "finish -INT")
        #expect(run.lines.first == "status 0" && run.errors.isEmpty, "\(run.errors)")
        #expect(run.lines.dropFirst().map { $0.prefix(4) } == (1...9).map { "   \($0)" })
    }

    @Test func `from revision 0 on, oldest first, is the whole log`() throws {
        let sandbox = try #require(sandbox)
        try sandbox.makeSession()
        let whole = try sandbox.session("log", "a.session", "--reverse")
        let run = try sandbox.session("log", "a.session", "--reverse", "--from", "main@0")
        #expect(run.status == 0 && run.output == whole.output)
    }

    @Test func `filters hold for what was there and for what comes, as JSON too`() throws {
        let run = try run(
            """
            follow --json --kind note,prompt.submitted; wait_for "Then add x"
            "$SESSION" tag a.session here > said; say one; wait_for one; finish -TERM
            """)
        let texts = run.lines.dropFirst().compactMap { line in
            line.firstRange(of: #""text":"#).map { String(line[$0.upperBound...].dropLast(2)) }
        }
        #expect(texts == [#""Why does the build fail?""#, #""Then add x.""#, #""one""#])
    }

    @Test func `other branches are named, and one of them is followed by itself`() throws {
        let all = try run(
            """
            follow --from main@7; wait_for "Then add x"; "$SESSION" branch a.session idea main@4 \
            > said; say aside --branch idea; wait_for aside; say back; wait_for back; finish -INT
            """)
        let rows = all.lines.dropFirst()
        #expect(rows.contains { $0.contains("forked    idea at revision 4") }, "\(rows)")
        let labels = rows.compactMap { $0.firstRange(of: "  system  ")?.lowerBound }
        #expect(Set(zip(rows, labels).map { $0.distance(from: $0.startIndex, to: $1) }).count == 1)
        #expect(rows.contains { $0.hasSuffix("note      (on idea) aside") }, "\(rows)")
        #expect(rows.contains { $0.hasSuffix("note      (on main) back") }, "\(rows)")
    }

    @Test func `one branch alone`() throws {
        let run = try run(
            """
            "$SESSION" branch a.session idea main@4 > said
            follow --branch idea --from main@4; wait_for response; say aside; say mine --branch idea
            wait_for mine; finish -INT
            """)
        #expect(run.lines.dropFirst().map { $0.prefix(4) } == ["   4", "   5"], "\(run.output)")
    }

    @Test(arguments: [
        ("rm a.session", "was deleted"), ("mv a.session b.session", "was moved away"),
        ("cp a.session c; mv c a.session", "was replaced"),
    ])
    func `a file that is taken away ends it`(deed: String, told: String) throws {
        let run = try run(
            """
            follow; wait_for "Then add x"; say last; \(deed); wait $P; echo "status $?"; cat out
            cat err >&2
            """)
        #expect(run.lines.first == "status 3" && run.lines.last?.hasSuffix("last") ?? false)
        #expect(run.errors.contains(told) && run.errors.contains("--follow"), "\(run.errors)")
    }

    @Test func `the end of a pipe ends it, also while nothing comes`() throws {
        let run = try run(
            #"timeout 60 "$SESSION" log a.session -f | head -1; echo ${PIPESTATUS[0]}"#)
        // It meets the end while it waits, or while it writes the beginning.
        #expect(run.lines.count == 2 && ["0", "141"].contains(run.lines[1]), "\(run.output)")
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: ["-INT", "-TERM"])
    func `a signal ends it, also while nobody takes what it writes`(signal: String) throws {
        let run = try run(
            """
            for n in $(seq 600); do
                echo '{"type":"note.added","data":{"text":"'$(printf %0300d $n)'"}}'
            done | "$SESSION" append a.session > said
            mkfifo pipe; sleep 60 < pipe & R=$!
            "$SESSION" log a.session --follow -n 600 --json > pipe & P=$!
            # It has written until the pipe was full when it reads no further.
            until grep -qs pipe_write /proc/$P/task/*/wchan; do
                before=$(cat /proc/$P/io); sleep 0.3; [ "$before" = "$(cat /proc/$P/io)" ] && break
            done
            kill \(signal) $P; wait $P; [ $? -gt 128 ] && echo ended; kill $R
            """)
        #expect(run.lines == ["ended"], "\(run.output) \(run.errors)")
    }

    @Test func `pieces of an answer are shown until it is there`() throws {
        func event(_ kind: String, _ id: String, _ text: String) -> String {
            #"{"type":"response.\#(kind)","id":"\#(id)","data":{"text":"\#(text)"}}"#
        }
        let run = try run(
            """
            follow -n 0; sleep 0.1
            echo '\(event("streamed", "r/1", "One"))' | "$SESSION" append a.session > said
            wait_for One
            echo '\(event("received", "r", "One two"))' | "$SESSION" append a.session > said
            wait_for "One two"; kill -INT $P; wait $P
            "$SESSION" log a.session -n 2; "$SESSION" log a.session --branch main -n 2
            timeout 1 "$SESSION" log a.session -f -n 2
            "$SESSION" preview a.session; "$SESSION" export a.session -f markdown
            """)
        #expect(!run.output.contains("piece") && run.output.contains("One two"), "\(run.output)")
        #expect(
            try String(contentsOfFile: #require(sandbox).folder.path + "/out", encoding: .utf8)
                .contains("piece     One"))
    }

    @Test func `wrong use is told`() throws {
        let run = try run("follow --from main@2 -n 3; wait $P; echo $?; cat err >&2")
        #expect(run.lines == ["2"] && run.errors.contains("--from or with the last --limit"))
    }
}
