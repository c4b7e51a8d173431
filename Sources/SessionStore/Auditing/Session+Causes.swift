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
                guard let entry = try view.entry(at: header.position) else { return }
                steps.append(CauseStep(link: link, event: try view.event(entry)))
            }
            return steps
        }
    }
}
