package import SessionTerms

/// Events by the ids that their writers gave them, without their payloads.
extension LogReader {
    /// The header of the event with this id on a line. Cost: one seek for each stretch of the line.
    ///
    /// - Parameter from: the first revision looked at.
    package func header(id: String, on line: Line, from: Revision = 1) throws -> LogEntry? {
        for segment in line.segments(from: from, through: .max).reversed() {
            guard let row = try rows.row(id: id, branch: segment.branch) else { continue }
            if segment.revisions.contains(row.revision) {
                return try header(row)
            }
        }
        return nil
    }

    /// The header of the event with this digest that was written before a position. Cost: the rows
    /// between the two.
    package func header(digest: EventDigest, before position: Position) throws -> LogEntry? {
        try rows.position(digest: digest, before: position)
            .flatMap { try entry(at: $0, headersOnly: true) }
    }
}
