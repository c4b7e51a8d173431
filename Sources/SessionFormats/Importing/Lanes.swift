import SessionStore

/// What an importer knows of a session's branches, and of where records lie on them.
///
/// Lanes are numbered in the order in which the branches began. A transcript is a tree of records,
/// but most records with several children are no branches that a person made: parallel tool calls
/// and progress hang beside each other. A branch is a second prompt below the same record, or a
/// subagent.
struct Lanes {
    private var lanes: [Lane] = []
    private(set) var byName: [BranchName: Int] = [:]
    /// Where each record lies that has an id.
    var places: [RecordKey: RecordPlace] = [:]
    /// The lane that a record without a known parent goes to.
    var current = 0
    /// The lane where the conversation stands: of the last record said by a person or a model.
    var tip = 0
    /// The time of the last record, for records that have none.
    var clock: Timestamp?

    /// How many records were taken, and how many events written.
    var records = 0
    private(set) var events = 0

    /// - Parameter branches: those of the session, in the order they were created.
    init(_ branches: [Branch]) {
        for branch in branches {
            byName[branch.name] = lanes.count
            lanes.append(
                Lane(
                    name: branch.name, parent: branch.fork.flatMap { byName[$0.branch] },
                    fork: branch.fork?.revision ?? 0, head: branch.head, isSidechain: false))
        }
    }

    subscript(lane: Int) -> Lane {
        get { lanes[lane] }
        _modify { yield &lanes[lane] }
    }

    var all: [Lane] { lanes }
    var indices: Range<Int> { lanes.indices }
    var count: Int { lanes.count }

    /// Keeps in mind where a record lies that has an id.
    mutating func note(
        _ record: RecordKey, below parent: RecordKey?, isPrompt: Bool, on lane: Int,
        at revision: Revision
    ) {
        places[record] = RecordPlace(lane: lane, revision: revision, parent: parent)
        lanes[lane].said = revision
        if isPrompt { lanes[lane].prompts.append((revision, record)) }
    }

    /// The transcript goes on on a lane.
    ///
    /// - Parameter isSaid: whether a person or a model says something there.
    mutating func goOn(on lane: Int, isSaid: Bool) {
        guard !lanes[lane].isSidechain else { return }
        if lanes[lane].number == nil { lanes[lane].number = nextNumber }
        current = lane
        if isSaid { tip = lane }
    }

    // MARK: Writing

    mutating func write(
        _ draft: EventDraft, to lane: Int, _ writer: some TranscriptWriter
    ) throws -> WrittenPlace {
        let place = try writer.write(draft, to: lanes[lane].name)
        lanes[lane].head = place.revision
        events += 1
        return place
    }

    /// Keeps a line that cannot be read.
    mutating func writeDamaged(
        _ source: SourceRecord, _ damage: String, to lane: Int, _ writer: some TranscriptWriter
    ) throws {
        let draft = EventDraft(
            kind: .foreignRecorded, subject: "damaged", actor: .system, occurredAt: clock,
            body: ["damaged": .string(damage), "line": .number(source.line)],
            content: source.bytes)
        _ = try write(draft, to: lane, writer)
    }

    // MARK: Branches

    /// The lane of a record of the conversation. A second prompt below the same record begins one.
    ///
    /// - Parameter parent: the record that it follows.
    mutating func lane(
        below parent: RecordKey?, isPrompt: Bool, _ writer: some TranscriptWriter
    ) throws -> Int {
        guard let parent, let place = places[parent], !lanes[place.lane].isSidechain else {
            return current
        }
        let lane = place.lane
        guard isPrompt, hasLaterPrompt(below: parent, place) else { return lane }
        let number = nextNumber
        let begun = try fork(ownName(number), from: place.revision, of: lane, writer)
        lanes[begun].number = number
        return begun
    }

    /// Whether the first prompt after a record on its lane descends from it: then another prompt
    /// below the record begins a branch.
    private func hasLaterPrompt(below record: RecordKey, _ place: RecordPlace) -> Bool {
        let prompts = lanes[place.lane].prompts
        // Prompts are in order; the one looked for is almost always none, so search from the end.
        var first: RecordKey?
        for prompt in prompts.reversed() {
            guard prompt.revision > place.revision else { break }
            first = prompt.record
        }
        guard var key = first else { return false }
        while let step = places[key], let parent = step.parent {
            if parent == record { return true }
            if let above = places[parent], above.lane == step.lane, above.revision >= step.revision
            {
                return false
            }
            key = parent
        }
        return false
    }

    mutating func fork(
        _ name: BranchName, from revision: Revision, of lane: Int, _ writer: some TranscriptWriter
    ) throws -> Int {
        try writer.fork(
            name, from: revision, of: lanes[lane].name, by: .system, occurredAt: clock)
        events += 1
        byName[name] = lanes.count
        lanes.append(
            Lane(name: name, parent: lane, fork: revision, head: revision, isSidechain: false))
        return lanes.count - 1
    }

    /// A revision of `origin`'s line when `lane`'s line goes through it.
    func revision(_ revision: Revision, of origin: Int, isOn lane: Int) -> Revision? {
        var lane = lane
        var last = Revision.max
        while true {
            if lane == origin { return revision <= last ? revision : nil }
            guard let parent = lanes[lane].parent else { return nil }
            last = min(last, lanes[lane].fork)
            lane = parent
        }
    }

    mutating func rename(
        _ lane: Int, to name: BranchName, _ writer: some TranscriptWriter
    ) throws {
        try writer.rename(lanes[lane].name, to: name, by: .system, occurredAt: clock)
        events += 1
        byName[lanes[lane].name] = nil
        byName[name] = lane
        lanes[lane].name = name
    }
}
