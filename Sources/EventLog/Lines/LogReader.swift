package import SessionTerms

/// Reads the log inside one transaction: everything it gives belongs to one state of the file.
///
/// Not safe for several threads at once, and only valid inside the call that handed it out.
package struct LogReader {
    let rows: LogRows
    let words: WordTable
    let decoder: PayloadDecoder
    let branchTable: BranchTable
    let subjectMemo = SubjectMemo()

    package var counts: ReadCounts { rows.counts }

    package func branches() throws -> [BranchRow] { try branchTable.branches(in: rows) }

    package func line(of branch: BranchID) throws -> Line {
        try Line(of: branch, among: branch == BranchID.control ? [] : branches())
    }

    // MARK: Entries

    /// The entry at a position; nil where there is none.
    package func entry(at position: Position, headersOnly: Bool = false) throws -> LogEntry? {
        try stored(at: position, withPayload: !headersOnly).map { try entry($0) }
    }

    /// The entries at some positions, in their order; nil where there is none. All of them are held
    /// at once.
    package func entries(
        at positions: [Position], headersOnly: Bool = false
    ) throws -> [LogEntry?] {
        try rows.rows(at: positions, withPayload: !headersOnly).map { try $0.map { try entry($0) } }
    }

    /// The entry at a position, where its payload is not too large to be looked at.
    ///
    /// - Parameter limit: bytes; more is an error before memory is taken.
    package func entry(at position: Position, upTo limit: Int) throws -> LogEntry? {
        guard let stored = try stored(at: position, withPayload: true) else { return nil }
        guard stored.row.size <= limit else {
            throw LogError(.tooLarge, "event #\(position) has \(stored.row.size) bytes")
        }
        return try entry(stored)
    }

    /// The entry with this revision on a line; nil where the line does not reach it.
    package func entry(
        revision: Revision, on line: Line, headersOnly: Bool = false
    ) throws -> LogEntry? {
        try entries(
            on: line, from: revision, through: revision, headersOnly: headersOnly
        ).first
    }

    /// The header of the entry with this revision that was written on a branch, and not on one that
    /// it was forked from.
    package func entry(revision: Revision, writtenOn branch: BranchID) throws -> LogEntry? {
        let segment = Line.Segment(branch: branch, revisions: revision...revision)
        return try rows(of: segment, ascending: true, limit: 1, withPayload: false).first
            .map { try entry($0) }
    }

    /// The first position from one on at which there is a row; nil: there is none.
    package func position(from: Position) throws -> Position? { try rows.position(from: from) }

    /// The last position of the file; 0 where it is empty.
    package func lastPosition() throws -> Position { try rows.lastPosition() }

    /// Checks that the lines of a small file hold as many events as the file. Where an index has
    /// lost the end of a line, or the table of branches a row, they do not.
    ///
    /// - Throws: `damaged`.
    /// - Cost: one seek for each branch.
    package func checkCounts() throws {
        guard try SchemaCheck.isChecked(rows) else { return }
        let last = try lastPosition()
        var count = try head(of: line(of: .control)).revision.number
        for branch in try branches() {
            count += try head(of: line(of: branch.id)).revision - (branch.fork ?? 0)
        }
        guard count == last.number else {
            try SchemaCheck.checkWhole(rows)
            throw LogError.damaged("its lines hold \(count) events, and it \(last)")
        }
    }

    // MARK: Rows

    func rows(
        of segment: Line.Segment, ascending: Bool, limit: Int, withPayload: Bool
    ) throws -> [StoredRow] {
        var found: [StoredRow] = []
        try rows.forEachRow(
            of: segment, ascending: ascending, limit: limit, withPayload: withPayload
        ) { found.append($0.copy()) }
        return found
    }

    /// The headers of a line's entries, at most one batch; read on from where they end.
    func rows(
        on line: Line, from: Revision, through: Revision, limit: Int = LogRows.batchRows
    ) throws -> [LogRow] {
        guard let segment = line.segments(from: from, through: through).first else { return [] }
        let found = try rows(
            of: segment, ascending: true, limit: limit, withPayload: false
        ).map(\.row)
        var order = LineOrder(first: from)
        for row in found { try order.check(row) }
        return found
    }

    func stored(at position: Position, withPayload: Bool) throws -> StoredRow? {
        try rows.row(at: position, withPayload: withPayload)
    }

    // MARK: From rows to entries

    func entry(_ stored: StoredRow) throws -> LogEntry {
        try header(stored.row).keeping(payload(stored))
    }

    /// The word with a number, which is in the file.
    func word(_ number: Int) throws -> String { try words.text(number, in: rows) }

    /// The number of a word; nil where the file does not have it.
    func number(of word: String) throws -> Int? { try words.number(word, in: rows) }

    /// An entry without its payload.
    func header(_ row: LogRow) throws -> LogEntry {
        LogEntry(
            position: row.position, branch: row.branch, revision: row.revision,
            kind: EventKind(rawValue: try word(row.kind)), version: row.version,
            dialect: try row.dialect.map { Dialect(rawValue: try word($0)) },
            subject: try row.subject.map { try word($0) },
            actor: try row.actor.map { EventActor(rawValue: try word($0)) },
            occurred: Timestamp(microseconds: row.occurred),
            recorded: Timestamp(microseconds: row.occurred + row.recorded),
            cause: row.cause.map { row.revision - $0 }, origin: row.origin,
            originPosition: row.origin == nil ? nil : row.base.map { row.position - $0 },
            id: row.salt == nil ? nil : row.id, digest: row.digest, isErased: row.salt == nil,
            size: row.size)
    }

    /// The payload of an entry; empty where it was not read or was erased.
    func payload(_ stored: StoredRow) throws -> LogPayload {
        let row = stored.row
        guard let blob = stored.blob, row.salt != nil else { return LogPayload() }
        if row.origin != nil, let base = row.base {
            guard let target = try self.stored(at: row.position - base, withPayload: true),
                target.row.digest == row.origin, target.row.origin == nil, target.blob != nil,
                target.row.salt == nil || target.row.hasPayloadSize(of: row)
            else { throw LogError.corrupt("the event it stands for is missing", at: row.position) }
            return try payload(target)
        }
        return LogPayload(
            bytes: try rawPayload(stored.payloadRow(blob)), content: row.content)
    }

    /// A payload where it was decoded; copy what is kept, for the slice holds its whole group.
    func rawPayload(_ row: PayloadRow) throws -> ArraySlice<UInt8> {
        try decoder.payload(of: row, fetch: payloadRow)
    }

    /// The row that another payload builds on.
    func payloadRow(_ position: Position) throws -> PayloadRow {
        guard let stored = try stored(at: position, withPayload: true), let blob = stored.blob
        else {
            throw LogError.corrupt("an event that others build on is missing", at: position)
        }
        return stored.payloadRow(blob)
    }
}

extension StoredRow {
    func payloadRow(_ blob: [UInt8]) -> PayloadRow {
        PayloadRow(
            position: row.position, size: row.size, base: row.base.map { row.position - $0 },
            blob: blob, isValue: row.content != nil)
    }
}
