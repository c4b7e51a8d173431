internal import SessionModel

/// Reads the next batches of a sequence while the one before is used, each on a connection of its
/// own, so that a replay keeps two cores busy.
///
/// Events are numbered without gaps: where a batch begins is known before the one before is read,
/// unless that one is cut short because its events are large. Then nothing is read ahead any more.
struct ReadAhead: Sendable {
    typealias Batch = (events: [Event], place: EventSequence.Place)

    private var tasks: ArraySlice<(start: Int64, task: Task<Batch, any Error>)> = []
    private var isGivenUp = false

    /// Batches under way at once.
    private static let depth = 3

    /// The batch that begins at a place.
    mutating func batch(
        at place: EventSequence.Place, of sequence: EventSequence
    ) async throws -> Batch {
        guard let next = tasks.popFirst() else {
            let batch = try await sequence.batch(at: place)
            // Who takes a second batch is likely to take all.
            if place.next != nil { start(behind: batch.1, of: sequence) }
            return batch
        }
        guard next.start == place.next else {
            tasks = []
            isGivenUp = true
            return try await sequence.batch(at: place)
        }
        start(behind: place, of: sequence)
        return try await next.task.value
    }

    private mutating func start(behind place: EventSequence.Place, of sequence: EventSequence) {
        guard !isGivenUp, place.hasMoved, !place.isAtEnd, let next = place.next else { return }
        let step = Int64(place.limit) * (sequence.order == .ascending ? 1 : -1)
        while tasks.count < Self.depth {
            var place = place
            let start = tasks.last.map { $0.start + step } ?? next
            guard start > 0 else { return }
            place.next = start
            let from = place
            tasks.append((start, Task { try await sequence.batch(at: from) }))
        }
    }
}
