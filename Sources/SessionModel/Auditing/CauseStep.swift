/// One event on the way from an effect back to what led to it.
public struct CauseStep: Sendable, Hashable {
    /// How an event follows from the step before it, which came later.
    public enum Link: String, Sendable, Hashable {
        /// The event that was asked about.
        case asked
        /// The step before names it as its cause.
        case cause
        /// The step before stands for it, taken over by a merge.
        case origin
        /// The step before names no cause. This is the last prompt before it on its line; before a
        /// model's own prompt, as to a subagent, the last call of a tool.
        case preceding
    }

    /// Why this event is the next; of the first, that it was asked about.
    public let link: Link
    /// Whole, with its body.
    public let event: Event

    public init(link: Link, event: Event) {
        self.link = link
        self.event = event
    }
}
