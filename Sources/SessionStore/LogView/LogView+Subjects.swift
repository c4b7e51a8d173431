internal import EventLog
internal import SessionModel

/// What an index knows of kinds and subjects.
extension LogView {
    /// The newest entry of each subject of a kind up to a revision, in the order of first use.
    func newestOfEachSubject(
        kind: EventKind, on line: Line, through: Revision = .max
    ) throws -> [SubjectSource] {
        try reader.newestOfEachSubject(kind: kind, on: line, through: through)
    }

    /// The entry that gave a subject its value.
    func entry(of source: SubjectSource, kind: EventKind) throws -> LogEntry {
        try reader.entry(of: source, kind: kind)
    }

    /// The entries that gave some subjects their values, in their order.
    func entries(of sources: [SubjectSource], kind: EventKind) throws -> [LogEntry] {
        try reader.entries(of: sources, kind: kind)
    }

    /// The subjects of a kind whose value is not the same at two ends.
    func changedSubjects<Result>(
        kind: EventKind, from old: LineEnd, to new: LineEnd,
        _ make: (LogEntry?, LogEntry?) throws -> Result?
    ) throws -> [Result] {
        try reader.changedSubjects(kind: kind, from: old, to: new, make)
    }

    /// How many entries of a kind without subject a line has between two revisions.
    func count(
        kind: EventKind, on line: Line, from: Revision = 1, through: Revision = .max
    ) throws -> Int {
        try reader.count(kind: kind, on: line, from: from, through: through)
    }

    /// The entries of a kind without subject that were written on one branch, ascending.
    func entries(
        kind: EventKind, writtenOn branch: BranchID, revisions: ClosedRange<Revision>
    ) throws -> [LogEntry] {
        try reader.entries(kind: kind, writtenOn: branch, revisions: revisions)
    }

    /// Where the entries with these kinds and subjects are; nil where there are more than `limit`.
    func positions(of keys: EntryKeys, limit: Int) throws -> [Position]? {
        try reader.positions(of: keys, limit: limit)
    }

    func positions(of digests: Set<EventDigest>) throws -> [EventDigest: Position] {
        try reader.positions(of: digests)
    }
}
