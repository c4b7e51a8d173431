import Foundation
import SessionStore
import Testing

@testable import session

@Suite("Replay")
struct ReplayTests {
    private func time(_ seconds: Double) -> Timestamp { Timestamp(seconds: seconds) }

    /// Replays three events and gives the pauses in microseconds.
    private func pauses(_ pace: ReplayPace) async throws -> [Int64] {
        let session = try await Session.inMemory(
            options: SessionOptions(clock: { Timestamp(seconds: 99) }))
        let times: [Double] = [100, 102, 101, 5000, 5000.5]
        try await session.append(
            times.map { EventDraft.prompt("\($0)", by: .system).with(occurredAt: time($0)) },
            to: .main, expecting: .any)
        var pauses: [Int64] = []
        var shown = 0
        try await Replay(pace: pace) { pauses.append($0) }.run(session.events(on: .main)) { _ in
            shown += 1
        }
        #expect(shown == 6)
        return pauses
    }

    @Test func `it waits as long as things took, at most five seconds, and never backwards`()
        async throws
    {
        #expect(try await pauses(.realTime) == [1_000_000, 2_000_000, 5_000_000, 500_000])
        let tenfold = try #require(ReplayPace(argument: "10x"))
        #expect(try await pauses(tenfold) == [100_000, 200_000, 500_000, 50_000])
        #expect(try await pauses(.instant).isEmpty)
    }

    @Test(arguments: ["0x", "-1x", "x", "fast", "nanx", "infx", "1e9x", ""])
    func `a speed that makes no sense is refused`(text: String) {
        #expect(ReplayPace(argument: text) == nil)
    }

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
