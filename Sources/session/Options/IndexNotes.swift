import SessionAnswers
import SessionIndex

/// What a person is told beside what an index answers.
enum IndexNotes {
    /// The reading of what is new in a folder.
    static func progress() -> (report: FolderIndex.ProgressReport, clear: @Sendable () -> Void) {
        let sessions = Progress("looking at new sessions", worthShowing: 200) {
            Counts.of($0, "session")
        }
        let texts = Progress("reading texts", worthShowing: 20) { Counts.of($0, "session") }
        return (
            { progress in
                (progress.work == .sessions ? sessions : texts)
                    .show(progress.done, of: progress.total)
            },
            {
                sessions.clear()
                texts.clear()
            }
        )
    }

    /// Says which folders cannot keep their index.
    static func tell(_ places: IndexedPlaces, by notes: Notes) {
        for folder in places.unwritable {
            notes.say(
                .unkeptIndex,
                "\(DisplayText.oneLine(folder)) cannot be written, so its index was made in "
                    + "memory, and is made again next time")
        }
    }
}
