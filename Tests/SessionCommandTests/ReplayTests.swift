import Foundation
import Testing

@testable import session

@Suite("Replay at the command line")
struct ReplayTests {
    @Test func `events come in order, and rebuilding gives what is stored`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.session("replay", "a.session", "--speed", "instant")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 8)
        #expect(run.lines.last?.contains("Then add x.") == true)
        let rest = try sandbox.session(
            "replay", "a.session", "--from", "7", "--speed", "100x", "--json")
        #expect(rest.lines.count == 2 && rest.output.contains(#""sequence":"7""#))
        #expect(try sandbox.session("replay", "a.session", "--from", "70").status == 3)
        #expect(try sandbox.session("replay", "a.session", "--branch", "none").status == 3)
        let check = try sandbox.session("replay", "a.session", "--check")
        #expect(check.status == 0)
        #expect(
            check.output
                == "a.session: rebuilt from 8 events: 1 branch, 1 preview, 0 snapshots; "
                + "all as stored\n")
    }

    @Test func `a stored preview that is not what the log says is found`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        // A forged row with its checksum left as it was would count as missing: take another
        // session's row, whose checksum is right.
        let forge = """
            session new b.session --title Other
            session append b.session > /dev/null <<'END'
            \(Sandbox.events)END
            sqlite3 a.session "ATTACH 'b.session' AS b; DELETE FROM preview;
                INSERT INTO preview SELECT * FROM b.preview;"
            session replay a.session --check
            """
        let run = try sandbox.shell(forge)
        #expect(run.status == CommandStatus.findings.rawValue, "\(run.output)\(run.errors)")
        #expect(run.output.contains("the stored preview differs from the fold of the log"))
        #expect(run.output.contains("1 difference\n"))
    }
}
