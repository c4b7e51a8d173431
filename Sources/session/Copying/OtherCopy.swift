import SessionStore

/// Another copy of the session's file, as a person names it.
struct OtherCopy {
    let path: String

    /// Whether an argument names a file, and not a branch or a moment.
    static func isPath(_ argument: String) -> Bool {
        argument.hasSuffix(".session") || argument.hasPrefix("/") || argument.hasPrefix("./")
            || argument.hasPrefix("../")
    }

    /// Opens it for reading; an error says which file it is about.
    func open<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        try await SessionFiles.open(path, body)
    }
}
