public import SessionStore

/// What is to be said beside an answer about files, settings and the title where some of their
/// changes were erased: an erased change does not name its subject any more, which then reads as it
/// was before.
public enum ErasedChanges {
    /// Beside an answer about what is set at some moments: a note for the latest of each branch.
    ///
    /// - Parameter kinds: that the answer is about.
    public static func notes(
        between points: [Point], of kinds: [EventKind] = EventKind.setting, in session: Session
    ) async throws -> [String] {
        let latest = points.filter { point in
            !points.contains { $0.branch == point.branch && $0.revision > point.revision }
        }
        var notes: [String] = []
        for point in Set(latest) {
            let count = try await session.erasedChanges(of: kinds, at: point.moment)
            guard count > 0 else { continue }
            let what = kinds == [.fileChanged] ? "files" : "files, settings or the title"
            notes.append(
                "\(Counts.of(count, "change")) of \(what) up to \(point.moment) "
                    + "\(count == 1 ? "was" : "were") erased; of which, nobody knows any more: "
                    + "they are shown as they were before")
        }
        return notes
    }

    /// Beside an answer about one file.
    public static func note(
        at moment: Moment, of file: FileState, in session: Session
    ) async throws -> String? {
        let count = try await session.erasedChanges(
            of: [.fileChanged], at: moment, after: file.revision)
        guard count > 0 else { return nil }
        let (were, they) = count == 1 ? ("was", "it") : ("were", "they")
        return "\(Counts.of(count, "change")) of files after revision \(file.revision) "
            + "\(were) erased; if \(they) changed \(DisplayText.oneLine(file.path)), it is "
            + "shown as it was before"
    }
}
