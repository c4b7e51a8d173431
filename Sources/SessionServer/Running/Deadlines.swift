internal import ServiceLifecycle
internal import Synchronization

/// Gives up answers that take too long. One clock looks after all of them: a timer for each request
/// would cost more than most requests do.
final class Deadlines: Service, Sendable {
    private struct Work {
        let end: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var last = 0
        var running: [Int: Work] = [:]
    }

    private let state = Mutex(State())
    private let seconds: Double
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter seconds: how long an answer may take.
    init(
        seconds: Double, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) { (self.seconds, self.now) = (seconds, now) }

    /// Runs `body`, and cancels it when its time is over.
    ///
    /// - Throws: 503 then.
    func within<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let work = Task(operation: body)
        let id = begin { work.cancel() }
        do {
            let result = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
            _ = end(id)
            return result
        } catch {
            throw end(id) ? error : Self.timeout(seconds)
        }
    }

    private func begin(_ cancel: @escaping @Sendable () -> Void) -> Int {
        let end = now() + .seconds(seconds)
        return state.withLock { state in
            state.last += 1
            state.running[state.last] = Work(end: end, cancel: cancel)
            return state.last
        }
    }

    /// - Returns: false: its time was over before.
    private func end(_ id: Int) -> Bool {
        state.withLock { $0.running.removeValue(forKey: id) != nil }
    }

    private static func timeout(_ seconds: Double) -> Problem {
        Problem(
            .serviceUnavailable, "timeout", "that took longer than \(Int(seconds)) s",
            hint: "Ask for less at once.")
    }

    // MARK: The clock

    func run() async throws {
        let step = min(max(seconds / 10, 0.01), 1)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(step)) }
            expire()
        }
    }

    private func expire() {
        let now = now()
        let late = state.withLock { state in
            let late = state.running.filter { $0.value.end <= now }
            for id in late.keys { state.running[id] = nil }
            return late.values
        }
        for work in late { work.cancel() }
    }
}
