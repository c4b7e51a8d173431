import SessionStore

/// Says beside an answer about files that some of their changes were erased: an erased change does
/// not name its file any more, which then reads as it was before.
enum ErasedChanges {
    /// - Parameter file: the only one that the answer is about; nil: all.
    static func warn(
        at moment: Moment, of file: FileState? = nil, in session: Session
    ) async throws {
        let count = try await session.erasedFileChanges(at: moment, after: file?.revision ?? 0)
        guard count > 0 else { return }
        let (were, they) = count == 1 ? ("was", "it") : ("were", "they")
        guard let file else {
            return Output.error.tryLine(
                "session: \(Counts.of(count, "change")) of files up to \(moment) \(were) erased; "
                    + "which files, nobody knows any more: they are shown as they were before")
        }
        Output.error.tryLine(
            "session: \(Counts.of(count, "change")) of files after revision \(file.revision) "
                + "\(were) erased; if \(they) changed \(DisplayText.oneLine(file.path)), it is "
                + "shown as it was before")
    }
}
