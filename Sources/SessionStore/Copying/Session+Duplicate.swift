public import SessionModel

extension Session {
    /// Writes everything that is in the session now into a new file, as a session of its own: with
    /// another id and another title, for work that goes on apart from this one.
    ///
    /// All branches, tags and events are there, each event with the same revision, position, times,
    /// actor, cause, id, body and content. What differs, for it belongs to the file:
    /// - the session's id, in the first event, which also names this program as its generator;
    /// - every digest, since the first event and all random salts differ: the two histories are
    ///   unrelated, and tags, forks and origins are written with the new digests;
    /// - `recordedAt`, which is now;
    /// - erased events, which are there with nothing in them;
    /// - one event more, at the end of `main`: its new title.
    ///
    /// The new file appears whole or not at all, and shows one state, consistent while others
    /// write. ``save(to:)`` makes a copy that is the same session.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there yet, and the folder must exist.
    ///   - title: nil: that of `main`, followed by ` (copy)`.
    ///   - actor: who duplicates it, for the title.
    ///   - progress: called with the events copied and their number.
    /// - Returns: the new session's id.
    /// - Throws: ``SessionError/Code/fileExists``, `noPermission`, `diskFull`.
    /// - Cost: every payload is read and compressed anew; memory does not grow with the log.
    @discardableResult
    public func duplicate(
        to path: String, title: String? = nil, by actor: EventActor = .system,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> String {
        let (last, branches, first, shown) = try await read { view in
            (
                try view.lastPosition(), view.branches,
                try view.entry(at: 1).map { try view.event($0) },
                try view.preview(at: view.resolve(.named(view.titledBranch))).title
            )
        }
        let named = try await digestsNamed(through: last)
        let name = title ?? (shown.isEmpty ? "(copy)" : shown + " (copy)")
        return try await Session.create(
            at: path, by: first?.actor ?? .system, occurredAt: first?.occurredAt, options: options
        ) { copy in
            var plan = DuplicatePlan(branches: branches, named: named)
            var next: Position = 1
            while next <= last {
                let batch = try await entries(from: next, through: last)
                guard let end = batch.last?.position else { break }
                plan = try await copy.take(batch, plan)
                next = end + 1
                progress?(end.number, last.number)
            }
            try await copy.rename(to: name, by: actor)
            return copy.id
        }
    }

    /// The digests that control events and merges name.
    private func digestsNamed(through last: Position) async throws -> Set<EventDigest> {
        var named: Set<EventDigest> = []
        for try await event in allEvents(through: last, headersOnly: true)
        where DuplicatePlan.namesDigests(event.kind) {
            let whole = try await self.event(at: .position(event.position))
            DigestNames.replace(in: whole.body.bytes) { digest in
                named.insert(digest)
                return nil
            }
        }
        return named
    }

    /// Some thousands of entries at once, so that the copy waits for the disk seldom.
    private func entries(from: Position, through last: Position) async throws -> [LogEntry] {
        try await read { view in
            var entries: [LogEntry] = []
            var (next, bytes) = (from, 0)
            while next <= last, entries.count < 4096, bytes < 8 << 20 {
                let batch = try view.entries(fromPosition: next)
                guard let end = batch.last?.position else { break }
                entries += batch.prefix { $0.position <= last }
                bytes += batch.reduce(0) { $0 + $1.body.count + ($1.content?.count ?? 0) }
                next = end + 1
            }
            return entries
        }
    }

    private func take(_ entries: [LogEntry], _ plan: DuplicatePlan) async throws -> DuplicatePlan {
        try await write(effort: .small) { events in
            var plan = plan
            for entry in entries { try plan.take(entry, events) }
            return plan
        }
    }

    private func rename(to title: String, by actor: EventActor) async throws {
        let (title, actor) = (options.masked(title), options.masked(actor))
        try await write { events in
            let view = try events.view()
            try events.append(
                .title(title, by: actor), to: view.row(view.titledBranch).id, cause: nil)
        }
    }
}

extension LogView {
    /// The branch whose title a list shows: `main`, which a session may have begun without.
    fileprivate var titledBranch: BranchName {
        let isMain = branches.contains { $0.name == .main }
        return isMain ? .main : branches[0].name
    }
}
