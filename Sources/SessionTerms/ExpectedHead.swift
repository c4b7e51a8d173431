/// What the writer believes the branch's head to be when it appends.
public enum ExpectedHead: Sendable, Hashable {
    /// Whatever it is: an update in between is accepted.
    case any
    /// Exactly this revision; otherwise nothing is written.
    case revision(Revision)
}
