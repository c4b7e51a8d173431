public import SessionModel

extension Session {
    /// Erases events for good: what they say, their subject, actor, cause and salt, and every trace
    /// of these in the file, in what was compressed against them and in what was computed from
    /// them. Kind, times, size and digest stay, so the chain still verifies, and `content.redacted`
    /// records who erased them and why.
    ///
    /// ```swift
    /// let plan = try await session.planRedaction(of: [.revision(57, on: .main)])
    /// try await session.redact(plan, reason: "a customer's address", by: .user("ana"))
    /// ```
    ///
    /// The rows are erased in one transaction. Then the file is written anew and its write-ahead
    /// log cut off; a process that is killed before that leaves the events erased, and erasing them
    /// once more takes the old bytes away. Bytes of the file are meant: blocks that a disk gave up,
    /// backups and copies of the file are beyond its reach.
    ///
    /// - Parameters:
    ///   - plan: of this session. What is appended after it was made stays.
    ///   - reason: why, for whoever finds the event erased. Not empty. Secrets in it are masked.
    ///   - authority: who asked for it, where that is not `actor`.
    ///   - everywhere: whether the other events that hold the same bytes go too
    ///     (``RedactionPlan/alike``).
    /// - Returns: what was recorded; nil where all of it was erased before.
    /// - Throws: ``SessionError/Code/held`` while a hold is set; `notErasable`; `busy` where the
    ///   events are erased and another process still reads an older state: redact again then.
    /// - Cost: the file is written anew, and the previews and snapshots behind the first event.
    @discardableResult
    public func redact(
        _ plan: RedactionPlan, reason: String, authority: String? = nil, everywhere: Bool = false,
        by actor: EventActor
    ) async throws -> Redaction? {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw SessionError(
                .invalidInput, "an erasure needs a reason", hint: "Say why: \(.giveReason).")
        }
        let events = plan.events + (everywhere ? plan.alike : [])
        let (reason, authority) = (options.masked(reason), authority.map { options.masked($0) })
        let digests = try await control(onArchived: true) { writer, view in
            try view.checkNotHeld()
            return try writer.erase(events, reason: reason, authority: authority, by: actor, view)
        }
        previewKeeper.forgetAll()
        do {
            try await sessionErrors { try await log.scrub() }
        } catch let error as SessionError {
            throw SessionError(
                error.code,
                "the events are erased, but the file could not be written anew, and free pages may "
                    + "still hold them: \(error.message)",
                hint:
                    "Make room, or close what reads the file, and redact again: that finishes it.",
                cause: error)
        }
        if let path { try await options.afterErasing(path) }
        guard !digests.isEmpty else { return nil }
        return try await redactions().last { $0.digests == digests }
    }
}

extension EventWriter {
    /// Erases what is not erased yet, records it, and makes anew what was computed from it.
    fileprivate func erase(
        _ events: [Event], reason: String, authority: String?, by actor: EventActor, _ view: LogView
    ) throws -> [EventDigest] {
        for event in events {
            let entry = try view.entry(at: event.position, headersOnly: true)
            guard let entry, entry.digest == event.digest, event.isErasable else {
                throw SessionError(
                    .notErasable, "#\(event.position) is not the event that was planned to go",
                    hint: "Make the plan anew, of this session.")
            }
        }
        let erased = try erase(view.kin(of: Set(events.map(\.position))))
        guard !erased.digests.isEmpty else { return [] }
        let digests = erased.digests
        try control(
            EventDraft(
                ContentRedacted(digests: digests, reason: reason, authority: authority), by: actor))
        try rebuild(from: erased.beginnings)
        return digests
    }
}
