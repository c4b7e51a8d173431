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

    private struct Read: Sendable {
        let columns: LineColumns
        let mark: LineMark
    }

    private struct Entry {
        let read: Task<Read, any Error>
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
        // One look after another: whoever comes second finds what the first one read.
        let before = entries[line]?.read
        let read = Task {
            var columns = LineColumns(isWeighed: isWeighed)
            if let had = try? await before?.value,
                try await had.mark.isBeginning(of: branch, in: session, epoch: epoch)
            {
                columns = had.columns
            }
            try await columns.extend(from: session, on: branch)
            let mark = try await LineMark(columns.count, on: branch, of: session, epoch: epoch)
            return Read(columns: columns, mark: mark)
        }
        uses += 1
        entries[line] = Entry(read: read, use: uses)
        if entries.count > Self.limit, let oldest = entries.min(by: { $0.value.use < $1.value.use })
        {
            entries[oldest.key] = nil
        }
        return try await read.value.columns
    }
}
