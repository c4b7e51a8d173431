import SessionAnswers
import SessionStore
import Testing

@Suite("Replay")
struct ReplayTests {
    private func time(_ seconds: Double) -> Timestamp { Timestamp(seconds: seconds) }

    /// Replays three events and gives the pauses in microseconds.
    private func pauses(_ pace: ReplayPace) async throws -> [Int] {
        let session = try await Session.inMemory(
            options: SessionOptions(clock: { Timestamp(seconds: 99) }))
        let times: [Double] = [100, 102, 101, 5000, 5000.5]
        try await session.append(
            times.map { EventDraft.prompt("\($0)", by: .system).with(occurredAt: time($0)) },
            to: .main, expecting: .any)
        var pauses: [Int] = []
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
        let tenfold = try #require(ReplayPace("10x"))
        #expect(try await pauses(tenfold) == [100_000, 200_000, 500_000, 50_000])
        #expect(try await pauses(.instant).isEmpty)
    }

    @Test(arguments: ["0x", "-1x", "x", "fast", "nanx", "infx", "1e9x", ""])
    func `a speed that makes no sense is refused`(text: String) {
        #expect(ReplayPace(text) == nil)
    }
}
