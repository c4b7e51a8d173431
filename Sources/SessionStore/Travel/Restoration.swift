public import SessionModel

/// What a restore brought back, or would bring back.
public struct Restoration: Sendable, Hashable {
    /// The branch's head before.
    public let head: Point
    /// What was brought back.
    public let moment: Point
    /// The events, in order; none where nothing differed.
    public let events: [EventDraft]
    /// Where they stand; nil where there are none, or nothing was to be written.
    public let appended: Appended?
}
