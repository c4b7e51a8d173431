internal import EventLog
internal import SessionModel

/// What copies of a file, and erasures, ask the log for.
extension LogView {
    /// Entries of a line as they are stored, to be appended to another file, up to the first that
    /// stands at `bound` or behind it.
    func copies(
        on line: Line, from: Revision, through: Revision, before bound: Position
    ) throws -> [CopiedEntry] {
        try reader.copies(on: line, from: from, through: through, before: bound)
    }

    /// What this file has of a line of another copy.
    func shared(_ theirs: LineEnd, of copy: LogView) throws -> SharedHistory {
        try SharedHistory(of: theirs, in: copy.reader, among: branches, in: reader)
    }

    /// The headers of a line's entries that stand for others, between two revisions.
    func standIns(on line: Line, from: Revision, through: Revision) throws -> [LogEntry] {
        try reader.standIns(on: line, from: from, through: through)
    }

    /// The subjects whose newest entry is not the same at the first two of some ends.
    func subjectPlaces(at ends: [LineEnd]) throws -> [SubjectPlaces] {
        try reader.subjectPlaces(at: ends)
    }

    /// These events, those that they stand for, and those that stand for them.
    func kin(of positions: Set<Position>) throws -> Set<Position> {
        try reader.kin(of: positions)
    }

    /// How far the log goes.
    func extent() throws -> SessionExtent {
        let extent = try reader.extent()
        return SessionExtent(
            position: extent.position, digest: extent.digest, epoch: extent.epoch)
    }

    /// The last position that was recorded at a time or before it; nil: all were later.
    func lastPosition(recordedBy time: Timestamp) throws -> Position? {
        try reader.lastPosition(recordedBy: time)
    }

    /// - Throws: where an event of the control line does not follow from the one before it.
    func checkControlLine() throws { try reader.checkControlLine() }
}

extension Session {
    /// Writes the beginning of the log into a new file.
    ///
    /// - Parameter completing: makes what is a projection of it, from this log.
    func copyBeginning(
        to path: String, through last: Position,
        completing: @escaping @Sendable (EventWriter, LogView) throws -> Void
    ) async throws {
        let (keeper, options, now) = (PreviewKeeper(), options, options.clock())
        try await sessionErrors {
            try await log.copy(
                to: path, through: last, options: Self.logOptions(options, keeper)
            ) { reader, writer in
                try completing(EventWriter(writer, keeper, options, now: now), LogView(reader))
            }
        }
    }
}

extension EventWriter {
    /// Appends an entry of another copy.
    ///
    /// - Parameters:
    ///   - original: where the event is here that it stands for.
    ///   - erasing: whether nothing stays of what it says.
    func append(
        _ copy: CopiedEntry, standingFor original: Position?, erasing: Bool, to branch: BranchID
    ) throws {
        let kind = copy.entry.kind
        let written = try writer.append(
            copy, standingFor: original, erasing: erasing,
            resemblesLast: kind.role == .sets || kind == .requestSent, to: branch)
        var here = copy.entry
        (here.position, here.branch) = (written.position, branch)
        if erasing || here.isErased { here.erase() }
        try keeper.apply(view().event(here), on: branch, writer)
    }

    /// The header of an entry of a line, as this transaction has left it so far.
    func header(revision: Revision, on line: Line) throws -> LogEntry? {
        try writer.reader.entry(revision: revision, on: line, headersOnly: true)
    }

    /// Takes away what events say; see ``LogWriter/erase(_:)``.
    func erase(_ positions: Set<Position>) throws -> ErasedEvents { try writer.erase(positions) }

    /// Whether free pages still hold what was erased.
    func isUnscrubbed() throws -> Bool { try writer.reader.isUnscrubbed() }
}

extension LogEntry {
    /// As an erased event reads.
    fileprivate mutating func erase() {
        (subject, actor, cause, origin, originPosition, id) = (nil, nil, nil, nil, nil, nil)
        (body, content, isErased) = ([], nil, true)
    }
}
