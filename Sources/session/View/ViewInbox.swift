import Platform
import Synchronization

/// What tasks have to say to the loop, until it takes it.
final class ViewInbox: Sendable {
    private let arrivals = Mutex<[Arrival]>([])

    enum Arrival: Sendable {
        case loaded(Loaded, for: Load, Load.Lane)
    }

    /// Notes it and wakes the loop.
    func put(_ arrival: Arrival) {
        arrivals.withLock { $0.append(arrival) }
        Terminal.wake()
    }

    /// What came since the last call, in that order.
    func take() -> [Arrival] {
        arrivals.withLock { arrivals in
            defer { arrivals = [] }
            return arrivals
        }
    }
}
