internal import EventLog
internal import SessionModel
internal import Synchronization

extension EventSequence {
    /// Some events of a sequence, handed out in order. An event has a dozen fields with memory of
    /// their own: on its way from the log to its reader it is moved and never copied.
    struct Batch: Sendable {
        /// Nil: handed out.
        private var events: [Event?] = []
        private var index = 0

        /// - Parameter capacity: how many events there will be at most.
        init(capacity: Int = 0) { events.reserveCapacity(capacity) }

        mutating func append(_ event: consuming Event) { events.append(event) }

        mutating func next() -> Event? {
            guard index < events.count else { return nil }
            defer { index += 1 }
            return events[index].take()
        }
    }

    /// A batch on its way from one task to another, and the place behind it.
    final class Delivery: Sendable {
        private let batch: Mutex<Batch>
        let place: Place

        init(_ batch: consuming Batch, _ place: Place) {
            self.batch = Mutex(batch)
            self.place = place
        }

        /// Hands the batch over: a task keeps its result, and its events would be copied one by
        /// one as soon as somebody took the first.
        func take() -> (batch: Batch, place: Place) {
            batch.withLock { batch in
                defer { batch = Batch() }
                return (batch, place)
            }
        }
    }
}
