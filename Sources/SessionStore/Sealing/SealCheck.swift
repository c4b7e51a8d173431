public import SessionModel

/// What the seals of a session say about it.
public struct SealCheck: Sendable {
    /// The seals by the keys that were given, in the order written, those from outside last.
    public internal(set) var seals: [Seal] = []
    /// What is wrong; nothing where the last seal by these keys fits.
    public internal(set) var findings: [Finding] = []
    /// How many events the seals that fit cover.
    public internal(set) var covered = 0
    /// How many events there are.
    public internal(set) var events = 0
    /// The first event, by position, that no fitting seal covers; nil: there is none.
    public internal(set) var firstNotCovered: EventPlace?

    /// Where an event is.
    public struct EventPlace: Sendable, Hashable {
        /// In this file, from 1.
        public let position: Position
        /// Such as `main@120`; nil for the control line.
        public let moment: String?
    }

    /// One seal.
    public struct Seal: Sendable, Hashable {
        /// The event that holds it; nil: a note from outside the file.
        public let position: Position?
        /// What the key is called.
        public let key: String
        /// When it was recorded; nil for a note from outside.
        public let sealedAt: Timestamp?
        /// How many events it covers.
        public let size: Int
        /// Whether the signature is the key's and everything it covers is here, unchanged.
        public let fits: Bool
    }
}
