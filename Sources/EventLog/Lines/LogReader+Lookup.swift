internal import GRDB

/// Lookups by index: their cost grows with the number of a line's segments, not with the log.
extension LogReader {
    /// A line's last revision with its digest; revision 0 before the first event.
    package func head(of line: Line) throws -> (revision: Int64, digest: [UInt8]) {
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
                let row = try LogRow(statement)
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

    /// What `body` makes of the newest entry of each subject of a kind up to a revision, one entry
    /// at a time, in the order of their first use. Cost: two seeks for each subject and segment.
    package func latestOfEachSubject<Result>(
        kind: String, on line: Line, through: Int64 = .max,
        _ body: (LogEntry) throws -> Result?
    ) throws -> [Result] {
        guard let kind = try words.number(kind, in: database) else { return [] }
        var seen: Set<Int64> = []
        for segment in line.segments(from: 1, through: through) {
            seen.formUnion(try subjects(kind: kind, branch: segment.branch))
        }
        return try seen.sorted().compactMap { subject in
            try latest(kind: kind, subject: subject, on: line, through: through)
                .flatMap { try entry(at: $0.position).flatMap(body) }
        }
    }

    /// Steps from subject to subject over the index, without visiting what lies between.
    static let subjectsSQL = """
        WITH RECURSIVE step(subject) AS (
            SELECT (SELECT min(subject) FROM log WHERE branch = ?1 AND kind = ?2)
            UNION ALL
            SELECT (SELECT min(subject) FROM log
                WHERE branch = ?1 AND kind = ?2 AND subject > step.subject)
            FROM step WHERE step.subject IS NOT NULL)
        SELECT subject FROM step WHERE subject IS NOT NULL
        """

    private func subjects(kind: Int64, branch: Int64) throws -> [Int64] {
        let statement = try SQLStatement(database, Self.subjectsSQL)
        defer { statement.reset() }
        statement.bind(1, branch)
        statement.bind(2, kind)
        var found: [Int64] = []
        while try statement.step() { found.append(statement.int(0)) }
        return found
    }

    /// How many entries of a kind without subject a line has up to a revision.
    package func count(kind: String, on line: Line, through: Int64 = .max) throws -> Int {
        guard let kind = try words.number(kind, in: database) else { return 0 }
        return try line.segments(from: 1, through: through).reduce(0) { total, segment in
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

    /// The revision of the `number`th entry of a kind without subject, counted from 1.
    package func revision(
        ofKind kind: String, number: Int, on line: Line, through: Int64 = .max
    ) throws -> Int64? {
        guard number > 0, let kind = try words.number(kind, in: database) else { return nil }
        var left = Int64(number) - 1
        for segment in line.segments(from: 1, through: through) {
            let statement = try SQLStatement(database, Self.nthSQL)
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

    static let nthSQL = """
        SELECT revision FROM log
        WHERE branch = ? AND kind = ? AND subject IS NULL AND revision BETWEEN ? AND ?
        ORDER BY revision
        """

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
