internal import SessionStore
internal import Synchronization

/// How many requests each user sent in the running minute.
final class RequestRates: Sendable {
    private struct State {
        var minute = 0
        var counts: [String: Int] = [:]
    }

    private let limit: Int
    private let state = Mutex(State())
    private let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - limit: requests of one user a minute.
    ///   - clock: the time of day.
    init(limit: Int, clock: @escaping @Sendable () -> Timestamp) {
        (self.limit, self.clock) = (limit, clock)
    }

    /// Counts a request.
    ///
    /// - Returns: the seconds to wait where it is one too many.
    func wait(of caller: Caller) -> Int? {
        let seconds = Int(clock().microseconds / 1_000_000)
        return state.withLock { state in
            if state.minute != seconds / 60 { state = State(minute: seconds / 60) }
            state.counts[caller.user, default: 0] += 1
            return state.counts[caller.user, default: 0] > limit ? 60 - seconds % 60 : nil
        }
    }
}
