import Platform
import Synchronization

/// What tasks have to say to the loop, until it takes it.
final class ViewInbox: Sendable {
    private let arrivals = Mutex<[Arrival]>([])

    enum Arrival: Sendable {
        case loaded(Loaded, for: Load, Load.Lane)
        /// Something was written to the session.
        case grown
        /// Something was erased: what was read may be gone.
        case erased
        /// Nothing will be told any more, and why.
        case deaf(String)
    }

    /// Notes it and wakes the loop.
    func put(_ arrival: Arrival) {
        let isNew = arrivals.withLock { arrivals in
            if case .grown = arrival, case .grown = arrivals.last { return false }
            arrivals.append(arrival)
            return true
        }
        if isNew { Terminal.wake() }
    }

    /// What came since the last call, in that order.
    func take() -> [Arrival] {
        arrivals.withLock { arrivals in
            defer { arrivals = [] }
            return arrivals
        }
    }
}
