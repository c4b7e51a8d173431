import SessionAnswers
import SessionStore

/// Writes the events of a timeline that pass the filters, each as a row or as a CloudEvent.
struct TimelineWriter: Sendable {
    let session: Session
    /// Nil: JSON lines.
    var page: TimelinePage?
    /// Whether events come with their bodies; filters look at headers alone.
    let isWhole: Bool

    /// - Returns: whether the event is shown: pieces of a finished answer are not.
    mutating func write(_ event: Event, _ isShown: (Event) -> Bool) async throws -> Bool {
        page?.pass(event)
        guard isShown(event), try await !session.isReplaced(event) else { return false }
        let event = isWhole ? event : try await session.event(at: .position(event.position))
        if page != nil {
            let names = try await session.answeredNames(in: event)
            try Output.standard.lines(page?.lines(event, answered: names) ?? [])
        } else {
            try FormatCalls.write(event, of: session, to: .standard)
        }
        return true
    }
}
