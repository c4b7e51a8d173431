internal import GRDB
internal import SessionTerms

/// The tables of a log on one connection. All that is asked of SQLite stands in this folder; what
/// rows mean, how they hang together and what they prove stands above it.
///
/// Rows of the log are never changed once they are acknowledged, but by erasing and compacting,
/// which begin a new epoch. Their positions are given by whoever orders the log: here the writer
/// that holds the lock. So a log that several machines share can be read from files that follow it
/// (``forEachRow(fromPosition:ascending:limit:withPayload:_:)``), and is written by whoever commits
/// rows on the condition that head and epoch are still what was seen.
///
/// Not safe for several threads at once, and only valid inside the call that handed it out.
struct LogRows {
    let database: Database
    let counts: ReadCounts

    /// How many rows are read ahead at once, and how many bytes of payloads.
    static let batchRows = 4096
    static let batchBytes = 4 << 20

    func statement(_ sql: String) throws -> SQLStatement { try SQLStatement(database, sql) }

    // MARK: Rows by position

    func row(at position: Position, withPayload: Bool) throws -> StoredRow? {
        try rows(at: [position], withPayload: withPayload)[0]
    }

    /// The rows at some positions, in their order; nil where there is none.
    func rows(at positions: [Position], withPayload: Bool) throws -> [StoredRow?] {
        let statement = try statement(
            "SELECT \(Self.columns(withPayload)) FROM log WHERE position = ?")
        return try positions.map { position in
            defer { statement.reset() }
            statement.bind(1, position)
            guard try statement.step() else { return nil }
            counts.rows += 1
            let blob = withPayload ? statement.blob(LogRow.payloadColumn) : nil
            return StoredRow(row: try LogRow.current(of: statement), blob: blob)
        }
    }

    private static func columns(_ withPayload: Bool) -> String {
        withPayload ? LogRow.columns + ", payload" : LogRow.columns
    }

    /// The first position from one on at which there is a row; nil: there is none.
    func position(from: Position) throws -> Position? {
        let statement = try statement(
            "SELECT position FROM log WHERE position >= ? ORDER BY position LIMIT 1")
        defer { statement.reset() }
        statement.bind(1, from)
        return try statement.step() ? statement.int(0) : nil
    }

    /// The last position of the file; 0 where it is empty.
    func lastPosition() throws -> Position {
        let statement = try statement("SELECT max(position) FROM log")
        defer { statement.reset() }
        let last: Position = try statement.step() ? statement.int(0) : 0
        guard (0..<LogRow.numberLimit).contains(last.number) else {
            throw LogError.damaged("the last event has no possible position", at: last)
        }
        return last
    }

    // MARK: Rows in order

    /// Calls `body` with rows of the whole file in the order written; see
    /// ``forEachRow(_:withPayload:kinds:_:)``.
    func forEachRow(
        fromPosition from: Position, ascending: Bool = true, limit: Int, withPayload: Bool,
        _ body: (StoredRow) throws -> Void
    ) throws {
        let order = ascending ? ">= ? ORDER BY position" : "<= ? ORDER BY position DESC"
        let statement = try statement(
            "SELECT \(Self.columns(withPayload)) FROM log WHERE position \(order) LIMIT ?")
        statement.bind(1, from)
        statement.bind(2, min(limit, Self.batchRows))
        try forEachRow(statement, withPayload: withPayload, body)
    }

    /// Calls `body` with each row of a segment; see ``forEachRow(_:withPayload:kinds:_:)``.
    func forEachRow(
        of segment: Line.Segment, ascending: Bool, limit: Int, withPayload: Bool,
        kinds: Set<Int>? = nil, _ body: (StoredRow) throws -> Void
    ) throws {
        let statement = try statement(
            """
            SELECT \(Self.columns(withPayload)) FROM log INDEXED BY log_line
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
    private func forEachRow(
        _ statement: SQLStatement, withPayload: Bool, kinds: Set<Int>? = nil,
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
                bytes += isWanted ? row.size : 0
                counts.rows += 1
                try body(StoredRow(row: row, blob: isWanted ? blob : nil))
                isFirst = false
            }
        } catch  where !isFirst {}
    }
}
