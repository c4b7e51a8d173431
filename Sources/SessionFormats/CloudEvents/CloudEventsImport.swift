import SessionStore

/// Rebuilds a session from its CloudEvents export: the same branches and the same events, under a
/// new session id and with digests of its own.
struct CloudEventsImport {
    let path: String
    let plan: CloudEventsPlan

    /// What came of it, and what is to be done once the events are there.
    struct Outcome: Sendable {
        var events = 0
        /// Kinds of the control line that a session cannot be given, with how many there were.
        var leftOut: [String: Int] = [:]
        var archived: [(branch: BranchName, actor: Actor)] = []
        /// Who archived the session, where it is archived in the end.
        var archivedBy: Actor?
        var exports: [(format: String, actor: Actor)] = []
    }

    init(_ path: String) throws {
        self.path = path
        plan = try CloudEventsPlan(path)
    }

    var startedAt: Timestamp? { plan.startedAt }

    func run(into session: Session) async throws -> Outcome {
        let outcome = try await session.bulk { try rebuild(into: $0) }
        for (format, actor) in outcome.exports {
            try await session.recordExport(format: format, by: actor)
        }
        for (branch, actor) in outcome.archived {
            try await session.archive(branch: branch, by: actor)
        }
        if let actor = outcome.archivedBy { try await session.archive(by: actor) }
        return outcome
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
        return rebuilding.finish()
    }
}

/// The state of rebuilding: what branches are called now, and where the wanted events came to
/// stand.
private struct Rebuilding {
    let plan: CloudEventsPlan
    var names: [BranchName] = [.main]
    var places: [Digest: (lane: Int, place: WrittenPlace)] = [:]
    var archivedLanes: [(lane: Int, actor: Actor)] = []
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
        if draft.origin != nil { stand(in: &draft, for: original?.digest) }
        if draft.kind == .branchMerged, !event.isErased { rename(in: &draft) }
        if event.isErased { blank(&draft) }
        let written = try writer.write(draft, to: names[lane], standingFor: original)
        outcome.events += 1
        if let sequence = event.sequence, sequence != written.revision {
            throw SessionError(
                .invalidInput,
                "sequence is \(sequence), but the event comes to stand at \(written.revision)",
                hint: "An event before it is missing or out of order; export the session anew.")
        }
        note(event, lane, written)
    }

    /// Keeps the place of an event whose content was erased: an export does not have it.
    private mutating func blank(_ draft: inout EventDraft) {
        outcome.leftOut["erased events", default: 0] += 1
        // A body of a dialect need not follow the kind's schema.
        draft.dialect = Dialect(rawValue: "erased")
        if draft.kind.role == .sets { draft.subject = draft.subject ?? "erased" }
        if draft.kind == .fileChanged {
            draft.dialect = nil
            draft.body = FileChanged(unknown: "it was erased").json
        }
    }

    /// Lets an event stand for the one that was rebuilt, or say that it is not in the session.
    private mutating func stand(in draft: inout EventDraft, for origin: Digest?) {
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
        func here(_ digest: Digest?) -> Digest? { digest.flatMap { places[$0]?.place.digest } }
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
        guard let place, let digest = event.id.flatMap({ Digest($0) }), plan.wanted.contains(digest)
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
        case .branchArchived:
            let name = BranchArchived(body, version: event.draft.version).name
            if let lane = names.firstIndex(of: name) { archivedLanes.append((lane, actor)) }
        case .sessionArchived: outcome.archivedBy = actor
        case .sessionReopened: outcome.archivedBy = nil
        case .sessionExported:
            outcome.exports.append((body["format"]?.string ?? "", actor))
        default:
            outcome.leftOut[event.draft.kind.rawValue, default: 0] += 1
            return
        }
        outcome.events += 1
    }

    consuming func finish() -> CloudEventsImport.Outcome {
        outcome.archived = archivedLanes.map { (names[$0.lane], $0.actor) }
        return outcome
    }
}
