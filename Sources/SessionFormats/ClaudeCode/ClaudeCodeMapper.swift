import SessionStore

/// Turns the records of a Claude Code transcript into events and branches.
struct ClaudeCodeMapper: RecordMapper {
    let user: String

    var lanes: Lanes
    var calls: [RecordKey: Call] = [:]
    /// Calls that start a subagent, by the text they give it, until its first record comes.
    var tasks = WaitingTasks()
    var agents: [String: Int] = [:]

    init(_ lanes: Lanes, user: String) {
        self.lanes = lanes
        self.user = user
    }

    mutating func take(
        _ record: ClaudeCodeEntry, from file: String?, on given: Int?,
        to writer: some TranscriptWriter
    ) throws {
        lanes.records += 1
        if let time = record.time { lanes.clock = time }
        if let damage = record.source.damage {
            let lane =
                try given ?? file.map { try fileLane($0, firstText: nil, agent: nil, writer) }
                ?? lanes.current
            return try lanes.writeDamaged(record.source, damage, to: lane, writer)
        }
        let knowsLeaf = record.fields.leaf.map { lanes.places[RecordKey($0)] != nil } ?? false
        let kind = ClaudeCodeRecord.kind(
            of: record.fields, content: record.content, knowsLeaf: knowsLeaf)
        let lane = try given ?? lane(for: record, kind: kind, file: file, writer)
        try recordSettings(of: record, on: lane, writer)
        let place = try lanes.write(draft(of: record, kind: kind, on: lane), to: lane, writer)
        note(record, kind: kind, on: lane, at: place.revision)
        try recordFiles(of: record, on: lane, at: place.revision, writer)
    }

    mutating func remember(
        _ record: ClaudeCodeEntry, as kind: EventKind, on lane: Int, at revision: Revision
    ) {
        if let time = record.time { lanes.clock = time }
        if record.isSidechain, lanes[lane].number == nil, !lanes[lane].isSidechain {
            lanes[lane].isSidechain = true
            if let text = record.content.text { _ = tasks.claim(RecordKey(text)) }
        }
        note(record, kind: kind, on: lane, at: revision)
    }

    /// Keeps in mind what later records need to know of this one.
    private mutating func note(
        _ record: ClaudeCodeEntry, kind: EventKind, on lane: Int, at revision: Revision
    ) {
        let fields = record.fields
        if let agent = fields.agent, lanes[lane].isSidechain { agents[agent] = lane }
        if let key = record.id {
            lanes.note(
                key, below: record.parent, isPrompt: kind.isAsking, on: lane, at: revision)
        }
        for call in record.content.calls {
            calls[RecordKey(call.id)] = Call(
                lane: lane, revision: revision, name: call.name,
                path: ClaudeCodeFileChange.path(of: call.name, input: call.input))
            if ["Task", "Agent"].contains(call.name), let prompt = call.input?["prompt"] {
                tasks.add(RecordKey(prompt), at: (lane, revision))
            }
        }
        let isSaid = (fields.type == "user" || fields.type == "assistant") && !fields.isMeta
        lanes.goOn(on: lane, isSaid: isSaid)
    }

    private func draft(of record: ClaudeCodeEntry, kind: EventKind, on lane: Int) -> EventDraft {
        var subject: String?
        if kind == .foreignRecorded {
            subject = record.fields.type
            if subject == "api-request-blob", let hash = record.fields.hash?.string {
                subject = ClaudeCodeRequests.blobSubject(hash)
            }
        } else if kind == .toolReturned, let result = record.fields.toolUseResult {
            // What was read is found by the file's path.
            subject = ClaudeCodeRecord.fileRead(in: result)?.path
        }
        return EventDraft(
            kind: kind, dialect: .claudeCode, subject: subject,
            actor: actor(of: record, kind: kind, on: lane), occurredAt: lanes.clock,
            cause: cause(of: record, kind: kind, on: lane).map { .revision($0) },
            body: JSON(unchecked: record.source.bytes))
    }

    private func actor(of record: ClaudeCodeEntry, kind: EventKind, on lane: Int) -> EventActor {
        switch kind {
        case .promptSubmitted, .commandGiven:
            guard lanes[lane].isSidechain else { return .user(user) }
            // A subagent is asked by the model that called it.
            return lanes.value(of: "model", on: lane)?.string.map { .model($0) } ?? .system
        case .responseReceived, .responseFailed, .toolCalled:
            return record.content.model.flatMap {
                $0 == ClaudeCodeRecord.syntheticModel ? nil : .model($0)
            } ?? .system
        case .toolReturned:
            let call = record.content.results.first.flatMap { calls[RecordKey($0.id)] }
            return call.map { .tool($0.name) } ?? .system
        default: return .system
        }
    }

    /// The revision on the record's own line that led to it.
    private func cause(of record: ClaudeCodeEntry, kind: EventKind, on lane: Int) -> Revision? {
        switch kind {
        case .responseReceived, .responseFailed, .toolCalled:
            let parent = record.fields.parent.flatMap { lanes.places[RecordKey($0)] }
            return parent.flatMap { lanes.revision($0.revision, of: $0.lane, isOn: lane) }
        case .toolReturned:
            let call = record.content.results.first.flatMap { calls[RecordKey($0.id)] }
            return call.flatMap { lanes.revision($0.revision, of: $0.lane, isOn: lane) }
        default: return nil
        }
    }
}
