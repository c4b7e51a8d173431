public import SessionStore

extension Session {
    /// The last revision of a branch at which a person, a model or a tool did something, where
    /// lists of events open; nil: there is none.
    ///
    /// - Cost: a look at each event behind it, which are few.
    public func lastDone(on branch: BranchName) async throws -> Revision? {
        for try await event in events(on: branch, order: .descending)
        where !event.isBookkeeping && event.kind != .responseStreamed {
            return event.revision
        }
        return nil
    }
}
