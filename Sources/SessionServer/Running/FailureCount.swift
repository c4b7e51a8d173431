internal import Synchronization

/// How often something failed that nobody waits for.
final class FailureCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}

/// What of it is counted apart.
struct Failures: Sendable {
    let retention = FailureCount()
    let backup = FailureCount()
}
