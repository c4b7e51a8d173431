import SessionAnswers
import SessionStore

extension ErasedChanges {
    /// Says it on standard error, beside an answer about what is set at some moments.
    static func warn(
        between points: [Point], of kinds: [EventKind] = EventKind.setting, in session: Session,
        by notes: Notes
    ) async throws {
        for note in try await self.notes(between: points, of: kinds, in: session) {
            notes.say(.erasedChanges, note)
        }
    }

    /// Says it on standard error, beside an answer about one file.
    static func warn(
        at moment: Moment, of file: FileState, in session: Session, by notes: Notes
    ) async throws {
        if let note = try await note(at: moment, of: file, in: session) {
            notes.say(.erasedChanges, note)
        }
    }
}
