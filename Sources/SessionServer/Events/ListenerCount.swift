internal import Synchronization

/// How many streams of live events there are, and how many there may be.
final class ListenerCount: Sendable {
    private let limit: Int
    private let taken = Mutex(0)

    init(limit: Int) { self.limit = limit }

    var count: Int { taken.withLock { $0 } }

    /// One stream's place; it is free again once nobody keeps it: an answer may never be sent.
    final class Seat: Sendable {
        private let count: ListenerCount
        fileprivate init(_ count: ListenerCount) { self.count = count }
        deinit { count.taken.withLock { $0 -= 1 } }
    }

    /// - Returns: nil where all are taken.
    func take() -> Seat? {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        return isFree ? Seat(self) : nil
    }
}
