import Foundation
import SessionStore
import Testing

@testable import session

@Suite("What a person is told meanwhile, and afterwards")
struct WaitingTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.makeSession()
    }

    /// flock(1) holds the lock that writers take, as another process that writes for long would.
    @Test func `a write that waits for another process says so, and goes on`() throws {
        let run = try sandbox.shell(
            """
            exec 9> a.session-lock; flock 9
            session tag a.session v1 main@2 2> said.txt 9>&- & writer=$!
            for i in $(seq 200); do grep -q waiting said.txt && break; sleep 0.05; done
            flock -u 9; wait $writer; echo ended $?
            grep -c "waiting for another process that writes to a.session" said.txt
            """)
        #expect(run.lines.suffix(2) == ["ended 0", "1"], "\(run.output)\(run.errors)")
    }

    @Test func `an import says which session it continued, and a refusal names it`() throws {
        let lines = try String(contentsOfFile: Sandbox.sample, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let file = sandbox.folder.appending(path: "talk.jsonl")
        try Data(lines.prefix(30).joined(separator: "\n").utf8 + [0x0A]).write(to: file)
        let first = try sandbox.session("import", "talk.jsonl", "-o", "sessions/").output
        #expect(first.contains("talk.session  added "))
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        let grown = try sandbox.session("import", "talk.jsonl", "-o", "sessions/").output
        #expect(grown.contains("sessions/talk.session  continued: added "), "\(grown)")
        let other = lines.prefix(40).map { $0.replacing("quoted", with: "doubled") }
        try Data(other.joined(separator: "\n").utf8).write(to: file)
        let refused = try sandbox.session("import", "talk.jsonl", "-o", "sessions/talk.session")
        #expect(refused.status == CommandStatus.refused.rawValue, "\(refused)")
        #expect(refused.errors.contains("talk.session"), "\(refused.errors)")
    }

    @Test func `why tells of what was restored that it was`() throws {
        let restored = try sandbox.session("restore", "a.session", "main@3")
        #expect(restored.status == 0, "\(restored.errors)")
        let why = try sandbox.session("why", "a.session").lines
        #expect(why.count > 1)
        #expect(why[1].contains("because of") && why[1].contains("restored main@3: 1 change"))
    }

    @Test func `what holds the same bytes is listed in short, the likeliest first`() throws {
        try sandbox.session("new", "b.session")
        let secret = "the password is swordfish"
        var events = Sandbox.file("notes.txt", secret)
        for number in 1...12 {
            events += "{\"type\":\"note.added\",\"data\":{\"text\":\"\(number) \(secret)\"}}\n"
        }
        events += Sandbox.file("notes.txt", secret + "!")
        #expect(try sandbox.session("append", "b.session", input: events).status == 0)
        let plan = try sandbox.session(
            "redact", "b.session", "main@2", "--reason", "r", "--dry-run")
        let rows = plan.lines.drop { !$0.hasPrefix("these hold the same bytes") }.dropFirst()
        #expect(rows.first?.contains("main@15 ") == true, "\(plan.output)")
        #expect(rows.count == 9 && rows.last == "  and 5 more events", "\(plan.output)")
    }
}
