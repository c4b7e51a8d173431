/// A point of the session's history to look at: a branch and a place on it.
///
/// Written as `main` (its head), `main@120` (after revision 120), `main~2` (just before the
/// second-last prompt: two turns undone), `main@2026-11-20T10:00` (the last revision before the
/// first event that happened after that minute), `main@{prompt 5}` (at the fifth prompt), a tag's
/// name, or `#4711` (the event at a position of this file).
public enum Moment: Sendable, Hashable {
    /// The head of the branch with this name, or the point that the tag with this name marks.
    case named(BranchName)
    /// After this revision. An error where the branch's line does not reach it.
    case revision(Revision, on: BranchName)
    /// Just before the `count`-last prompt; 0 is the head.
    case undoing(Int, on: BranchName)
    /// The last revision before the first event whose `occurredAt` is later.
    case time(Timestamp, on: BranchName)
    /// At the `number`th prompt of the line, counted from 1.
    case prompt(Int, on: BranchName)
    /// The event at this position, on the branch it was written to.
    case position(Position)

    /// After the last event of a branch, whenever it is looked up.
    public static func head(of branch: BranchName) -> Moment { .named(branch) }
}

/// A moment that was looked up: this revision is on this branch's line.
public struct Point: Sendable, Hashable, CustomStringConvertible {
    /// Its name when the moment was looked up.
    public let branch: BranchName
    /// From 0 (before the first event) to the branch's head.
    public let revision: Revision

    public init(branch: BranchName, revision: Revision) {
        self.branch = branch
        self.revision = revision
    }

    public var description: String { "\(branch)@\(revision)" }
    /// The point as a moment: the same again, while the branch keeps its name.
    public var moment: Moment { .revision(revision, on: branch) }
}

extension Moment: CustomStringConvertible {
    /// The moment as a person writes it; ``init(_:clock:)`` reads it back.
    public var description: String {
        switch self {
        case .named(let name): return name.rawValue
        case .revision(let revision, let branch): return "\(branch)@\(revision)"
        case .undoing(let count, let branch): return "\(branch)~\(count)"
        case .time(let time, let branch): return "\(branch)@\(Self.exact(time))"
        case .prompt(let number, let branch): return "\(branch)@{prompt \(number)}"
        case .position(let position): return "#\(position)"
        }
    }

    /// To the microsecond: a time that is written to the second means the end of that second.
    private static func exact(_ time: Timestamp) -> String {
        let civil = CivilTime(time)
        return "\(civil.date)T\(civil.clock)."
            + String(1_000_000 + civil.microsecond).dropFirst() + "Z"
    }
}
