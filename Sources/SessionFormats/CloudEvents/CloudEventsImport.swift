import SessionStore

/// Rebuilds a session from its CloudEvents export: the same branches and the same events, under a
/// new session id and with digests of its own.
struct CloudEventsImport {
    let path: String
    let plan: CloudEventsPlan

    /// What came of it.
    struct Outcome: Sendable {
        var events = 0
        /// What a session cannot be given, with how much there was of each.
        var leftOut: [String: Int] = [:]
    }

    init(_ path: String) throws {
        self.path = path
        plan = try CloudEventsPlan(path)
    }

    var startedAt: Timestamp? { plan.startedAt }

    func run(into session: Session) async throws -> Outcome {
        try await session.bulk { try rebuild(into: $0) }
    }

    func rebuild(into writer: some TranscriptWriter) throws -> Outcome {
        var reader = try CloudEventsReader(path)
        defer { reader.close() }
        var rebuilding = Rebuilding(plan: plan)
        while let (event, line) = try reader.next() {
            do {
                try rebuilding.take(event, writer)
            } catch let error as SessionError {
                throw SessionError(
                    error.code, "line \(line): \(error.message)", hint: error.hint,
                    cause: error.cause)
            }
        }
        return try rebuilding.finish(writer)
    }
}

/// The state of rebuilding: what branches are called now, and where the wanted events came to
/// stand.
private struct Rebuilding {
    let plan: CloudEventsPlan
    var names: [BranchName] = [.main]
    var places: [EventDigest: (lane: Int, place: WrittenPlace)] = [:]
    /// What was written as erased, and by now no record names.
    var erased: Set<EventDigest> = []
    var outcome = CloudEventsImport.Outcome()

    mutating func take(_ event: CloudEvent, _ writer: some TranscriptWriter) throws {
        guard let branch = event.branch else { return try takeControl(event, writer) }
        guard let lane = plan.laneByName[branch], lane < names.count else {
            throw SessionError(
                .invalidInput, "branch \"\(branch)\" was not forked before",
                hint: "Give the branch.forked event first, or leave branch away for main.")
        }
        if event.draft.kind == .sessionCreated, event.sequence == 1 {
            note(event, lane, try Self.beginning(of: writer))
            return
        }
        var draft = event.draft
        let original = draft.origin.flatMap { places[$0]?.place }
        if draft.origin != nil, !event.isErased { stand(in: &draft, for: original?.digest) }
        if draft.kind == .branchMerged, !event.isErased { rename(in: &draft) }
        let written =
            event.isErased
            ? try writer.writeErased(draft, to: names[lane])
            : try writer.write(draft, to: names[lane], standingFor: original)
        if event.isErased { erased.insert(written.digest) }
        outcome.events += 1
        if let sequence = event.sequence, sequence != written.revision {
            throw SessionError(
                .invalidInput,
                "sequence is \(sequence), but the event comes to stand at \(written.revision)",
                hint: "An event before it is missing or out of order; export the session anew.")
        }
        note(event, lane, written)
    }

    /// Lets an event stand for the one that was rebuilt, or say that it is not in the session.
    private mutating func stand(in draft: inout EventDraft, for origin: EventDigest?) {
        draft.origin = origin
        guard origin == nil else { return }
        outcome.leftOut["origins in other sessions", default: 0] += 1
        if draft.kind == .fileChanged, draft.content == nil,
            !draft.body.members.contains(where: {
                ["removed", "unknown", "derived"].contains($0.key)
            })
        {
            draft.body = FileChanged(unknown: "the event it stands for is in another session").json
        }
    }

    /// Gives a merge's record the digests that the new session has. A line that was exported alone
    /// comes without the one that was merged into it.
    private mutating func rename(in draft: inout EventDraft) {
        var record = BranchMerged(draft.body, version: draft.version)
        func here(_ digest: EventDigest?) -> EventDigest? {
            digest.flatMap { places[$0]?.place.digest }
        }
        let theirs = here(record.theirs)
        if record.theirs != nil, theirs == nil {
            record.revision = nil
            outcome.leftOut["lines of other sessions that were merged", default: 0] += 1
        }
        (record.ours, record.theirs) = (here(record.ours), theirs)
        record.picked = record.picked.compactMap { here($0) }
        draft.body = record.json
    }

    private static func beginning(of writer: some TranscriptWriter) throws -> WrittenPlace? {
        var found: WrittenPlace?
        try writer.forEachEvent(from: 1) { event in
            if event.kind == .sessionCreated {
                found = WrittenPlace(
                    revision: event.revision, digest: event.digest, position: event.position)
            }
        }
        return found
    }

    private mutating func note(_ event: CloudEvent, _ lane: Int, _ place: WrittenPlace?) {
        guard let place, let digest = event.id.flatMap({ EventDigest($0) }),
            plan.wanted.contains(digest)
        else { return }
        places[digest] = (lane, place)
    }

    private mutating func takeControl(_ event: CloudEvent, _ writer: some TranscriptWriter) throws {
        let body = event.draft.body
        let actor = event.draft.actor
        switch event.draft.kind {
        case .branchForked:
            let fork = BranchForked(body, version: event.draft.version)
            let point = fork.from.flatMap { places[$0] }
            try writer.fork(
                fork.name, from: fork.revision, of: names[point?.lane ?? 0], by: actor,
                occurredAt: event.draft.occurredAt)
            names.append(fork.name)
        case .branchRenamed:
            let change = BranchRenamed(body, version: event.draft.version)
            try writer.rename(
                change.from, to: change.to, by: actor, occurredAt: event.draft.occurredAt)
            names = names.map { $0 == change.from ? change.to : $0 }
        case .branchArchived, .holdSet, .sessionExported, .sessionArchived, .sessionReopened:
            try writer.record(event.draft)
        case .tagSet: try tag(event.draft, writer)
        case .contentRedacted: try erase(event.draft, writer)
        default:
            // A seal signs digests that the new session does not have.
            outcome.leftOut[event.draft.kind.rawValue, default: 0] += 1
            return
        }
        outcome.events += 1
    }

    private mutating func tag(_ draft: EventDraft, _ writer: some TranscriptWriter) throws {
        var (draft, tag) = (draft, TagSet(draft.body, version: draft.version))
        guard let place = tag.at.flatMap({ places[$0] }) else {
            throw SessionError(
                .invalidInput, "the tag \(tag.name) marks an event that did not come before it",
                hint: "An event is missing or out of order; export the session anew.")
        }
        tag.at = place.place.digest
        draft.body = tag.json
        try writer.record(draft)
    }

    /// Names the erased events by the digests that they have now. What was erased of another copy,
    /// and is in no event here, is not named any more.
    private mutating func erase(_ draft: EventDraft, _ writer: some TranscriptWriter) throws {
        var (draft, record) = (draft, ContentRedacted(draft.body, version: draft.version))
        record.digests = record.digests.compactMap { places[$0]?.place.digest }
            .filter { erased.contains($0) }
        guard !record.digests.isEmpty else {
            outcome.leftOut["erasures of what was never here", default: 0] += 1
            return
        }
        erased.subtract(record.digests)
        draft.body = record.json
        try writer.record(draft)
    }

    /// - Returns: what came of it. Of a line that was exported alone the records of erasures are
    ///   elsewhere, so it gets one of its own.
    consuming func finish(_ writer: some TranscriptWriter) throws -> CloudEventsImport.Outcome {
        guard !erased.isEmpty else { return outcome }
        let record = ContentRedacted(
            digests: erased.sorted { $0.description < $1.description },
            reason: "erased in the session that was exported")
        try writer.record(EventDraft(record, by: .system))
        return outcome
    }
}
