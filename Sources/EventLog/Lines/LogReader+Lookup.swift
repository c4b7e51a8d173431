internal import GRDB

/// Lookups by index: their cost grows with the number of a line's segments, not with the log.
extension LogReader {
    /// A line's last revision with its digest; revision 0 before the first event.
    package func head(of line: Line) throws -> (revision: Int64, digest: Bytes32) {
        for segment in line.segments.reversed() {
            if let row = try rows(
                of: segment, ascending: false, limit: 1, withPayload: false
            ).first {
                return (row.row.revision, row.row.digest)
            }
        }
        return (0, Chain.start)
    }

    /// The newest entry of a kind and subject up to a revision; nil where there is none.
    package func latest(
        kind: String, subject: String?, on line: Line, through: Int64 = .max,
        headersOnly: Bool = false
    ) throws -> LogEntry? {
        guard let kind = try words.number(kind, in: database) else { return nil }
        var word: Int64?
        if let subject {
            guard let number = try words.number(subject, in: database) else { return nil }
            word = number
        }
        return try latest(kind: kind, subject: word, on: line, through: through)
            .flatMap { try entry(at: $0.position, headersOnly: headersOnly) }
    }

    func latest(kind: Int64, subject: Int64?, on line: Line, through: Int64) throws -> LogRow? {
        for segment in line.segments(from: 1, through: through).reversed() {
            let statement = try SQLStatement(database, Self.latestSQL)
            defer { statement.reset() }
            statement.bind(1, segment.branch)
            statement.bind(2, kind)
            statement.bind(3, subject)
            statement.bind(4, segment.revisions.lowerBound)
            statement.bind(5, segment.revisions.upperBound)
            if try statement.step() {
                counts.rows += 1
                let row = try LogRow.current(of: statement)
                guard row.branch == segment.branch, row.kind == kind, row.subject == subject else {
                    throw LogError.damaged("the index names another event", at: row.position)
                }
                return row
            }
        }
        return nil
    }

    static let latestSQL = """
        SELECT \(LogRow.columns) FROM log INDEXED BY log_subject
        WHERE branch = ? AND kind = ? AND subject IS ? AND revision BETWEEN ? AND ?
        ORDER BY revision DESC LIMIT 1
        """

    /// How many entries of a kind without subject a line has between two revisions.
    package func count(
        kind: String, on line: Line, from: Int64 = 1, through: Int64 = .max
    ) throws -> Int {
        guard let kind = try words.number(kind, in: database) else { return 0 }
        return try line.segments(from: from, through: through).reduce(0) { total, segment in
            let statement = try SQLStatement(database, Self.countSQL)
            defer { statement.reset() }
            statement.bind(1, segment.branch)
            statement.bind(2, kind)
            statement.bind(3, segment.revisions.lowerBound)
            statement.bind(4, segment.revisions.upperBound)
            return try statement.step() ? total + Int(statement.int(0)) : total
        }
    }

    static let countSQL = """
        SELECT count(*) FROM log
        WHERE branch = ? AND kind = ? AND subject IS NULL AND revision BETWEEN ? AND ?
        """

    /// The revision of the `number`th entry of a kind without subject between two revisions,
    /// counted from 1 from either end. Cost: grows with `number`.
    package func revision(
        ofKind kind: String, number: Int, on line: Line, from: Int64 = 1, through: Int64 = .max,
        ascending: Bool = true
    ) throws -> Int64? {
        guard number > 0, let kind = try words.number(kind, in: database) else { return nil }
        var left = Int64(number) - 1
        let segments = line.segments(from: from, through: through)
        for segment in ascending ? segments : segments.reversed() {
            let statement = try SQLStatement(database, Self.nthSQL(ascending: ascending))
            defer { statement.reset() }
            statement.bind(1, segment.branch)
            statement.bind(2, kind)
            statement.bind(3, segment.revisions.lowerBound)
            statement.bind(4, segment.revisions.upperBound)
            while try statement.step() {
                if left == 0 { return statement.int(0) }
                left -= 1
            }
        }
        return nil
    }

    static func nthSQL(ascending: Bool) -> String {
        """
        SELECT revision FROM log
        WHERE branch = ? AND kind = ? AND subject IS NULL AND revision BETWEEN ? AND ?
        ORDER BY revision \(ascending ? "ASC" : "DESC")
        """
    }

    /// The first revision, from one on, of an entry that occurred later than `time`.
    package func firstRevision(
        after time: Int64, on line: Line, from: Int64, through: Int64
    ) throws -> Int64? {
        for segment in line.segments(from: from, through: through) {
            let statement = try SQLStatement(
                database,
                """
                SELECT revision FROM log WHERE branch = ? AND revision BETWEEN ? AND ?
                AND occurred > ? ORDER BY revision LIMIT 1
                """)
            defer { statement.reset() }
            statement.bind(1, segment.branch)
            statement.bind(2, segment.revisions.lowerBound)
            statement.bind(3, segment.revisions.upperBound)
            statement.bind(4, time)
            if try statement.step() { return statement.int(0) }
        }
        return nil
    }

    /// The entry that a writer gave this id, on a line.
    package func entry(id: String, on line: Line) throws -> LogEntry? {
        for segment in line.segments.reversed() {
            let statement = try SQLStatement(
                database, "SELECT position FROM log WHERE branch = ? AND id = ?")
            statement.bind(1, segment.branch)
            statement.bind(2, id)
            let position = try statement.step() ? statement.int(0) : nil
            statement.reset()
            if let position, let entry = try entry(at: position),
                segment.revisions.contains(entry.revision)
            {
                return entry
            }
        }
        return nil
    }
}
