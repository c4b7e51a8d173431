internal import EventLog
public import SessionModel

extension Session {
    /// What led to an event: the chain of causes back to the prompt, across forks and merges.
    ///
    /// ```swift
    /// for step in try await session.causes(of: .revision(58, on: .main)) {
    ///     print(step.link, step.event.kind, step.event.message?.text ?? "")
    /// }
    /// ```
    ///
    /// - Returns: the event itself, then each one's cause, down to the first prompt of a person or
    ///   to an event before which there is none. Where no cause is recorded,
    ///   ``CauseStep/Link/preceding`` marks what is only likely.
    /// - Throws: what ``event(at:)`` throws; ``SessionError/Code/damaged`` where a cause comes
    ///   after its effect, as it can in a forged file alone.
    /// - Cost: one or two seeks for each step and each stretch of the line.
    public func causes(of moment: Moment) async throws -> [CauseStep] {
        let event = try await event(at: moment)
        return try await read { view in
            var steps = [CauseStep(link: .asked, event: event)]
            try view.forEachCause(ofEventAt: event.position) { link, header in
                guard let entry = try view.reader.entry(at: header.position) else { return }
                steps.append(CauseStep(link: link, event: try view.event(entry)))
            }
            return steps
        }
    }
}

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
        var kind = EventKind.promptSubmitted
        if entry.kind == kind {
            let actor = entry.actor ?? EventActor(rawValue: "")
            guard actor.role == "model" else { return nil }
            kind = .toolCalled
        }
        return try reader.latest(
            kind: kind, subject: nil, on: line, through: entry.revision - 1,
            headersOnly: true
        ).map { (.preceding, $0) }
    }
}
