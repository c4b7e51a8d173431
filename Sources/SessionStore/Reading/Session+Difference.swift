public import SessionModel
public import Texts

extension Session {
    /// What differs between two moments, on one branch or on two: where each side's own events
    /// stand, and every subject whose value is not the same.
    ///
    /// ```swift
    /// let change = try await session.difference(
    ///     from: .revision(120, on: .main), to: .head(of: "actors"))
    /// for try await event in session.said(on: change.to) { print(event.message?.text ?? "") }
    /// ```
    ///
    /// Of a file that the log does not tell on one side, what a tool found of it elsewhere on the
    /// line stands in, with its place (``FileState/sighting``): so a file that was there before its
    /// first edit is changed, and not added. Where nothing is told of its content either, it counts
    /// as differing where it was changed (``FileDifference/Kind/unknown``).
    ///
    /// - Throws: ``SessionError/Code/branchNotFound``, ``SessionError/Code/momentNotFound``.
    /// - Cost: two index seeks for each subject that was set since the lines parted, and the
    ///   contents of the files that differ, one at a time. It does not grow with the log, but for
    ///   files that one side tells nothing of: the headers behind it, up to their first change.
    public func difference(from: Moment, to: Moment) async throws -> Difference {
        try await read { view in
            try view.difference(from: view.resolve(from), to: view.resolve(to))
        }
    }

    /// What was said on one side of a difference only, in order: prompts, contexts, requests,
    /// answers, tool calls and notes. What a merge took over is on both sides. Events are read as
    /// they are asked for.
    ///
    /// - Parameter headersOnly: leaves bodies empty, which is several times as fast.
    public func said(
        on side: Difference.Side, headersOnly: Bool = false
    ) -> AsyncFilterSequence<EventSequence> {
        events(
            on: side.point.branch, from: side.firstOwn, through: side.point.revision,
            headersOnly: headersOnly
        ).filter { $0.kind.role == .adds && !side.isShared($0.revision) }
    }

    /// Both contents of a file that differs, as lines; ``LineDiff`` compares them. A side on which
    /// the file is not there has no lines, and one that the log does not tell those that were seen
    /// elsewhere (``FileState/sighting``).
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where the log does not tell one of them; the
    ///   message says why.
    public func lines(
        of file: FileDifference, in difference: Difference
    ) async throws -> (old: TextLines, new: TextLines) {
        func lines(_ state: FileState?, _ side: Difference.Side) async throws -> TextLines {
            guard let state else { return TextLines([]) }
            if let sighting = state.sighting { return TextLines(try await content(of: sighting)) }
            return TextLines(try await content(of: state.path, at: side.point.moment))
        }
        return (
            try await lines(file.old, difference.from), try await lines(file.new, difference.to)
        )
    }
}
