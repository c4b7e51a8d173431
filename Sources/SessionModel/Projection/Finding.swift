/// One thing that `verify` has to say about a file.
public struct Finding: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A row of the log does not match its checksum, or misses.
        case damagedRow
        /// An event's digest does not follow from its predecessor and its content.
        case brokenChain
        /// A payload cannot be decoded, or the recipe of a request gives none.
        case unreadablePayload
        /// A number that the file keeps is not the number that is there.
        case wrongCount
        /// An event is erased and no record says so, or is recorded as erased and is there.
        case unrecordedErasure
        /// A stored projection differs from the fold of the log.
        case staleProjection
        /// SQLite's own check of the database.
        case database
        /// A seal does not fit, or there is none.
        case brokenSeal
    }

    public let kind: Kind
    /// The event it is about; nil: the file as a whole.
    public let position: Position?
    /// That event as a moment, such as `main@120`; nil where it is unknown.
    public let moment: String?
    /// What is wrong.
    public let message: String
    /// What to do about it.
    public let advice: String

    public init(
        kind: Kind, position: Position?, moment: String?, message: String, advice: String
    ) {
        self.kind = kind
        self.position = position
        self.moment = moment
        self.message = message
        self.advice = advice
    }
}
