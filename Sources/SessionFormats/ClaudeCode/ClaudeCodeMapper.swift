import SessionStore

/// Turns the records of a transcript, in file order, into events and branches.
///
/// It decides from what it has seen and nothing else, so a transcript imported in pieces becomes
/// the same session as one imported at once. ``remember(_:)`` rebuilds what it has seen from a
/// session's events; ``take(_:from:to:)`` adds records.
struct ClaudeCodeMapper {
    /// Who the prompts are by: a transcript does not say.
    var user = "user"

    var lanes: [Lane] = []
    var laneByName: [BranchName: Int] = [:]
    var places: [RecordKey: Place] = [:]
    var calls: [RecordKey: Call] = [:]
    /// Calls that start a subagent, by the text they give it, until its first record comes.
    var tasks: [RecordKey: [(lane: Int, revision: Int)]] = [:]
    var agents: [String: Int] = [:]
    /// The lane that a record without a known parent goes to.
    var current = 0
    /// The lane where the conversation stands: of the last record said by a person or a model.
    var tip = 0
    /// The time of the last record, for records that have none.
    var clock: Timestamp?

    var records = 0
    var events = 0

    /// - Parameter branches: those of the session, in the order they were created.
    init(branches: [Branch], user: String = "user") {
        self.user = user
        for branch in branches { addLane(branch) }
    }

    mutating func addLane(_ branch: Branch) {
        laneByName[branch.name] = lanes.count
        lanes.append(
            Lane(
                name: branch.name, parent: branch.fork.flatMap { laneByName[$0.branch] },
                fork: branch.fork?.revision ?? 0, head: branch.head, isSidechain: false))
    }

    /// Adds one record, and what follows from it, to the session.
    ///
    /// - Parameters:
    ///   - file: the subagent's file it stands in; nil: the transcript itself.
    ///   - given: the lane that it goes to; nil: that of the record before it.
    mutating func take(
        _ record: ParsedRecord, from file: String?, to writer: some TranscriptWriter,
        on given: Int? = nil
    ) throws {
        records += 1
        if let time = record.fields.timestamp { clock = time }
        if let damage = record.source.damage {
            try takeDamaged(record.source, damage, file: file, on: given, writer)
            return
        }
        let knowsLeaf = record.fields.leaf.map { places[RecordKey($0)] != nil } ?? false
        let kind = ClaudeCodeRecord.kind(
            of: record.fields, content: record.content, knowsLeaf: knowsLeaf)
        let lane = try given ?? lane(for: record, kind: kind, file: file, writer)
        try recordSettings(of: record, on: lane, writer)
        let place = try write(draft(of: record, kind: kind, on: lane), to: lane, writer)
        note(record, kind: kind, on: lane, at: place.revision)
        try recordFiles(of: record, on: lane, at: place.revision, writer)
    }

    /// Keeps in mind what later records need to know of this one.
    mutating func note(_ record: ParsedRecord, kind: EventKind, on lane: Int, at revision: Int) {
        let fields = record.fields
        if let agent = fields.agent, lanes[lane].isSidechain { agents[agent] = lane }
        if let uuid = fields.uuid {
            let key = RecordKey(uuid)
            let parent = (fields.parent ?? fields.logicalParent).map { RecordKey($0) }
            places[key] = Place(lane: Int32(lane), revision: Int32(revision), parent: parent)
            lanes[lane].said = revision
            if kind == .promptSubmitted { lanes[lane].prompts.append((revision, key)) }
        }
        for call in record.content.calls {
            calls[RecordKey(call.id)] = Call(
                lane: lane, revision: revision, name: call.name,
                path: FileChange.path(of: call.name, input: call.input))
            if ["Task", "Agent"].contains(call.name), let prompt = call.input?["prompt"] {
                tasks[RecordKey(prompt), default: []].append((lane, revision))
            }
        }
        guard !lanes[lane].isSidechain else { return }
        if lanes[lane].number == nil { lanes[lane].number = nextNumber }
        current = lane
        if fields.type == "user" || fields.type == "assistant", !fields.isMeta { tip = lane }
    }

    private func draft(of record: ParsedRecord, kind: EventKind, on lane: Int) -> EventDraft {
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
            actor: actor(of: record, kind: kind, on: lane), occurredAt: clock,
            cause: cause(of: record, kind: kind, on: lane).map { .revision($0) },
            body: JSON(unchecked: record.source.bytes))
    }

    private func actor(of record: ParsedRecord, kind: EventKind, on lane: Int) -> EventActor {
        switch kind {
        case .promptSubmitted:
            guard lanes[lane].isSidechain else { return .user(user) }
            // A subagent is asked by the model that called it.
            return value(of: "model", on: lane)?.string.map { .model($0) } ?? .system
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
    private func cause(of record: ParsedRecord, kind: EventKind, on lane: Int) -> Int? {
        switch kind {
        case .responseReceived, .responseFailed, .toolCalled:
            let parent = record.fields.parent.flatMap { places[RecordKey($0)] }
            return parent.flatMap { revision(Int($0.revision), of: Int($0.lane), isOn: lane) }
        case .toolReturned:
            let call = record.content.results.first.flatMap { calls[RecordKey($0.id)] }
            return call.flatMap { revision($0.revision, of: $0.lane, isOn: lane) }
        default: return nil
        }
    }

    private mutating func takeDamaged(
        _ source: SourceRecord, _ damage: String, file: String?, on given: Int?,
        _ writer: some TranscriptWriter
    ) throws {
        let lane =
            try given ?? file.map { try fileLane($0, firstText: nil, agent: nil, writer) }
            ?? current
        let draft = EventDraft(
            kind: .foreignRecorded, subject: "damaged", actor: .system, occurredAt: clock,
            body: ["damaged": .string(damage), "line": .number(source.line)],
            content: source.bytes)
        _ = try write(draft, to: lane, writer)
    }

    mutating func write(
        _ draft: EventDraft, to lane: Int, _ writer: some TranscriptWriter
    ) throws -> WrittenPlace {
        let place = try writer.write(draft, to: lanes[lane].name)
        lanes[lane].head = place.revision
        events += 1
        return place
    }
}

/// A record with what importing looks at, found once.
struct ParsedRecord {
    var source: SourceRecord
    var fields: ClaudeCodeFields
    var content: ClaudeCodeContent

    init(_ source: SourceRecord) {
        self.source = source
        let json = source.damage == nil ? JSON(unchecked: source.bytes) : .null
        fields = ClaudeCodeFields(json)
        content = ClaudeCodeContent(fields.message)
    }
}
