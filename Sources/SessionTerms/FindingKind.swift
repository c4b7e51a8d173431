/// What sort of thing is wrong with a file.
public enum FindingKind: String, Sendable, Hashable, CaseIterable {
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
