internal import SessionModel

/// Checks that whatever is erased was erased on record, and that whatever is recorded is erased.
///
/// An erased event keeps its digest, so the chain alone does not tell an erasure that somebody made
/// in silence, nor one that was undone with the rows of an older copy.
struct ErasureCheck: Sendable {
    private var erased: [EventDigest: (position: Position, branch: BranchID, revision: Revision)] =
        [:]

    /// Takes in what the walk found erased.
    mutating func take(_ places: [LogVerifier.ErasedEvent]) {
        for place in places {
            erased[place.digest] = (place.position, place.branch, place.revision)
        }
    }

    /// What is wrong with an event.
    struct Problem {
        let position: Position
        let branch: BranchID
        let revision: Revision
        let message: String
    }

    /// - Cost: the records of the control line; where they name events that the walk found readable
    ///   also one pass over the log's headers.
    func problems(_ view: LogView) throws -> [Problem] {
        var recorded: Set<EventDigest> = []
        try view.forEachRedaction { recorded.formUnion($0.digests) }
        let silent = erased.filter { !recorded.contains($0.key) }.values.map { place in
            Problem(
                position: place.position, branch: place.branch, revision: place.revision,
                message: "the event is erased, and nothing records who erased it")
        }
        return try (silent + undone(recorded, view)).sorted { $0.position < $1.position }
    }

    /// Events that came back, or came in before they were erased elsewhere.
    private func undone(_ recorded: Set<EventDigest>, _ view: LogView) throws -> [Problem] {
        let readable = recorded.filter { erased[$0] == nil }
        let places = Array(try view.positions(of: Set(readable)).values)
        return try view.headers(at: places).compactMap { entry in
            guard let entry, !entry.isErased else { return nil }
            return Problem(
                position: entry.position, branch: entry.branch, revision: entry.revision,
                message: "the event is recorded as erased and is still there")
        }
    }
}
