public import SessionModel

extension Session {
    /// Has lists of sessions show this one before others, or no longer. It is a setting of the
    /// session, `pinned`, and goes with the file.
    ///
    /// - Throws: ``SessionError/Code/sessionArchived``, `readOnly`.
    /// - Returns: whether that was a change; otherwise nothing is written.
    @discardableResult
    public func pin(_ isPinned: Bool = true, by actor: EventActor = .system) async throws -> Bool {
        let branch = try await shownBranch
        let name = IndexedSettings.pin
        let known = try await setting(name, at: .head(of: branch))?.value.bool ?? false
        guard known != isPinned else { return false }
        // It is nothing that happened in the session: where it stands by time stays.
        let last = try await preview(at: .head(of: branch)).endedAt
        try await append(
            [.setting(name, .bool(isPinned), by: actor).with(occurredAt: last)], to: branch,
            expecting: .any)
        return true
    }
}
