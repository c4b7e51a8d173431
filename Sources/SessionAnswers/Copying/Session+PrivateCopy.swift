public import SessionStore

extension Session {
    /// Runs `body` on a copy of what is in the session now, in which something can be tried out.
    ///
    /// - Parameter folder: holds the copy; whoever made it removes it.
    /// - Cost: writes the whole file once.
    public func withCopy<Result>(
        in folder: PrivateFolder, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let path = folder.path + "/copy.session"
        try await save(to: path)
        return try await Session.use(path, .readWrite, body)
    }
}
