import SessionStore

/// Turns the records of any format that tells what they are into events and branches.
struct FactMapper<Reader: FactRecord>: RecordMapper {
    typealias Record = FactEntry<Reader>

    let user: String
    var lanes: Lanes
    var calls: [RecordKey: FileCall] = [:]
    /// The last call of each lane, for results that name none.
    var lastCalls: [Int: FileCall] = [:]
    var files = FileMemory()
    /// Calls that start a subagent, by the text they give it, until its first record comes.
    var tasks = WaitingTasks()
    /// The lanes of subagents, by the call or the name that they are known by.
    var agents: [RecordKey: Int] = [:]
    /// Of a format whose records come again: the parts that each has said.
    var said: [RecordKey: SaidParts] = [:]
    /// Of each lane: the last record of the conversation, and whether it called a tool.
    var last: [Int: (revision: Revision, isCall: Bool)] = [:]
    /// Who speaks in records that are parts of a message.
    var speaker: Message.Role?
    /// What a person asked last, as far as it may come again.
    var asked: RecordKey?

    init(_ lanes: Lanes, user: String) {
        self.lanes = lanes
        self.user = user
    }

    mutating func take(
        _ record: Record, from file: String?, on given: Int?, to writer: some TranscriptWriter
    ) throws {
        lanes.records += 1
        if let time = record.time { lanes.clock = time }
        if let damage = record.source.damage {
            let lane = try given ?? file.map { try fileLane($0, nil, writer) } ?? lanes.current
            return try lanes.writeDamaged(record.source, damage, to: lane, writer)
        }
        let lane = try given ?? self.lane(for: record, file: file, writer)
        let kind = kind(of: record, on: lane)
        let message = record.record.message(of: kind)
        try recordSettings(of: record, message, on: lane, writer)
        let isAgain = isAgain(record, on: lane)
        let draft = EventDraft(
            kind: kind, dialect: Reader.dialect,
            subject: isAgain ? Event.saidBefore : subject(of: record, kind: kind),
            actor: actor(of: message, kind: kind, on: lane), occurredAt: lanes.clock,
            cause: cause(of: record, message, kind: kind, on: lane).map { .revision($0) },
            body: JSON(unchecked: record.source.bytes))
        let place = try lanes.write(draft, to: lane, writer)
        let changes = note(record, message, kind: kind, on: lane, at: place.revision)
        for change in changes { try write(change, on: lane, writer) }
        try write(record.record.tree, behind: place.revision, on: lane, writer)
    }

    mutating func remember(
        _ record: Record, as kind: EventKind, on lane: Int, at revision: Revision
    ) {
        if let time = record.time { lanes.clock = time }
        if record.isSidechain { lanes[lane].isSidechain = lane > 0 }
        let message = record.record.message(of: kind)
        if lanes[lane].isSidechain, last[lane] == nil, let text = Self.text(of: message) {
            _ = tasks.claim(RecordKey(text))
        }
        _ = note(record, message, kind: kind, on: lane, at: revision)
    }

    // MARK: What a record is

    /// Some tools write a prompt twice, and some a result in a person's place: that is known from
    /// what came before.
    private func kind(of record: Record, on lane: Int) -> EventKind {
        let facts = record.facts
        if facts.mayEcho, let asked, asked == echo(of: record.record.said) {
            return .foreignRecorded
        }
        if facts.mayBeResult, last[lane]?.isCall ?? false { return .toolReturned }
        if speaker == .user, facts.speaker == nil, facts.kind == .responseReceived {
            return .promptSubmitted
        }
        guard isAgain(record, on: lane) else { return facts.kind }
        let before = record.id.flatMap { said[$0] }
        return before?.kind(ofMore: record.record.said) ?? facts.kind
    }

    private func isAgain(_ record: Record, on lane: Int) -> Bool {
        guard Reader.comesAgain, let id = record.id else { return false }
        return said[id]?.lane == lane
    }

    private func echo(of message: Message?) -> RecordKey? {
        guard let message, message.role == .user else { return nil }
        return RecordKey(Array(message.text.utf8)[...])
    }

    private func subject(of record: Record, kind: EventKind) -> String? {
        guard kind == .foreignRecorded else { return nil }
        let type = record.facts.type ?? record.source.link?.name
        return type.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func actor(of message: Message?, kind: EventKind, on lane: Int) -> EventActor {
        let model = { lanes.value(of: "model", on: lane)?.string.map { EventActor.model($0) } }
        switch kind {
        case .promptSubmitted, .commandGiven:
            return lanes[lane].isSidechain ? model() ?? .system : .user(user)
        case .responseReceived, .responseFailed, .toolCalled:
            return message?.model.map { .model($0) } ?? model() ?? .system
        case .toolReturned:
            let call = results(of: message).first.flatMap { self.call($0.id, on: lane) }
            return call.map { .tool($0.name.isEmpty ? "tool" : $0.name) } ?? .system
        default: return .system
        }
    }

    /// The revision on the record's own line that led to it.
    private func cause(
        of record: Record, _ message: Message?, kind: EventKind, on lane: Int
    ) -> Revision? {
        switch kind {
        case .responseReceived, .responseFailed, .toolCalled:
            if let place = record.parent.flatMap({ lanes.places[$0] }) {
                return lanes.revision(place.revision, of: place.lane, isOn: lane)
            }
            return last[lane]?.revision
        case .toolReturned:
            let call = results(of: message).first.flatMap { self.call($0.id, on: lane) }
            return call.flatMap { lanes.revision($0.revision, of: $0.lane, isOn: lane) }
        default: return nil
        }
    }

    // MARK: What it leaves behind

    private mutating func recordSettings(
        of record: Record, _ message: Message?, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        for (subject, value) in record.facts.settings {
            try lanes.set(subject, to: value, on: lane, writer)
        }
        if Reader.settings.contains("model"), let model = message?.model, !model.isEmpty {
            try lanes.set("model", to: .string(model), on: lane, writer)
        }
    }

    /// Keeps in mind what later records need to know of this one.
    ///
    /// - Returns: the files that it changed.
    private mutating func note(
        _ record: Record, _ message: Message?, kind: EventKind, on lane: Int, at revision: Revision
    ) -> [FileEffect] {
        if let id = record.id, !isAgain(record, on: lane) {
            lanes.note(
                id, below: record.parent, isPrompt: kind.isAsking, on: lane, at: revision)
            if Reader.comesAgain { said[id] = SaidParts(lane: lane) }
        }
        lanes.noteRecord(on: lane, at: revision)
        speaker = record.facts.speaker ?? speaker
        if let agent = record.facts.agent { agents[RecordKey(agent)] = lane }
        let isSaid = message.map { $0.role != .system } ?? false
        if isSaid { lanes[lane].spoken = revision }
        if isSaid { last[lane] = (revision, message?.kind == .toolCalled) }
        if record.facts.mayEcho {
            asked = kind == .foreignRecorded ? nil : echo(of: record.record.said)
        }
        defer {
            if let id = record.id { said[id]?.add(message) }
            lanes.goOn(on: lane, isSaid: isSaid)
        }
        return effects(of: record, message, on: lane, at: revision)
    }

    private static func text(of message: Message?) -> JSON? {
        guard let message else { return nil }
        for case .text(let text) in message.parts { return text }
        return nil
    }
}
