internal import SessionModel

/// One merge inside its transaction.
struct MergeWriting {
    private let merge: Merge
    private let events: EventWriter
    private let actor: EventActor
    private let view: LogView
    private let row: BranchRow
    private let reading: MergeReading

    init(
        _ merge: Merge, _ events: EventWriter, by actor: EventActor
    ) throws {
        self.merge = merge
        self.events = events
        self.actor = actor
        view = try events.view()
        row = try view.writable(merge.ours.point.branch)
        try Self.checkNothingErased(since: merge, view)
        try Self.check(merge.ours, view)
        try Self.check(merge.theirs, view)
        reading = try MergeReading(
            view, ours: view.end(merge.ours.point), theirs: view.end(merge.theirs.point))
    }

    /// Whether a side is what it was when the merge was computed.
    private static func check(_ side: Merge.Side, _ view: LogView) throws {
        let line = try view.line(side.point.branch)
        let head = try view.head(of: line)
        let now = try view.mergeSide(side.point, isHead: side.isHead)
        guard now.digest == side.digest, !side.isHead || head.revision == side.point.revision
        else {
            throw SessionError(
                .headMoved,
                "\(side.point.branch) was at \(side.point.revision) when the merge was computed, "
                    + "it is at \(head.revision)",
                hint: "Compute the merge again; the answers still fit where nothing else changed.")
        }
    }

    /// What was read for the merge may be erased by now, and neither digests nor heads tell.
    private static func checkNothingErased(since merge: Merge, _ view: LogView) throws {
        guard let epoch = merge.epoch, try view.epoch() == epoch else {
            throw SessionError(
                .headMoved,
                "events were erased, or the file compacted, since the merge was computed",
                hint:
                    "Compute the merge again; look into contents that you gave for what is erased.")
        }
    }

    func run() throws -> Appended {
        var revisions: [Revision] = []
        if !merge.isEmpty {
            let taken = merge.standIns
            let drafts = merge.drafts(by: actor, given: { masked($0) })
            let record = try record(count: taken.count + drafts.count)
            let first = try events.append(EventDraft(record, by: actor), to: row.id, cause: nil)
            revisions = [first.revision]
            revisions += try standIn(for: taken, behind: first.revision)
            for draft in drafts {
                let written = try events.append(draft, to: row.id, cause: first.revision)
                revisions.append(written.revision)
            }
        }
        let head = try events.head(of: row.id)
        return Appended(
            revisions: revisions, written: revisions.count, head: head.revision,
            digest: head.digest)
    }

    private func masked(_ draft: EventDraft) -> EventDraft {
        events.masksSecrets ? DraftCheck.masked(draft) : draft
    }

    private func record(count: Int) throws -> BranchMerged {
        let picked = try (merge.picked ?? []).compactMap { revision in
            try view.entry(
                revision: revision, on: reading.theirs.line, headersOnly: true)
        }
        return merge.record(
            picking: picked.map { view.identity(of: $0) }, count: count)
    }

    // MARK: Events that stand for others

    /// Appends one event for each of theirs.
    ///
    /// - Parameter taken: revisions on their line, ascending.
    private func standIn(for taken: [Revision], behind first: Revision) throws -> [Revision] {
        var revisions: [Revision] = []
        var rest = taken[...]
        while let from = rest.first {
            // As far as they stand one behind the other; merges mostly take all of a stretch.
            let run = zip(rest, from...).prefix { $0 == $1 }.count
            let batch = try view.entries(
                on: reading.theirs.line, from: from, through: from + run - 1,
                limit: 256, kinds: PreviewFold.kindsRead)
            guard !batch.isEmpty else {
                throw LogError(.damaged, "revision \(from) of \(merge.theirs.point.branch) is gone")
            }
            for entry in batch {
                let cause = try cause(of: entry, taken, behind: first)
                let written = try events.append(
                    draft(entry), to: row.id, cause: cause,
                    originPosition: entry.originPosition ?? entry.position)
                revisions.append(written.revision)
            }
            rest = rest.dropFirst(batch.count)
        }
        return revisions
    }

    private func draft(_ entry: LogEntry) throws -> EventDraft {
        guard !entry.isErased else {
            throw SessionError(
                .headMoved, "revision \(entry.revision) of \(merge.theirs.point.branch) was erased",
                hint: "Compute the merge again.")
        }
        let event = try view.event(entry)
        var draft = EventDraft(
            kind: event.kind, version: event.version, dialect: event.dialect,
            subject: event.subject, actor: event.actor, occurredAt: event.occurredAt,
            origin: view.identity(of: entry), body: event.body)
        if let id = entry.id, try isFree(id) { draft.id = id }
        return draft
    }

    /// An id is unique on a line. Whoever had it there first keeps it.
    private func isFree(_ id: String) throws -> Bool {
        try view.header(id: id, on: reading.ours.line, from: reading.common + 1) == nil
    }

    /// The revision on our line of what led to an event of theirs; nil where our line does not have
    /// it.
    private func cause(of entry: LogEntry, _ taken: [Revision], behind first: Revision) throws
        -> Revision?
    {
        guard let cause = entry.cause else { return nil }
        if cause <= reading.common { return cause }
        if let index = taken.place(of: cause) { return first + 1 + index }
        return try view.entry(
            revision: cause, on: reading.theirs.line, headersOnly: true
        ).flatMap { try reading.ourMembers.revision(of: $0) }
    }
}

extension [Revision] {
    /// Where an element is in an ascending array.
    fileprivate func place(of element: Revision) -> Int? {
        let index = partitioningIndex { $0 >= element }
        return index < count && self[index] == element ? index : nil
    }
}
