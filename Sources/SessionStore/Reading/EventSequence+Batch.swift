internal import SessionModel

extension EventSequence {
    /// Some events of a sequence, handed out in order.
    struct Batch: Sendable {
        private var entries: PackedEntries
        /// Of each entry.
        private var branches: [BranchName?] = []
        private var index = 0

        /// - Parameter capacity: how many events there will be at most.
        init(capacity: Int = 0) {
            entries = PackedEntries(capacity: capacity)
            branches.reserveCapacity(capacity)
        }

        /// Takes in an event, whose payload stands beside it.
        mutating func append(
            _ entry: consuming LogEntry, _ payload: LogPayload, _ view: LogView
        ) throws {
            branches.append(try view.branchName(of: entry))
            entries.append(entry, payload)
        }

        mutating func next() -> Event? {
            guard let entry = entries.next() else { return nil }
            defer { index += 1 }
            return Event(entry, on: branches[index])
        }
    }

    /// A batch on its way to the reader, and the place behind it.
    struct Delivery: Sendable {
        private let batch: Handover<Batch>
        let place: Cursor

        init(_ batch: consuming Batch, _ place: Cursor) {
            self.batch = Handover(batch)
            self.place = place
        }

        /// nil: it was taken before.
        func take() -> (batch: Batch, place: Cursor)? { batch.take().map { ($0, place) } }
    }
}
