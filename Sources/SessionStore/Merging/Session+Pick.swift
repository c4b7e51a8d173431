public import SessionModel

extension Session {
    /// Computes what taking over single events of another line would do. Nothing is written;
    /// ``commit(_:by:)`` appends it as it appends a merge.
    ///
    /// What was said is taken over as it is. A value that was set is compared with what stood there
    /// before it: where the branch still has that, it is taken, files that both changed are joined
    /// line by line, and what cannot be decided is a conflict. What the branch has already is not
    /// taken over again.
    ///
    /// ```swift
    /// let picked = try await session.pick([.revision(12, on: "idea")], onto: .main)
    /// try await session.commit(picked, by: .user("ana"))
    /// ```
    ///
    /// - Parameters:
    ///   - moments: each means the event at its revision; all of them on one line.
    ///   - ours: the branch that takes them over, in the order of their line.
    /// - Throws: ``SessionError/Code/invalidEvent`` for an event that cannot stand on another line,
    ///   for moments of different lines, and where a value that was set between two picked ones of
    ///   the same subject is left out. `branchNotFound`, `momentNotFound`,
    ///   `branchArchived`, `sessionArchived`.
    public func pick(_ moments: [Moment], onto ours: BranchName) async throws -> Merge {
        try await read { view in
            _ = try view.writable(ours)
            let points = try moments.map { try view.resolve($0) }
            let branch = try view.lineOfAll(points)
            let revisions = Set(points.map(\.revision)).sorted()
            let point = Point(branch: branch, revision: revisions.last ?? 0)
            let side = try view.mergeSide(view.resolve(.head(of: ours)), isHead: true)
            let reading = try PickReading(
                MergeReading(view, ours: view.end(side.point), theirs: view.end(point)), revisions)
            return Merge(
                ours: side, theirs: try view.mergeSide(point, isHead: false),
                picked: reading.picked, adds: reading.adds, subjects: try reading.subjects(),
                epoch: try view.epoch())
        }
    }
}

extension LogView {
    /// A branch among those of some points whose line all of them stand on.
    fileprivate func lineOfAll(_ points: [Point]) throws -> BranchName {
        func owner(_ point: Point, on line: Line) -> BranchID? {
            self.owner(of: point.revision, on: line)
        }
        let own = try points.map { ($0, owner($0, on: try line(row($0.branch).id))) }
        for branch in Set(points.map(\.branch)).sorted() {
            let end = try line(row(branch).id)
            let head = try head(of: end).revision
            if own.allSatisfy({ $0.0.revision <= head && owner($0.0, on: end) == $0.1 }) {
                return branch
            }
        }
        throw SessionError(
            .invalidEvent, "the picked events do not stand on one line",
            hint: "Pick those of one branch at a time.")
    }
}

/// Reads the events that are picked.
private struct PickReading {
    private let reading: MergeReading
    /// The revisions that our side lacks.
    private(set) var picked: [Revision] = []
    private(set) var adds: [Revision] = []
    private var sets: [[LogEntry]] = []

    init(_ reading: MergeReading, _ revisions: [Revision]) throws {
        self.reading = reading
        for revision in revisions {
            let entry = try reading.view.entry(
                revision: revision, on: reading.theirs.line, headersOnly: true)
            guard let entry else {
                throw SessionError(
                    .invalidEvent, "revision \(revision) is no event that can be picked",
                    hint: "Revisions are counted from 1.")
            }
            try Self.check(entry)
            guard try reading.ourMembers.revision(of: entry) == nil else { continue }
            picked.append(revision)
            if MergeReading.isAdd(entry) {
                adds.append(revision)
            } else {
                try add(entry)
            }
        }
    }

    private static func check(_ entry: LogEntry) throws {
        let kind = entry.kind
        func refuse(_ reason: String) -> SessionError {
            SessionError(
                .invalidEvent, "revision \(entry.revision) (\(kind)) cannot be picked: \(reason)",
                hint: "Pick what was said or set: prompts, answers, tool calls, files, settings.")
        }
        if entry.isErased { throw refuse("it was erased") }
        if kind == .sessionCreated || kind == .branchMerged || kind.role == .controls {
            throw refuse("it speaks of its own line")
        }
        if kind == .settingChanged, SubjectChanged.isImportMark(entry.subject ?? "") {
            throw refuse("it says how far an import came")
        }
    }

    /// Puts a value that was set behind the one before it, where that is picked, too.
    private mutating func add(_ entry: LogEntry) throws {
        guard let index = sets.firstIndex(where: { $0[0].isAbout(entry) }) else {
            return sets.append([entry])
        }
        let last = sets[index][sets[index].count - 1]
        guard let before = try before(entry), before.revision == last.revision else {
            throw SessionError(
                .invalidEvent,
                "\(entry.subject ?? "the title") was set between revisions \(last.revision) and "
                    + "\(entry.revision), too",
                hint: "Pick what is between as well, or one after the other.")
        }
        sets[index].append(entry)
    }

    /// What a subject was before an event set it.
    private func before(_ entry: LogEntry) throws -> LogEntry? {
        try newest(of: entry, on: reading.theirs.line, through: entry.revision - 1)
    }

    private func newest(
        of entry: LogEntry, on line: Line, through revision: Revision
    ) throws -> LogEntry? {
        try reading.view.latest(
            kind: entry.kind, subject: entry.subject, on: line, through: revision,
            headersOnly: true)
    }

    func subjects() throws -> [MergeSides] {
        try sets.compactMap { group in
            guard let first = group.first, let last = group.last else { return nil }
            let before = LineEnd(line: reading.theirs.line, revision: first.revision - 1)
            return try reading.sides(
                MergeSides(
                    kind: first.kind, subject: first.subject, bases: [],
                    ours: nil, theirs: nil),
                [self.before(first)], seen: [before], found: [FileSightings(reading.view, before)],
                ours: newest(of: first, on: reading.ours.line, through: reading.ours.revision),
                theirs: last)
        }
    }
}

extension LogEntry {
    fileprivate func isAbout(_ other: LogEntry) -> Bool {
        kind == other.kind
            && subject.map { Array($0.utf8) } == other.subject.map { Array($0.utf8) }
    }
}
