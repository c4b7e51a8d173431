public import SessionStore

extension Session {
    /// The folder that the session is about, as its tool recorded it; nil: it is not known.
    ///
    /// - Cost: one seek.
    public func folder(on branch: BranchName = .main) async throws -> String? {
        try await setting("cwd", at: .head(of: branch))?.value.string
    }
}
