internal import EventLog
internal import SessionModel

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

    /// A batch on its way to the reader, and the place behind it.
    struct Delivery: Sendable {
        private let batch: Handover<Batch>
        let place: Place

        init(_ batch: consuming Batch, _ place: Place) {
            self.batch = Handover(batch)
            self.place = place
        }

        func take() -> (batch: Batch, place: Place) { (batch.take(), place) }
    }
}
