public import SessionModel
internal import Texts

extension Session {
    /// Which change each line of a file came in with, and which prompt and model led to it; through
    /// forks, merges and renames.
    ///
    /// ```swift
    /// let blame = try await session.blame("src/a.swift", at: .head(of: .main))
    /// for line in blame.lines { print(blame.sources[line.source].event.position, line.number) }
    /// ```
    ///
    /// A change that stands for another counts as the other. A change that a merge made line by
    /// line has two predecessors. Over versions whose content the log does not tell, lines are
    /// followed to the one before; what came in behind them is uncertain.
    ///
    /// - Parameters:
    ///   - path: exactly as recorded.
    ///   - lines: which ones, from 1; nil: all. Those behind the end are left out.
    /// - Throws: ``SessionError/Code/fileUnknown`` where the log does not tell the content;
    ///   `invalidInput` for a binary file.
    /// - Cost: one comparison for each version of the file until all lines are settled.
    public func blame(
        _ path: String, at moment: Moment, lines: ClosedRange<Int>? = nil
    ) async throws -> Blame {
        try await read { view in
            let point = try view.resolve(moment)
            let content = TextLines(try view.content(of: path, at: point))
            guard !content.isBinary else {
                throw SessionError(
                    .invalidInput, "\(path) is binary: it has no lines to tell the origin of",
                    hint: "\(.changes(of: path, in: nil)) lists its changes.")
            }
            var walk = BlameWalk(view)
            return try walk.blame(path, at: point, content, lines)
        }
    }
}
