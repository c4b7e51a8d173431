internal import SessionAnswers
internal import SessionStore

/// The columns of lines that somebody looks at.
struct LineCache {
    private struct Line: Hashable {
        let path: String
        let branch: BranchName
        let isWeighed: Bool
    }

    /// Eight lines at once; one of a million events takes 24 MB.
    private let lines = LineMemory<Line, LineColumns>(limit: (entries: 8, weight: .max))

    /// A line as it is now.
    ///
    /// - Parameter isWeighed: whether what only bodies tell is needed.
    func columns(
        of session: Session, at path: String, on branch: BranchName, isWeighed: Bool
    ) async throws -> LineColumns {
        try await lines.value(
            of: Line(path: path, branch: branch, isWeighed: isWeighed), on: branch, of: session,
            from: LineColumns(isWeighed: isWeighed)
        ) { columns, _ in
            try await columns.extend(from: session, on: branch)
            return columns.count
        }
    }
}
