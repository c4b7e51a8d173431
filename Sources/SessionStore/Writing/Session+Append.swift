public import SessionModel

extension Session {
    /// Appends events to the end of a branch: all of them or none, durable when it returns.
    ///
    /// ```swift
    /// let head = try await session.append(
    ///     [.prompt("Why does the build fail?", by: .user("ana"))], to: .main, expecting: .any)
    /// ```
    ///
    /// - Parameters:
    ///   - drafts: in order. Secrets that match well-known patterns are masked, in body, content,
    ///     actor, subject and id (``SessionOptions/masksSecrets``).
    ///   - expecting: the head that the writer has seen; `.any` accepts that others wrote since.
    /// - Returns: the events' revisions in the order given, and the new head.
    /// - Throws: ``SessionError/Code/headMoved`` with expected and actual head: read what came,
    ///   then try again. `branchNotFound`, `branchArchived`, `sessionArchived`, `invalidEvent`,
    ///   `idConflict`, `eventTooLarge`, `diskFull`. Nothing is written in any of these cases.
    ///
    ///   An id or a subject with a secret in it is one that the log has not kept. Where it, masked,
    ///   is on the line already, or in the batch for another one, it is refused (`idConflict`,
    ///   `invalidEvent`), also when it comes again: the second is never taken for the first.
    /// - Cost: one insert each, and one wait for the disk that waiting appends share.
    @discardableResult
    public func append(
        _ drafts: [EventDraft], to branch: BranchName, expecting: ExpectedHead
    ) async throws -> Appended {
        let ready = try await ReadyDraft.all(drafts, options)
        return try await write(ready, to: branch, expecting: expecting)
    }

    /// Appends drafts as they are: checked before, and nothing in them masked.
    func write(
        _ drafts: [EventDraft], to branch: BranchName, expecting: ExpectedHead
    ) async throws -> Appended {
        let ready = drafts.map { ReadyDraft($0, random: options.random) }
        return try await write(ready, to: branch, expecting: expecting)
    }

    private func write(
        _ ready: [ReadyDraft], to branch: BranchName, expecting: ExpectedHead
    ) async throws -> Appended {
        try await write(
            effort: ready.size <= Self.mediumSize ? .medium : .fast, isRepeatable: true
        ) { events in
            try AppendPlan(events: events, branch: branch, expecting: expecting).run(ready)
        }
    }

    /// Bytes up to which the disk takes longer than compressing them well does.
    private static let mediumSize = 64 << 10
}

/// One append inside its transaction.
private struct AppendPlan {
    let events: EventWriter
    let view: LogView
    let row: BranchRow
    let name: BranchName
    let expecting: ExpectedHead

    init(events: EventWriter, branch: BranchName, expecting: ExpectedHead) throws {
        self.events = events
        name = branch
        view = try events.view()
        row = try view.writable(branch)
        self.expecting = expecting
    }

    private func checkHead(for drafts: [ReadyDraft]) throws {
        let head = try events.head(of: row.id).revision
        guard case .revision(let expected) = expecting, expected != head,
            try !isRetry(drafts)
        else { return }
        throw SessionError(
            .headMoved, "\(name) was expected at revision \(expected), it is at \(head)",
            hint: expected < head
                ? "Read from \(name)@\(expected + 1) on what came, then append again."
                : "Its last revision is \(head); expect that one.")
    }

    /// Whether all of it was appended before: then the first answer is given again, wherever the
    /// head is by now.
    private func isRetry(_ drafts: [ReadyDraft]) throws -> Bool {
        let line = try events.line(of: row.id)
        return try !drafts.isEmpty
            && drafts.allSatisfy { ready in
                try ready.draft.id.map { try view.entry(id: $0, on: line) != nil } ?? false
            }
    }

    func run(_ drafts: [ReadyDraft]) throws -> Appended {
        try checkHead(for: drafts)
        var revisions: [Revision] = []
        var names = MaskedNames()
        var count = 0
        var announced = 0
        for (index, ready) in drafts.enumerated() {
            let draft = ready.draft
            if index == announced { announced = try announce(drafts[index...]) }
            if ready.isNameMasked {
                try names.check(ready, index: index, view, on: events.line(of: row.id))
            }
            let cause = try cause(of: draft, index: index, revisions)
            if let known = try known(draft, cause, index: index) {
                revisions.append(known)
            } else {
                let written = try events.append(
                    draft, to: row.id, cause: cause, commitment: ready.commitment)
                revisions.append(written.revision)
                count += 1
            }
        }
        let head = try events.head(of: row.id)
        return Appended(
            revisions: revisions, written: count, head: head.revision,
            digest: head.digest)
    }

    /// From how many bytes on it is worth it to have payloads compressed beside their insertion.
    private static let announcedSize = 64 << 10

    /// Tells the writer what the next drafts will write, as far as that is known now.
    ///
    /// - Returns: the index up to which it was looked at.
    private func announce(_ drafts: ArraySlice<ReadyDraft>) throws -> Int {
        let run = drafts.prefix { $0.draft.id == nil && $0.draft.content == nil }
        if run.reduce(0, { $0 + $1.draft.body.range.count }) >= Self.announcedSize {
            try events.announce(run.map { $0.draft.body.bytes }, to: row.id)
        }
        return max(run.endIndex, drafts.startIndex + 1)
    }

    private func cause(of draft: EventDraft, index: Int, _ revisions: [Revision]) throws
        -> Revision?
    {
        switch draft.cause {
        case nil: return nil
        case .batch(let other):
            guard revisions.indices.contains(other) else {
                throw SessionError(
                    .invalidEvent, "event \(index + 1): its cause must come before it in the batch")
            }
            return revisions[other]
        case .revision(let revision):
            let head = try events.head(of: row.id).revision
            guard revision >= 1, revision <= head else {
                throw SessionError(
                    .invalidEvent,
                    "event \(index + 1): its cause, revision \(revision), is not on \(name)",
                    hint: "Revisions of \(name) go from 1 to \(head).")
            }
            return revision
        }
    }

    /// The revision of an event that was appended before with the same id and content.
    private func known(_ draft: EventDraft, _ cause: Revision?, index: Int) throws -> Revision? {
        guard let id = draft.id else { return nil }
        let line = try events.line(of: row.id)
        guard let entry = try view.entry(id: id, on: line) else { return nil }
        if entry.isErased || isSame(draft, cause, entry) { return entry.revision }
        throw SessionError(
            .idConflict,
            "event \(index + 1): \(name)@\(entry.revision) has the id \"\(id)\" with other content",
            hint: "Give each event an id of its own; the same id must carry the same content.")
    }

    /// Compares bytes: Swift's strings are equal where Unicode calls them equivalent.
    private func isSame(_ left: String?, _ right: String?) -> Bool {
        left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
    }

    private func isSame(_ draft: EventDraft, _ cause: Revision?, _ entry: LogEntry) -> Bool {
        isSame(draft.kind.rawValue, entry.kind.rawValue) && draft.version == entry.version
            && isSame(draft.dialect?.rawValue, entry.dialect?.rawValue)
            && isSame(draft.subject, entry.subject)
            && isSame(draft.actor.rawValue, entry.actor?.rawValue)
            && cause == entry.cause
            && draft.occurredAt.map { $0 == entry.occurred } ?? true
            && draft.body.bytes == entry.body && draft.content == entry.content
    }
}
