internal import GRDB

/// A line up to a revision.
package struct LineEnd: Sendable, Hashable {
    package let line: Line
    package let revision: Int64

    package init(line: Line, revision: Int64) {
        self.line = line
        self.revision = revision
    }
}

extension LogReader {
    /// What `body` makes of each subject of a kind whose newest entry is not the same on two lines,
    /// one subject at a time, in the order of their first use.
    ///
    /// - Cost: two seeks for each subject of the kind and stretch that only one side has; only what
    ///   differs is decoded.
    package func changedSubjects<Result>(
        kind: String, from: LineEnd, to: LineEnd,
        _ body: (_ old: LogEntry?, _ new: LogEntry?) throws -> Result?
    ) throws -> [Result] {
        guard let number = try words.number(kind, in: database) else { return [] }
        let common = from.line.common(
            through: from.revision, with: to.line, through: to.revision)
        var subjects: Set<Int64> = []
        for end in [from, to] {
            for segment in end.line.segments(from: common + 1, through: end.revision) {
                subjects.formUnion(try self.subjects(kind: number, in: segment))
            }
        }
        return try subjects.sorted().compactMap { subject in
            let old = try latest(
                kind: number, subject: subject, on: from.line, through: from.revision)
            let new = try latest(
                kind: number, subject: subject, on: to.line, through: to.revision)
            guard old?.position != new?.position else { return nil }
            return try body(
                old.flatMap { try entry(at: $0.position) },
                new.flatMap { try entry(at: $0.position) })
        }
    }

    /// Steps from subject to subject over the index, without visiting what lies between.
    static let changedSubjectsSQL = """
        WITH RECURSIVE step(subject) AS (
            SELECT (SELECT min(subject) FROM log INDEXED BY log_subject
                WHERE branch = ?1 AND kind = ?2)
            UNION ALL
            SELECT (SELECT min(subject) FROM log INDEXED BY log_subject
                WHERE branch = ?1 AND kind = ?2 AND subject > step.subject)
            FROM step WHERE step.subject IS NOT NULL)
        SELECT subject FROM step WHERE subject IS NOT NULL AND EXISTS (
            SELECT 1 FROM log INDEXED BY log_subject
            WHERE branch = ?1 AND kind = ?2 AND log.subject = step.subject
                AND revision BETWEEN ?3 AND ?4)
        """

    private func subjects(kind: Int64, in segment: Line.Segment) throws -> [Int64] {
        let statement = try SQLStatement(database, Self.changedSubjectsSQL)
        defer { statement.reset() }
        statement.bind(1, segment.branch)
        statement.bind(2, kind)
        statement.bind(3, segment.revisions.lowerBound)
        statement.bind(4, segment.revisions.upperBound)
        var found: [Int64] = []
        while try statement.step() { found.append(statement.int(0)) }
        return found
    }
}
