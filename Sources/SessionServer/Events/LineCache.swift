internal import SessionAnswers
internal import SessionStore

/// The columns of lines that somebody looks at, so that each look reads what came since and no
/// more.
actor LineCache {
    private struct Line: Hashable {
        let path: String
        let branch: BranchName
        let isWeighed: Bool
    }

    private struct Entry {
        let columns: Task<LineColumns, any Error>
        /// What the columns are of: others where something was erased, or another file came.
        let session: String
        let epoch: UInt64?
        let use: Int
    }

    private var entries: [Line: Entry] = [:]
    private var uses = 0

    /// Lines at once; a line of a million events takes 24 MB.
    private static let limit = 8

    /// A line as it is now.
    ///
    /// - Parameter isWeighed: whether what only bodies tell is needed.
    func columns(
        of session: Session, at path: String, on branch: BranchName, isWeighed: Bool
    ) async throws -> LineColumns {
        let epoch = try await session.extent().epoch
        let line = Line(path: path, branch: branch, isWeighed: isWeighed)
        var before: Task<LineColumns, any Error>?
        if let entry = entries[line], entry.session == session.id, entry.epoch == epoch {
            before = entry.columns
        }
        // One look after another: whoever comes second finds what the first one read.
        let columns = Task {
            var columns = (try? await before?.value) ?? LineColumns(isWeighed: isWeighed)
            try await columns.extend(from: session, on: branch)
            return columns
        }
        uses += 1
        entries[line] = Entry(columns: columns, session: session.id, epoch: epoch, use: uses)
        if entries.count > Self.limit, let oldest = entries.min(by: { $0.value.use < $1.value.use })
        {
            entries[oldest.key] = nil
        }
        return try await columns.value
    }
}
