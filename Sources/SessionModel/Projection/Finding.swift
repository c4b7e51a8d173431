/// One thing that `verify` has to say about a file.
public struct Finding: Sendable, Hashable {
    /// The sort of thing, for programs; ``message`` has the values.
    public let kind: FindingKind
    /// The event it is about; nil: the file as a whole.
    public let position: Position?
    /// That event as a moment, such as `main@120`; nil where it is unknown.
    public let moment: String?
    /// What is wrong.
    public let message: String
    /// What to do about it; each front end words it.
    public let advice: Hint

    public init(
        kind: FindingKind, position: Position?, moment: String?, message: String, advice: Hint
    ) {
        self.kind = kind
        self.position = position
        self.moment = moment
        self.message = message
        self.advice = advice
    }
}
