import SessionAnswers
import SessionStore

extension ErasedChanges {
    /// Says it on standard error, beside an answer about what is set at some moments.
    static func warn(
        between points: [Point], of kinds: [EventKind] = EventKind.setting, in session: Session
    ) async throws {
        for note in try await notes(between: points, of: kinds, in: session) {
            Output.error.tryLine("session: " + note)
        }
    }

    /// Says it on standard error, beside an answer about one file.
    static func warn(at moment: Moment, of file: FileState, in session: Session) async throws {
        if let note = try await note(at: moment, of: file, in: session) {
            Output.error.tryLine("session: " + note)
        }
    }
}
