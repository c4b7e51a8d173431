internal import SessionTerms

/// Passes over a column or two of many rows, whose other columns are not checked.
extension LogRows {
    /// The last position of a row with this digest before another one. Cost: the rows between.
    func position(digest: EventDigest, before position: Position) throws -> Position? {
        let statement = try statement(Self.digestSQL)
        defer { statement.reset() }
        statement.bind(1, position)
        statement.bind(2, digest.bytes)
        return try statement.step() ? statement.int(0) : nil
    }

    static let digestSQL = """
        SELECT position FROM log WHERE position < ? AND digest = ? ORDER BY position DESC LIMIT 1
        """

    func forEachDigest(_ body: (_ position: Position, _ digest: EventDigest) -> Void) throws {
        let statement = try statement("SELECT position, digest FROM log ORDER BY position")
        defer { statement.reset() }
        while try statement.step() {
            if let digest = statement.bytes(1, { EventDigest($0) }) {
                body(statement.int(0), digest)
            }
        }
    }

    /// The digest of the log's first event; empty where there is none.
    func origin() throws -> [UInt8] {
        let statement = try statement("SELECT digest FROM log WHERE position = 1")
        defer { statement.reset() }
        return try statement.step() ? statement.blob(0) : []
    }

    /// The rows that stand for others, with the positions of these.
    func forEachStandIn(_ body: (_ position: Position, _ original: Position) -> Void) throws {
        let statement = try statement("SELECT position, base FROM log WHERE origin IS NOT NULL")
        defer { statement.reset() }
        while try statement.step() {
            body(statement.int(0), statement.base(0, distance: 1))
        }
    }

    /// The rows behind a position whose payloads build on others: by what they do.
    func forEachDependent(
        after position: Position?,
        _ body: (_ position: Position, _ base: Position, _ mode: PayloadBlob.Mode?) -> Void
    ) throws {
        let statement = try statement(
            """
            SELECT position, base, substr(payload, 1, 1) FROM log
            WHERE position > ? AND base IS NOT NULL AND origin IS NULL AND salt IS NOT NULL
            ORDER BY position
            """)
        defer { statement.reset() }
        statement.bind(1, position)
        while try statement.step() {
            body(statement.int(0), statement.base(0, distance: 1), statement.mode(2))
        }
    }

    /// A row as far as compressing it with others needs it.
    struct PackedRow {
        let position: Position
        let revision: Revision
        /// Bytes of the payload before it is compressed.
        let size: Int
        let mode: PayloadBlob.Mode?
    }

    /// The rows that hold a payload of their own and were written on a branch, by revision.
    func forEachPackedRow(branch: BranchID, _ body: (PackedRow) throws -> Void) throws {
        let statement = try statement(
            """
            SELECT position, revision, size, substr(payload, 1, 1) FROM log
            WHERE branch = ? AND origin IS NULL AND salt IS NOT NULL ORDER BY revision
            """)
        defer { statement.reset() }
        statement.bind(1, branch)
        while try statement.step() {
            try body(
                PackedRow(
                    position: statement.int(0), revision: statement.int(1),
                    size: Int(statement.int(2)), mode: statement.mode(3)))
        }
    }

    // MARK: Sums

    /// How many rows there are, and bytes of payloads: before compression, each once, and stored.
    func sums() throws -> (rows: Int, payloads: Int, stored: Int) {
        let statement = try statement(
            """
            SELECT count(*), sum(CASE WHEN origin IS NULL THEN size ELSE 0 END),
                sum(length(payload)) FROM log
            """)
        defer { statement.reset() }
        guard try statement.step() else { return (0, 0, 0) }
        return (statement.int(0), statement.int(1), statement.int(2))
    }

    func countsByKind() throws -> [(kind: Int, count: Int)] {
        let statement = try statement("SELECT kind, count(*) FROM log GROUP BY kind")
        defer { statement.reset() }
        var counts: [(kind: Int, count: Int)] = []
        while try statement.step() { counts.append((statement.int(0), statement.int(1))) }
        return counts
    }
}

extension SQLStatement {
    /// The position that lies a distance before another one: nobody has checked them.
    fileprivate func base(_ position: Int32, distance: Int32) -> Position {
        Position(int(position) &- int(distance))
    }

    /// How a payload is stored, by its first byte.
    fileprivate func mode(_ column: Int32) -> PayloadBlob.Mode? {
        blob(column).first.flatMap { PayloadBlob.Mode(rawValue: $0) }
    }
}
