public import SessionStore

/// The files that a path may mean which is about to be written on a branch.
public struct FileLookup: Sendable {
    private let session: Session
    /// The session's file, as it was named.
    public let file: String
    /// The head of the branch that is written to.
    public let point: Point
    /// The branch's files, removed ones too.
    public let files: [FileState]

    /// Reads the branch's files as they are now.
    public init(_ session: Session, file: String, on branch: BranchName) async throws {
        (self.session, self.file) = (session, file)
        point = try await session.resolve(.head(of: branch))
        files = try await session.files(at: point.moment, includingRemoved: true)
    }

    /// A file that the branch has not.
    public struct Other: Sendable {
        /// As the log has it at the moment that was asked about.
        public let file: FileState
        /// nil: it was on the branch itself, and removed.
        public let branch: BranchName?
        /// The head of the branch that is written to.
        public let point: Point
    }

    /// A file whose path a short one ends, though the branch has it not: removed, or elsewhere.
    ///
    /// - Cost: lists the files of every branch, until one has it.
    public func other(_ path: FilePath) async throws -> Other? {
        if let removed = files.first(where: { path.isEnd(of: $0) }) {
            return Other(file: removed, branch: nil, point: point)
        }
        for branch in try await session.branches() where branch.name != point.branch {
            let there = try await session.files(at: .head(of: branch.name))
            if let file = there.first(where: { path.isEnd(of: $0) }) {
                return Other(file: file, branch: branch.name, point: point)
            }
        }
        return nil
    }
}
