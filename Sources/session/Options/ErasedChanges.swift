import SessionStore

/// Says beside an answer about files, settings and the title that some of their changes were
/// erased: an erased change does not name its subject any more, which then reads as it was before.
enum ErasedChanges {
    /// Beside an answer about what is set at some moments: the latest of each branch.
    ///
    /// - Parameter kinds: that the answer is about.
    static func warn(
        between points: [Point], of kinds: [EventKind] = EventKind.setting, in session: Session
    ) async throws {
        let latest = points.filter { point in
            !points.contains { $0.branch == point.branch && $0.revision > point.revision }
        }
        for point in Set(latest) {
            let count = try await session.erasedChanges(of: kinds, at: point.moment)
            guard count > 0 else { continue }
            let what = kinds == [.fileChanged] ? "files" : "files, settings or the title"
            Output.error.tryLine(
                "session: \(Counts.of(count, "change")) of \(what) up to \(point.moment) "
                    + "\(count == 1 ? "was" : "were") erased; of which, nobody knows any more: "
                    + "they are shown as they were before")
        }
    }

    /// Beside an answer about one file.
    static func warn(at moment: Moment, of file: FileState, in session: Session) async throws {
        let count = try await session.erasedChanges(
            of: [.fileChanged], at: moment, after: file.revision)
        guard count > 0 else { return }
        let (were, they) = count == 1 ? ("was", "it") : ("were", "they")
        Output.error.tryLine(
            "session: \(Counts.of(count, "change")) of files after revision \(file.revision) "
                + "\(were) erased; if \(they) changed \(DisplayText.oneLine(file.path)), it is "
                + "shown as it was before")
    }
}
