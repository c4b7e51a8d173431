import SessionStore

/// Turns the lines of a rollout into events and branches.
struct CodexMapper: RecordMapper {
    let user: String

    var lanes: Lanes
    var calls: [RecordKey: CodexCall] = [:]
    var files = CodexFiles()
    /// The total of the last count of tokens, which the program repeats.
    private var total: [UInt8] = []
    /// Where prompts stand, by lane: to take some back is to fork before one.
    private var prompts: [Int: [Revision]] = [:]
    /// Prompts that were taken back, until something follows.
    private var rewound: (lane: Int, count: Int)?

    init(_ lanes: Lanes, user: String) {
        self.lanes = lanes
        self.user = user
    }

    mutating func take(
        _ record: CodexEntry, from file: String?, on given: Int?, to writer: some TranscriptWriter
    ) throws {
        lanes.records += 1
        if let time = record.time { lanes.clock = time }
        let lane = try given ?? lane(file: file, writer)
        if let damage = record.source.damage {
            return try lanes.writeDamaged(record.source, damage, to: lane, writer)
        }
        try recordSettings(of: record, on: lane, writer)
        let kind = record.fields.kind(isUsageNew: isUsageNew(record))
        let place = try lanes.write(draft(of: record, kind: kind, on: lane), to: lane, writer)
        let tool = record.fields.call.flatMap { calls[RecordKey($0)]?.name }
        let changes = note(record, kind: kind, on: lane, at: place.revision)
        try write(
            changes, by: tool ?? "apply_patch", on: lane, at: place.revision, &lanes, writer)
    }

    mutating func remember(
        _ record: CodexEntry, as kind: EventKind, on lane: Int, at revision: Revision
    ) {
        if let time = record.time { lanes.clock = time }
        if let rewound, rewound.lane != lane { files.fork(lane, from: rewound.lane) }
        _ = note(record, kind: kind, on: lane, at: revision)
    }

    /// The lane of the next record: that of the one before it, where no prompts were taken back.
    private mutating func lane(file: String?, _ writer: some TranscriptWriter) throws -> Int {
        if let file {
            if let lane = lanes.lane(ofFile: file) { return lane }
            let lane = try lanes.forkSidechain(
                of: Codex.threadID(of: file), from: nil, writer)
            lanes[lane].file = file
            return lane
        }
        guard let (lane, count) = rewound, let place = beginning(ofLast: count, on: lane) else {
            return lanes.current
        }
        let number = lanes.nextNumber
        let begun = try lanes.fork(
            lanes.ownName(number), from: place.revision, of: place.lane, writer)
        lanes[begun].number = number
        files.fork(begun, from: lane)
        return begun
    }

    /// What stands before the last prompts of a lane's line; nil where there are not so many.
    private func beginning(
        ofLast count: Int, on lane: Int
    ) -> (lane: Int, revision: Revision)? {
        var (lane, left, last) = (lane, count, Revision.max)
        while left > 0 {
            let own = (prompts[lane] ?? []).filter { $0 <= last }
            if left <= own.count { return (lane, own[own.count - left] - 1) }
            guard let parent = lanes[lane].parent else { return nil }
            (left, last, lane) = (left - own.count, lanes[lane].fork, parent)
        }
        return nil
    }

    /// Keeps in mind what later records need to know of this one, and says which files it changed.
    private mutating func note(
        _ record: CodexEntry, kind: EventKind, on lane: Int, at revision: Revision
    ) -> [CodexFileChange] {
        let fields = record.fields
        rewound = nil
        if let id = record.id {
            lanes.note(
                id, below: nil, isPrompt: kind == .promptSubmitted, on: lane, at: revision)
        }
        if kind == .promptSubmitted { prompts[lane, default: []].append(revision) }
        if kind == .toolCalled, let call = fields.call {
            let patch = Self.patch(in: record)
            calls[RecordKey(call)] = CodexCall(
                lane: lane, revision: revision, name: Self.name(of: fields),
                patch: patch?.text, folder: patch?.folder)
        }
        let changes = fileChanges(of: record, on: lane)
        if kind == .toolReturned, let call = fields.call { calls[RecordKey(call)] = nil }
        if fields.form == "token_count" { total = Self.total(of: fields) ?? total }
        if fields.form == "thread_rolled_back", fields.type == "event_msg" {
            rewound = fields.payload["num_turns"]?.int.map { (lane, $0) }
        }
        lanes.goOn(on: lane, isSaid: record.isSaid)
        return changes
    }

    /// Whether a count of tokens is another than the one before it.
    private func isUsageNew(_ record: CodexEntry) -> Bool {
        guard record.fields.form == "token_count" else { return false }
        guard let info = record.fields.payload["info"], info.kind == .object else { return false }
        return Self.total(of: record.fields).map { $0 != total } ?? true
    }

    private static func total(of fields: CodexFields) -> [UInt8]? {
        fields.payload.at("/info/total_token_usage").map { Array($0.source[$0.range]) }
    }

    private static func name(of fields: CodexFields) -> String {
        fields.name ?? fields.form.map { $0.replacing("_call", with: "") } ?? ""
    }

    private func draft(of record: CodexEntry, kind: EventKind, on lane: Int) -> EventDraft {
        let fields = record.fields
        let subject = fields.isItem || fields.type == "event_msg" ? fields.form : fields.type
        return EventDraft(
            kind: kind, dialect: .codex,
            subject: kind == .foreignRecorded ? subject ?? fields.type : nil,
            actor: actor(of: fields, kind: kind, on: lane), occurredAt: lanes.clock,
            cause: cause(of: fields, kind: kind, on: lane).map { .revision($0) },
            body: JSON(unchecked: record.source.bytes))
    }

    private func actor(of fields: CodexFields, kind: EventKind, on lane: Int) -> EventActor {
        switch kind {
        case .promptSubmitted:
            guard lanes[lane].isSidechain else { return .user(user) }
            return model(on: lane)
        case .responseReceived, .responseFailed, .toolCalled: return model(on: lane)
        case .toolReturned:
            let call = fields.call.flatMap { calls[RecordKey($0)] }
            return call.map { .tool($0.name) } ?? .system
        default: return .system
        }
    }

    private func model(on lane: Int) -> EventActor {
        lanes.value(of: "model", on: lane)?.string.map { .model($0) } ?? .system
    }

    /// The revision on the record's own line that led to it.
    private func cause(of fields: CodexFields, kind: EventKind, on lane: Int) -> Revision? {
        switch kind {
        case .toolReturned:
            let call = fields.call.flatMap { calls[RecordKey($0)] }
            return call.flatMap { lanes.revision($0.revision, of: $0.lane, isOn: lane) }
        case .responseReceived, .responseFailed, .toolCalled:
            return lanes[lane].said > 0 ? lanes[lane].said : nil
        default: return nil
        }
    }
}
