public import SessionModel

extension Session {
    /// Tokens and requests by model, calls by tool, by day: of all branches together, each event
    /// once.
    ///
    /// - Parameter offset: seconds east of UTC at a time, where days shall begin; else UTC's.
    /// - Throws: ``SessionError/Code/damaged``, `corruptPayload` with the event that cannot be
    ///   read.
    /// - Cost: the bodies of all answers and calls. Memory grows with the number of answers, some
    ///   150 bytes each.
    public func usage(
        offset: @escaping @Sendable (Timestamp) -> Int = { _ in 0 }
    ) async throws -> Usage {
        var fold = UsageFold(offset: offset)
        try await addUsage(to: &fold)
        return fold.usage
    }

    /// Counts this session's events, too: one fold may go through several sessions.
    public func addUsage(to fold: inout UsageFold) async throws {
        fold.beginSession()
        for try await event in audit(UsageFold.query) { fold.apply(event) }
    }
}
