package import SessionTerms

/// Writes the log inside one transaction, and reads what was just written.
///
/// Only valid inside the call that handed it out.
package struct LogWriter {
    package let reader: LogReader
    let state: WriteState
    let effort: Effort
    /// Gives 16 random bytes for each commitment.
    let salt: @Sendable () -> [UInt8]

    var rows: LogRows { reader.rows }

    /// Changes when what was remembered about the file became stale.
    package var generation: Int { state.generation }

    package func branches() throws -> [BranchRow] {
        if let branches = state.branches { return branches }
        let branches = try reader.branches()
        state.branches = branches
        return branches
    }

    /// A line's last revision with its digest.
    package func head(of branch: BranchID) throws -> (revision: Revision, digest: EventDigest) {
        let tail = try tail(of: branch)
        return (tail.head, tail.digest)
    }

    package func line(of branch: BranchID) throws -> Line { try tail(of: branch).line }

    /// Adds a branch, or gives one that is there another name or state.
    package func save(_ branch: BranchRow) throws {
        try rows.save(branch)
        if var rows = state.branches {
            state.branches = nil
            let index = branch.id.number - 1
            if index < rows.count { rows[index] = branch } else { rows.append(branch) }
            state.branches = rows
        }
        reader.branchTable.forget()
    }

    // MARK: Appending

    /// Appends one event to the end of a branch's line, or of the control line.
    package func append(_ entry: NewEntry, to branch: BranchID) throws -> WrittenEntry {
        let payload = entry.content.map { entry.body + $0 } ?? entry.body
        guard payload.count <= PayloadDecoder.sizeLimit else {
            throw LogError(
                .tooLarge,
                "an event of \(payload.count) bytes; the most is \(PayloadDecoder.sizeLimit)")
        }
        let size = try entry.origin.map { try self.size(of: $0.digest, at: $0.position) }
        let tail = try tail(of: branch)
        let position = try nextPosition()
        let subject = try entry.subject.map { try intern($0) }
        let (base, blob) = try encode(entry, payload, subject, tail, at: position)
        let encoded = Encoded(
            payload: payload, size: size ?? PayloadSize(entry, payload), base: base, blob: blob)
        do {
            return try insert(entry, encoded, tail, at: position)
        } catch {
            // The encoder has taken the payload in already, and the log has not.
            state.forgetAll()
            reader.decoder.forgetAll()
            throw error
        }
    }

    /// Bytes of a payload, and how many of them, at its end, are a file's content.
    private struct PayloadSize {
        var whole = 0
        var content: Int?

        init() {}

        init(_ entry: NewEntry, _ payload: [UInt8]) {
            (whole, content) = (payload.count, entry.content?.count)
        }
    }

    /// A payload on its way into the log; empty where another event holds it.
    private struct Encoded {
        let payload: [UInt8]
        let size: PayloadSize
        let base: Position?
        let blob: [UInt8]
    }

    /// The size that the payload of an event has which another one is to stand for.
    private func size(of digest: EventDigest, at position: Position) throws -> PayloadSize {
        guard let row = try reader.stored(at: position, withPayload: false)?.row,
            row.digest == digest, row.origin == nil
        else { throw LogError.damaged("no event to stand for is here", at: position) }
        var size = PayloadSize()
        if row.salt != nil {
            (size.whole, size.content) = (row.size, row.content)
        }
        return size
    }

    private func insert(
        _ entry: NewEntry, _ encoded: Encoded, _ tail: WriteState.Tail, at position: Position
    ) throws -> WrittenEntry {
        let commitment = try commitment(of: entry, encoded)
        let header = Chain.Header(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            occurred: entry.occurred, recorded: entry.recorded, size: encoded.size.whole,
            content: encoded.size.content)
        var row = try row(header, commitment.value, after: tail, at: position)
        row.subject = try entry.subject.map { try intern($0) }
        row.actor = try intern(entry.actor.rawValue)
        row.cause = entry.cause.map { row.revision - $0 }
        row.origin = entry.origin?.digest
        row.id = entry.id
        row.base = encoded.base.map { position - $0 }
        row.salt = commitment.salt
        return try insert(row, encoded.blob, tail)
    }

    /// The row of an event at the end of a line, with all that stays of one that is erased.
    func row(
        _ header: Chain.Header, _ commitment: EventDigest, after tail: WriteState.Tail,
        at position: Position
    ) throws -> LogRow {
        let occurred = header.occurred.microseconds
        var row = LogRow(
            position: position, branch: tail.line.branch, revision: tail.head + 1,
            kind: try intern(header.kind.rawValue), version: header.version,
            occurred: occurred, recorded: header.recorded.microseconds &- occurred,
            size: header.size,
            digest: Chain.digest(previous: tail.digest, header, commitment: commitment))
        row.dialect = try header.dialect.map { try intern($0.rawValue) }
        row.content = header.content
        return row
    }

    /// Writes a row at the end of its line.
    func insert(_ row: LogRow, _ blob: [UInt8], _ tail: WriteState.Tail) throws -> WrittenEntry {
        try row.validate()
        try rows.insert(row, blob)
        (tail.head, tail.digest) = (row.revision, row.digest)
        state.lastPosition = row.position
        if row.branch == BranchID.control { try keepControlEnd(row.revision) }
        try keepSubjects(of: tail.line, at: row.revision)
        return WrittenEntry(position: row.position, revision: row.revision, digest: row.digest)
    }

    private func commitment(of entry: NewEntry, _ encoded: Encoded) throws -> Commitment {
        if let made = entry.commitment, made.cause == entry.cause, entry.origin == nil {
            return made
        }
        let salt = salt()
        let made = Commitment(
            salt: salt, subject: entry.subject, actor: entry.actor, id: entry.id,
            cause: entry.cause, origin: entry.origin?.digest,
            body: encoded.payload, content: nil)
        guard let made else {
            throw LogError(.damaged, "a salt of \(salt.count) bytes; it has to have 16")
        }
        return made
    }

    func nextPosition() throws -> Position {
        if state.lastPosition == nil { state.lastPosition = try reader.lastPosition() }
        let last = state.lastPosition ?? 0
        guard last.number < LogRow.numberLimit else {
            throw LogError.damaged("position \(last) is out of range")
        }
        return last + 1
    }

    func intern(_ text: String) throws -> Int {
        try reader.words.intern(text, in: rows)
    }

    // MARK: The end of a line

    func tail(of branch: BranchID) throws -> WriteState.Tail {
        if let tail = state.tails[branch] { return tail }
        let line = try Line(of: branch, among: branch == BranchID.control ? [] : branches())
        var (revision, digest) = try reader.head(of: line)
        if branch == BranchID.control, revision == 0 { digest = try controlStart() }
        let tail = WriteState.Tail(line: line, head: revision, digest: digest)
        state.keep(tail, of: branch)
        return tail
    }

    /// The control line's chain starts at the session's first event, so that it belongs to it.
    private func controlStart() throws -> EventDigest {
        try reader.stored(at: 1, withPayload: false)?.row.digest ?? Chain.start
    }
}
