import SessionAnswers
import SessionStore

/// Another copy of the session's file, as a person names it.
struct OtherCopy {
    let path: String

    /// Whether an argument names a file, and not a branch or a moment.
    static func isPath(_ argument: String) -> Bool {
        argument.hasSuffix(".session") || argument.hasPrefix("/") || argument.hasPrefix("./")
            || argument.hasPrefix("../")
    }

    /// Asks before what this copy has erased is erased in a session, too: nothing brings it back,
    /// and what a copy says of it is all that there is to go by.
    func confirm(_ confirmation: Confirmation, erasing count: Int) throws {
        guard count > 0 else { return }
        let events = Counts.of(count, "event")
        try confirmation.ask(
            "\(events) here will be erased for good, as in \(path).",
            hint: "`session log \(path) --kind content.redacted` says who erased what and why. "
                + "Add --yes to do it.")
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
