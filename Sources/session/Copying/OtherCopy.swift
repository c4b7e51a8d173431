import SessionStore

/// Another copy of the session's file, as a person names it.
struct OtherCopy {
    let path: String

    /// Whether an argument names a file, and not a branch or a moment.
    static func isPath(_ argument: String) -> Bool {
        argument.hasSuffix(".session") || argument.hasPrefix("/") || argument.hasPrefix("./")
            || argument.hasPrefix("../")
    }

    /// Opens it for reading; what is wrong with opening it says which file that is about.
    func open<Result: Sendable>(
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let session: Session
        do {
            session = try await Session.open(path, mode: .readOnly)
        } catch let error as SessionError {
            throw error.about(path)
        }
        return try await session.closing(after: body)
    }
}
