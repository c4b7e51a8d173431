internal import GRDB

/// Reads the log inside one transaction: everything it gives belongs to one state of the file.
///
/// Not safe for several threads at once, and only valid inside the call that handed it out.
package struct LogReader {
    let database: Database
    let words: WordTable
    let decoder: PayloadDecoder
    let branchTable: BranchTable
    package let counts: ReadCounts
    let subjectMemo = SubjectMemo()

    /// How many rows are read ahead at once, and how many bytes of payloads.
    static let batchRows = 4096
    static let batchBytes = 4 << 20

    package func branches() throws -> [BranchRow] { try branchTable.rows(in: database) }

    package func line(of branch: Int64) throws -> Line {
        try Line(of: branch, among: branch == BranchRow.control ? [] : branches())
    }

    // MARK: Entries

    /// The entry at a position; nil where there is none.
    package func entry(at position: Int64, headersOnly: Bool = false) throws -> LogEntry? {
        try stored(at: position, withPayload: !headersOnly).map { try entry($0) }
    }

    /// The entry at a position, where its payload is not too large to be looked at.
    ///
    /// - Parameter limit: bytes; more is an error before memory is taken.
    package func entry(at position: Int64, upTo limit: Int) throws -> LogEntry? {
        guard let stored = try stored(at: position, withPayload: true) else { return nil }
        guard stored.row.size <= Int64(limit) else {
            throw LogError(.tooLarge, "event #\(position) has \(stored.row.size) bytes")
        }
        return try entry(stored)
    }

    /// The entry with this revision on a line; nil where the line does not reach it.
    package func entry(
        revision: Int64, on line: Line, headersOnly: Bool = false
    ) throws -> LogEntry? {
        try entries(
            on: line, from: revision, through: revision, headersOnly: headersOnly
        ).first
    }

    /// The header of the entry with this revision that was written on a branch, and not on one that
    /// it was forked from.
    package func entry(revision: Int64, writtenOn branch: Int64) throws -> LogEntry? {
        let segment = Line.Segment(branch: branch, revisions: revision...revision)
        return try rows(of: segment, ascending: true, limit: 1, withPayload: false).first
            .map { try entry($0) }
    }

    /// Calls `body` with rows of the whole file in the order written; see
    /// ``forEachRow(_:withPayload:kinds:_:)``.
    func forEachRow(
        fromPosition from: Int64, ascending: Bool = true, limit: Int, withPayload: Bool,
        _ body: (StoredRow) throws -> Void
    ) throws {
        let payload = withPayload ? ", payload" : ""
        let order = ascending ? ">= ? ORDER BY position" : "<= ? ORDER BY position DESC"
        let statement = try SQLStatement(
            database, "SELECT \(LogRow.columns)\(payload) FROM log WHERE position \(order) LIMIT ?")
        statement.bind(1, from)
        statement.bind(2, min(limit, Self.batchRows))
        try forEachRow(statement, withPayload: withPayload, body)
    }

    /// The first position from one on at which there is a row; nil: there is none.
    package func position(from: Int64) throws -> Int64? {
        let statement = try SQLStatement(
            database, "SELECT position FROM log WHERE position >= ? ORDER BY position LIMIT 1")
        defer { statement.reset() }
        statement.bind(1, from)
        return try statement.step() ? statement.int(0) : nil
    }

    /// The last position of the file; 0 where it is empty.
    package func lastPosition() throws -> Int64 {
        let statement = try SQLStatement(database, "SELECT max(position) FROM log")
        defer { statement.reset() }
        let last = try statement.step() ? statement.int(0) : 0
        guard (0..<LogRow.numberLimit).contains(last) else {
            throw LogError.damaged("the last event has no possible position", at: last)
        }
        return last
    }

    // MARK: Rows

    /// A row with its payload's bytes, where these were asked for.
    struct StoredRow {
        let row: LogRow
        let blob: [UInt8]?

        /// With memory of its own and no more than it needs, for who keeps it.
        func copy() -> StoredRow {
            StoredRow(row: row, blob: blob.map { $0.withUnsafeBytes { Array($0) } })
        }

        func payloadRow(_ blob: [UInt8]) -> PayloadRow {
            PayloadRow(
                position: row.position, size: Int(row.size),
                base: row.base.map { row.position - $0 }, blob: blob,
                isValue: row.content != nil)
        }
    }

    func rows(
        of segment: Line.Segment, ascending: Bool, limit: Int, withPayload: Bool
    ) throws -> [StoredRow] {
        var found: [StoredRow] = []
        try forEachRow(of: segment, ascending: ascending, limit: limit, withPayload: withPayload) {
            found.append($0.copy())
        }
        return found
    }

    /// Calls `body` with each row of a segment; see ``forEachRow(_:withPayload:kinds:_:)``.
    func forEachRow(
        of segment: Line.Segment, ascending: Bool, limit: Int, withPayload: Bool,
        kinds: Set<Int64>? = nil, _ body: (StoredRow) throws -> Void
    ) throws {
        let payload = withPayload ? ", payload" : ""
        let statement = try SQLStatement(
            database,
            """
            SELECT \(LogRow.columns)\(payload) FROM log INDEXED BY log_line
            WHERE branch = ? AND revision BETWEEN ? AND ?
            ORDER BY revision \(ascending ? "ASC" : "DESC") LIMIT ?
            """)
        statement.bind(1, segment.branch)
        statement.bind(2, segment.revisions.lowerBound)
        statement.bind(3, segment.revisions.upperBound)
        statement.bind(4, min(limit, Self.batchRows))
        try forEachRow(statement, withPayload: withPayload, kinds: kinds) {
            guard $0.row.branch == segment.branch, segment.revisions.contains($0.row.revision)
            else { throw LogError.damaged("the index names another event", at: $0.row.position) }
            try body($0)
        }
    }

    /// Calls `body` with each row that a statement gives, as many as fit a batch, and those before
    /// one that is damaged or that `body` refuses; an error where that is the first. All payloads
    /// lie in the same memory, one after the other: take a copy of a row to keep.
    ///
    /// - Parameter kinds: whose payloads are read; nil: all.
    func forEachRow(
        _ statement: SQLStatement, withPayload: Bool, kinds: Set<Int64>? = nil,
        _ body: (StoredRow) throws -> Void
    ) throws {
        defer { statement.reset() }
        var (isFirst, bytes) = (true, 0)
        var blob: [UInt8] = []
        do {
            while bytes < Self.batchBytes, try statement.step() {
                let row = try LogRow.current(of: statement)
                let isWanted = withPayload && kinds?.contains(row.kind) ?? true
                if isWanted { statement.blob(LogRow.payloadColumn, into: &blob) }
                bytes += isWanted ? Int(row.size) : 0
                counts.rows += 1
                try body(StoredRow(row: row, blob: isWanted ? blob : nil))
                isFirst = false
            }
        } catch  where !isFirst {}
    }

    /// The headers of a line's entries, at most one batch; read on from where they end.
    func rows(
        on line: Line, from: Int64, through: Int64, limit: Int = batchRows
    ) throws -> [LogRow] {
        guard let segment = line.segments(from: from, through: through).first else { return [] }
        let found = try rows(
            of: segment, ascending: true, limit: limit, withPayload: false
        ).map(\.row)
        var order = LineOrder(first: from)
        for row in found { try order.check(row) }
        return found
    }

    func stored(at position: Int64, withPayload: Bool) throws -> StoredRow? {
        let payload = withPayload ? ", payload" : ""
        let statement = try SQLStatement(
            database, "SELECT \(LogRow.columns)\(payload) FROM log WHERE position = ?")
        defer { statement.reset() }
        statement.bind(1, position)
        guard try statement.step() else { return nil }
        counts.rows += 1
        let blob = withPayload ? statement.blob(LogRow.payloadColumn) : nil
        return StoredRow(row: try LogRow.current(of: statement), blob: blob)
    }

    // MARK: From rows to entries

    func entry(_ stored: StoredRow) throws -> LogEntry {
        try header(stored.row).keeping(payload(stored))
    }

    /// An entry without its payload.
    func header(_ row: LogRow) throws -> LogEntry {
        LogEntry(
            position: row.position, branch: row.branch, revision: row.revision,
            kind: try words.text(row.kind, in: database), version: Int(row.version),
            dialect: try row.dialect.map { try words.text($0, in: database) },
            subject: try row.subject.map { try words.text($0, in: database) },
            actor: try row.actor.map { try words.text($0, in: database) },
            occurred: row.occurred, recorded: row.occurred + row.recorded,
            cause: row.cause.map { row.revision - $0 }, origin: row.origin,
            originPosition: row.origin == nil ? nil : row.base.map { row.position - $0 },
            id: row.salt == nil ? nil : row.id, digest: row.digest, isErased: row.salt == nil,
            size: Int(row.size))
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
            bytes: try rawPayload(stored.payloadRow(blob)), content: row.content.map { Int($0) })
    }

    /// A payload where it was decoded; copy what is kept, for the slice holds its whole group.
    func rawPayload(_ row: PayloadRow) throws -> ArraySlice<UInt8> {
        try decoder.payload(of: row, fetch: payloadRow)
    }

    /// The row that another payload builds on.
    func payloadRow(_ position: Int64) throws -> PayloadRow {
        guard let stored = try stored(at: position, withPayload: true), let blob = stored.blob
        else {
            throw LogError.corrupt("an event that others build on is missing", at: position)
        }
        return stored.payloadRow(blob)
    }
}
