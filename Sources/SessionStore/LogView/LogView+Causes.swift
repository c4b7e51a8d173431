internal import EventLog
internal import SessionModel

extension LogView {
    /// Calls `body` with the headers of what led to an event, nearest first.
    func forEachCause(
        ofEventAt position: Position, _ body: (CauseStep.Link, LogEntry) throws -> Void
    ) throws {
        guard var current = try reader.entry(at: position, headersOnly: true) else { return }
        while let (link, next) = try cause(of: current) {
            guard next.position < current.position else {
                throw LogError(
                    .damaged, "the event's cause comes after it", position: current.position)
            }
            try body(link, next)
            current = next
        }
    }

    private func cause(of entry: LogEntry) throws -> (CauseStep.Link, LogEntry)? {
        if entry.origin != nil, let position = entry.originPosition {
            return try reader.entry(at: position, headersOnly: true).map { (.origin, $0) }
        }
        let line = try line(entry.branch)
        if let cause = entry.cause {
            return try reader.entry(revision: cause, on: line, headersOnly: true)
                .map { (.cause, $0) }
        }
        guard entry.branch != BranchID.control else { return nil }
        var kinds: [EventKind] = [.promptSubmitted, .commandGiven]
        if entry.kind.isAsking {
            guard entry.actor?.role == "model" else { return nil }
            kinds = [.toolCalled]
        }
        return try kinds.compactMap { kind in
            try reader.latest(
                kind: kind, subject: nil, on: line, through: entry.revision - 1,
                headersOnly: true)
        }.max { $0.revision < $1.revision }.map { (.preceding, $0) }
    }
}
