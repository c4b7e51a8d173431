import ArgumentParser
import SessionStore

/// How fast a replay goes: `1x`, `10x`, any other number of times, or `instant`.
struct ReplayPace: ExpressibleByArgument, Sendable, Equatable {
    /// nil: without waiting.
    let factor: Double?
    /// Nobody waits out a night: a gap counts as at most this many microseconds of the session.
    static let longestGap: Int64 = 5_000_000

    static let realTime = ReplayPace(factor: 1)
    static let instant = ReplayPace(factor: nil)

    private init(factor: Double?) { self.factor = factor }

    init?(argument: String) {
        if argument == "instant" {
            self = .instant
            return
        }
        let digits = argument.hasSuffix("x") ? String(argument.dropLast()) : argument
        guard let factor = Double(digits), (0.01...10_000).contains(factor) else { return nil }
        self.init(factor: factor)
    }

    var defaultValueDescription: String { factor.map { "\(Int($0))x" } ?? "instant" }

    /// Microseconds to wait between two events that happened at these times.
    func pause(from last: Timestamp, to next: Timestamp) -> Int64 {
        guard let factor, next > last else { return 0 }
        let gap = min(next.microseconds &- last.microseconds, Self.longestGap)
        return gap < 0 ? 0 : Int64(Double(gap) / factor)
    }
}

/// Shows events one after the other, waiting between them as long as they took.
struct Replay {
    let pace: ReplayPace
    /// Waits some microseconds.
    let sleep: (Int64) async throws -> Void

    func run(_ events: EventSequence, _ show: (Event) async throws -> Void) async throws {
        var last: Timestamp?
        for try await event in events {
            if let last {
                let pause = pace.pause(from: last, to: event.occurredAt)
                if pause > 0 { try await sleep(pause) }
            }
            last = max(last ?? event.occurredAt, event.occurredAt)
            try await show(event)
        }
    }
}
