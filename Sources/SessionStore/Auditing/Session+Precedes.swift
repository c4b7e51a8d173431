public import SessionModel

extension Session {
    /// Whether one point lies before another on the other's line.
    ///
    /// - Throws: ``SessionError/Code/branchNotFound`` where there is no such branch, and
    ///   `momentNotFound` where a line does not reach that far.
    /// - Cost: does not depend on the log.
    public func isPoint(_ first: Point, before last: Point) async throws -> Bool {
        try await read { view in
            let (start, end) = (try view.end(first), try view.end(last))
            let common = start.line.common(
                through: start.revision, with: end.line, through: end.revision)
            return common == start.revision && start.revision < end.revision
        }
    }
}
