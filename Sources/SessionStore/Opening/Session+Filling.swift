internal import EventLog
internal import SessionModel

extension Session {
    /// Makes a new session file that gets its name once `body` has filled it and all of it is on
    /// disk. Killed before that, nothing is left but a hidden draft, which the next call for the
    /// same path removes.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there yet, and the folder must exist.
    ///   - actor: who creates it.
    ///   - time: when the session began; nil: now.
    ///   - body: may use the session until it returns; its result is passed on.
    /// - Throws: ``SessionError/Code/fileExists``, also where the name was taken meanwhile;
    ///   `noPermission`, `diskFull`, and what `body` throws. There is no file then.
    package static func create<Result: Sendable>(
        at path: String, by actor: EventActor = .system, occurredAt time: Timestamp? = nil,
        options: SessionOptions = SessionOptions(),
        filling body: (Session) async throws -> Result
    ) async throws -> Result {
        try await sessionErrors {
            let draft = try Draft(of: path)
            defer { draft.remove() }
            let session = try await create(
                at: draft.path, by: actor, occurredAt: time, options: options)
            let result = try await session.closing(after: body)
            try draft.publish()
            return result
        }
    }

    /// Uses the session and closes it, whatever comes of it, so that its file stands alone.
    ///
    /// ```swift
    /// let info = try await Session.open("parser.session").closing { try await $0.info() }
    /// ```
    ///
    /// - Parameter body: may use the session until it returns; its result is passed on.
    /// - Throws: what `body` throws, or else what closing does.
    public func closing<Result: Sendable>(
        after body: (Session) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(self)
            try await close()
            return result
        } catch {
            try? await close()
            throw error
        }
    }
}
