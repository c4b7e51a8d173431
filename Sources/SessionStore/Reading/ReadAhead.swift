/// Reads the next batches of a log while the one before is used, each on a connection of its own,
/// so that a walk over it keeps two cores busy.
///
/// Events are numbered without gaps: where a batch begins is known before the one before is read,
/// unless that one is cut short because its events are large. Then nothing is read ahead any more.
struct ReadAhead<Batch: Sendable>: Sendable {
    private var tasks: ArraySlice<(start: Int, task: Task<Batch, any Error>)> = []
    private var isGivenUp = false
    private let depth: Int

    /// - Parameter depth: batches under way at once. The log is read by at most four at a time: who
    ///   asks it something in between leaves them free.
    init(depth: Int = 3) { self.depth = depth }

    /// The batch under way that begins at `start`; nil: none is, read it.
    mutating func next(at start: Int?) -> Task<Batch, any Error>? {
        guard let next = tasks.popFirst() else { return nil }
        guard next.start == start else {
            tasks = []
            isGivenUp = true
            return nil
        }
        return next.task
    }

    /// Starts reading the batches behind those under way.
    ///
    /// - Parameters:
    ///   - first: where the first begins, if none is under way.
    ///   - step: how far apart they begin; negative: downwards, as far as 1.
    mutating func start(
        from first: Int, step: Int, _ read: @escaping @Sendable (Int) async throws -> Batch
    ) {
        guard !isGivenUp else { return }
        while tasks.count < depth {
            let start = tasks.last.map { $0.start + step } ?? first
            guard start > 0 else { return }
            tasks.append((start, Task { try await read(start) }))
        }
    }
}

extension ReadAhead<EventSequence.Delivery> {
    /// The batch that begins at a place.
    mutating func batch(
        at place: EventSequence.Cursor, of sequence: EventSequence
    ) async throws -> Batch {
        let step = place.limit * (sequence.order == .ascending ? 1 : -1)
        let task = next(at: place.next)
        // Who takes batches of full size is likely to take all.
        if let next = place.next, task != nil || place.isAtFullSize {
            start(from: next + step, step: step, sequence.reading(like: place))
        }
        if let task { return try await task.value }
        return try await sequence.batch(at: place)
    }
}

extension EventSequence {
    /// Reads the batch that begins at a position or revision.
    fileprivate func reading(
        like place: Cursor
    ) -> @Sendable (_ start: Int) async throws -> Delivery {
        { start in
            var place = place
            place.next = start
            return try await batch(at: place)
        }
    }
}
