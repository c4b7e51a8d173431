package import SessionTerms

/// Lookups by index, each proven by rows: their cost grows with the number of a line's segments,
/// not with the log.
extension LogReader {
    /// A line's last revision with its digest; revision 0 before the first event.
    ///
    /// - Throws: `damaged` where the line is known to go on behind it.
    package func head(of line: Line) throws -> (revision: Revision, digest: EventDigest) {
        for segment in line.segments.reversed() {
            let found = try rows(of: segment, ascending: false, limit: 1, withPayload: false)
            // All of a parent's stretch is there, or the branch left it behind its end.
            let isLast = segment == line.segments.last
            guard isLast || found.first?.row.revision == segment.revisions.upperBound else {
                throw LogError.damaged("a branch leaves another one behind its end")
            }
            guard let row = found.first?.row else { continue }
            try checkEnd(row.revision, of: line)
            return (row.revision, row.digest)
        }
        try checkEnd(0, of: line)
        return (0, Chain.start)
    }

    /// The newest entry of a kind and subject up to a revision; nil where there is none.
    package func latest(
        kind: EventKind, subject: String?, on line: Line, through: Revision = .max,
        headersOnly: Bool = false
    ) throws -> LogEntry? {
        guard let kind = try number(of: kind.rawValue) else { return nil }
        var word: Int?
        if let subject {
            guard let number = try self.number(of: subject) else { return nil }
            word = number
        }
        return try latest(kind: kind, subject: word, on: line, through: through)
            .flatMap { try entry(at: $0.position, headersOnly: headersOnly) }
    }

    /// What the index gives, and the proof that it passed over none.
    private func latest(
        kind: Int, subject: Int?, on line: Line, through: Revision
    ) throws -> LogRow? {
        let end = min(through, try head(of: line).revision)
        let found = try indexed(kind: kind, subject: subject, on: line, through: end)
        try checkNone(
            of: Subjects.Key(kind: kind, subject: subject), on: line, after: found?.revision ?? 0,
            through: end)
        return found
    }

    /// What the index gives: for who needs any earlier entry, and not just the newest.
    func indexed(kind: Int, subject: Int?, on line: Line, through: Revision) throws -> LogRow? {
        for segment in line.segments(from: 1, through: through).reversed() {
            let found = try rows.newest(kind: kind, subject: subject, in: segment)
            if let found { return found }
        }
        return nil
    }

    /// How many entries of a kind without subject a line has between two revisions.
    ///
    /// - Cost: two snapshots, and the headers of some hundred entries behind each.
    package func count(
        kind: EventKind, on line: Line, from: Revision = 1, through: Revision = .max
    ) throws -> Int {
        guard let kind = try number(of: kind.rawValue) else { return 0 }
        let end = min(through, try head(of: line).revision)
        guard from <= end else { return 0 }
        let key = Subjects.Key(kind: kind, subject: nil)
        return try number(of: key, on: line, through: end)
            - number(of: key, on: line, through: from - 1)
    }

    /// How many entries of a kind and subject a line has up to a revision that it reaches.
    func number(of key: Subjects.Key, on line: Line, through: Revision) throws -> Int {
        through > 0 ? try subjects(on: line, through: through).sources[key]?.count ?? 0 : 0
    }

    /// The revision of the `number`th entry of a kind without subject from a revision on. Cost: the
    /// headers up to it.
    package func revision(
        ofKind kind: EventKind, number: Int, on line: Line, from: Revision, through: Revision
    ) throws -> Revision? {
        guard number > 0, let kind = try self.number(of: kind.rawValue) else { return nil }
        var left = number
        return try firstRevision(on: line, from: from, through: through) { row in
            left -= row.kind == kind && row.subject == nil ? 1 : 0
            return left == 0
        }
    }

    /// The first revision, from one on, of an entry that occurred later than `time`.
    package func firstRevision(
        after time: Timestamp, on line: Line, from: Revision, through: Revision
    ) throws -> Revision? {
        try firstRevision(on: line, from: from, through: through) {
            $0.occurred > time.microseconds
        }
    }

    private func firstRevision(
        on line: Line, from: Revision, through: Revision, where fits: (LogRow) -> Bool
    ) throws -> Revision? {
        var found: Revision?
        try forEachRow(on: line, from: from, through: through) { row in
            if fits(row) { found = row.revision }
            return found == nil
        }
        return found
    }

    /// The entry that a writer gave this id, on a line.
    package func entry(id: String, on line: Line) throws -> LogEntry? {
        try header(id: id, on: line).flatMap { try entry(at: $0.position) }
    }
}
