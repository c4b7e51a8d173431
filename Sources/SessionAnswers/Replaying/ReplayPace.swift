public import SessionStore

/// How fast a replay goes: `1x`, `10x`, any other number of times, or `instant`.
public struct ReplayPace: Sendable, Hashable {
    /// How many times as fast as it happened; nil: without waiting.
    public let factor: Double?
    /// Nobody waits out a night: a gap counts as at most this many microseconds of the session.
    public static let longestGap: Int = 5_000_000

    /// As fast as things happened.
    public static let realTime = ReplayPace(factor: 1)
    /// Without waiting.
    public static let instant = ReplayPace(factor: nil)

    private init(factor: Double?) { self.factor = factor }

    /// As a person writes it; nil where that makes no sense. From 0.01x to 10000x.
    public init?(_ text: String) {
        if text == "instant" {
            self = .instant
            return
        }
        let digits = text.hasSuffix("x") ? String(text.dropLast()) : text
        guard let factor = Double(digits), (0.01...10_000).contains(factor) else { return nil }
        self.init(factor: factor)
    }

    /// Microseconds to wait between two events that happened at these times; 0 where the second one
    /// was not later.
    public func pause(from last: Timestamp, to next: Timestamp) -> Int {
        guard let factor, next > last else { return 0 }
        let gap = min(next.microseconds &- last.microseconds, Self.longestGap)
        return gap < 0 ? 0 : Int(Double(gap) / factor)
    }
}

/// Shows events one after the other, waiting between them as long as they took.
///
/// ```swift
/// let replay = Replay(pace: .realTime) { try await Task.sleep(for: .microseconds($0)) }
/// try await replay.run(session.events(on: .main)) { event in print(event.kind) }
/// ```
public struct Replay {
    private let pace: ReplayPace
    private let sleep: (Int) async throws -> Void

    /// - Parameter sleep: waits some microseconds.
    public init(pace: ReplayPace, sleep: @escaping (Int) async throws -> Void) {
        (self.pace, self.sleep) = (pace, sleep)
    }

    /// Shows each event when its time has come.
    ///
    /// - Throws: what reading, waiting and `show` throw.
    public func run(_ events: EventSequence, _ show: (Event) async throws -> Void) async throws {
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
