internal import EventLog
internal import SessionModel

/// One state of the log with its branches' names: what turns entries into events and moments into
/// points.
struct LogView {
    let reader: LogReader
    let branches: [BranchRow]

    init(_ reader: LogReader) throws {
        self.reader = reader
        branches = try reader.branches()
    }

    init(_ reader: LogReader, branches: [BranchRow]) {
        self.reader = reader
        self.branches = branches
    }

    init(_ writer: LogWriter) throws {
        reader = writer.reader
        branches = try writer.branches()
    }

    // MARK: Branches

    func row(_ name: BranchName) throws -> BranchRow {
        if let row = branches.first(where: { $0.name == name }) { return row }
        if let revision = Int(name.rawValue) {
            throw SessionError(
                .branchNotFound, "there is no branch or tag \(name)",
                hint: "Revision \(revision) of main is main@\(revision), position \(revision) of "
                    + "the file \"#\(revision)\".")
        }
        let names = branches.prefix(8).map(\.name.rawValue).joined(separator: ", ")
        throw SessionError(
            .branchNotFound,
            "there is no branch \(name); there are: \(names)"
                + (branches.count > 8 ? ", …" : ""),
            hint: "\(.branches) lists all branches.")
    }

    func row(_ id: BranchID) throws -> BranchRow {
        guard let row = branches[id: id] else {
            throw LogError(.damaged, "branch \(id) is missing")
        }
        return row
    }

    func line(_ branch: BranchID) throws -> Line { try Line(of: branch, among: branches) }

    func line(_ branch: BranchName) throws -> Line { try line(row(branch).id) }

    /// A line's last revision with its digest; 0 before the first event.
    func head(of line: Line) throws -> (revision: Revision, digest: EventDigest) {
        try reader.head(of: line)
    }

    /// The line of a point's branch up to the point.
    func end(_ point: Point) throws -> LineEnd {
        LineEnd(line: try line(point.branch), revision: point.revision)
    }

    func branch(_ row: BranchRow) throws -> Branch {
        let head = try head(of: line(row.id))
        return Branch(
            name: row.name, fork: try forkPoint(of: row),
            head: head.revision, digest: head.digest, isArchived: row.isArchived)
    }

    /// Where a branch left its parent, named after the branch that the fork's revision is written
    /// on.
    private func forkPoint(of row: BranchRow) throws -> Point? {
        guard let parent = row.parent.flatMap({ branches[id: $0] }), let fork = row.fork else {
            return nil
        }
        return Point(branch: parent.name, revision: fork)
    }

    // MARK: Events

    func event(_ entry: consuming LogEntry) throws -> Event {
        let branch = try branchName(of: entry)
        return Event(entry, on: branch)
    }

    /// The branch that an event was written on; nil: the control line.
    func branchName(of entry: borrowing LogEntry) throws -> BranchName? {
        guard entry.branch != BranchID.control else { return nil }
        guard let row = branches[id: entry.branch] else {
            throw LogError(.damaged, "its branch is missing", position: entry.position)
        }
        return row.name
    }
}

extension Event {
    init(_ entry: consuming LogEntry, on branch: BranchName?) {
        self.init(
            position: entry.position, branch: branch, revision: entry.revision,
            kind: entry.kind, version: entry.version,
            dialect: entry.dialect, subject: entry.subject,
            actor: entry.actor ?? .erased,
            occurredAt: entry.occurred,
            recordedAt: entry.recorded, cause: entry.cause,
            origin: entry.origin, id: entry.id,
            body: entry.isErased ? .object([]) : JSON(unchecked: entry.body),
            content: entry.content, digest: entry.digest, isErased: entry.isErased)
    }
}
