import SessionStore

/// Which branch a record lies on.
///
/// A transcript is a tree by `parentUuid`, but most records with several children are no branches
/// that a person made: parallel tool calls and progress hang beside each other. A branch is a
/// second prompt below the same record, or a subagent.
extension ClaudeCodeMapper {
    mutating func lane(
        for record: ParsedRecord, kind: EventKind, file: String?, _ writer: some TranscriptWriter
    ) throws -> Int {
        let fields = record.fields
        if let file {
            return try fileLane(file, firstText: record.content.text, agent: fields.agent, writer)
        }
        let parent = fields.parent ?? fields.logicalParent
        let place = parent.flatMap { places[RecordKey($0)] }
        if fields.isSidechain { return try sidechainLane(record, below: place, writer) }
        guard let parent, let place, !lanes[Int(place.lane)].isSidechain else { return current }
        let lane = Int(place.lane)
        guard kind == .promptSubmitted, hasLaterPrompt(below: RecordKey(parent), place) else {
            return lane
        }
        let number = nextNumber
        let begun = try fork(ownName(number), from: Int(place.revision), of: lane, writer)
        lanes[begun].number = number
        return begun
    }

    /// How many lines of the conversation there are: the number of the next one, from 0.
    var nextNumber: Int { lanes.count { $0.number != nil } }

    /// The name of a line of the conversation while it is not `main`.
    private func ownName(_ number: Int) -> BranchName {
        let name = number == 0 ? "rewound-1" : "rewind-\(number)"
        let taken = laneByName[BranchName(rawValue: name)] != nil
        return taken ? freeName(name) : BranchName(rawValue: name)
    }

    /// Whether the first prompt after a record on its lane descends from it: then another prompt
    /// below the record begins a branch.
    private func hasLaterPrompt(below record: RecordKey, _ place: Place) -> Bool {
        let prompts = lanes[Int(place.lane)].prompts
        // Prompts are in order; the one looked for is almost always none, so search from the end.
        var first: RecordKey?
        for prompt in prompts.reversed() {
            guard prompt.revision > Int(place.revision) else { break }
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

    private mutating func sidechainLane(
        _ record: ParsedRecord, below place: Place?, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let place, lanes[Int(place.lane)].isSidechain { return Int(place.lane) }
        if let agent = record.fields.agent, let lane = agents[agent] { return lane }
        return try beginSidechain(
            firstText: record.content.text, agent: record.fields.agent, below: place, writer)
    }

    /// The lane of a subagent's file: all its records lie on one.
    mutating func fileLane(
        _ file: String, firstText: JSON?, agent: String?, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let lane = lanes.firstIndex(where: { $0.file == file }) { return lane }
        let stem = file.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        let lane = try beginSidechain(
            firstText: firstText, agent: agent ?? stem?.replacing("agent-", with: ""), below: nil,
            writer)
        lanes[lane].file = file
        return lane
    }

    /// Forks a subagent's branch where its call was made, which is known by the text it was given.
    private mutating func beginSidechain(
        firstText: JSON?, agent: String?, below place: Place?, _ writer: some TranscriptWriter
    ) throws -> Int {
        var lane = current
        var revision = lanes[current].head
        if let text = firstText, let call = claimTask(RecordKey(text)) {
            (lane, revision) = call
        } else if let place {
            (lane, revision) = (Int(place.lane), Int(place.revision))
        }
        let name = agent.map { BranchName(rawValue: "agent-\($0)") }
        let free = name.flatMap { $0.problem == nil && laneByName[$0] == nil ? $0 : nil }
        let begun = try fork(free ?? freeName("agent"), from: revision, of: lane, writer)
        lanes[begun].isSidechain = true
        if let agent { agents[agent] = begun }
        return begun
    }

    /// The call that gave a subagent this text; each call starts one subagent.
    mutating func claimTask(_ text: RecordKey) -> (lane: Int, revision: Int)? {
        guard var waiting = tasks[text], !waiting.isEmpty else { return nil }
        let call = waiting.removeFirst()
        tasks[text] = waiting.isEmpty ? nil : waiting
        return call
    }

    mutating func fork(
        _ name: BranchName, from revision: Int, of lane: Int, _ writer: some TranscriptWriter
    ) throws -> Int {
        try writer.fork(
            name, from: revision, of: lanes[lane].name, by: .system, occurredAt: clock)
        events += 1
        laneByName[name] = lanes.count
        lanes.append(
            Lane(name: name, parent: lane, fork: revision, head: revision, isSidechain: false))
        return lanes.count - 1
    }

    func freeName(_ stem: String) -> BranchName {
        var number = 1
        while laneByName[BranchName(rawValue: "\(stem)-\(number)")] != nil { number += 1 }
        return BranchName(rawValue: "\(stem)-\(number)")
    }

    /// A revision of `origin`'s line when `lane`'s line goes through it.
    func revision(_ revision: Int, of origin: Int, isOn lane: Int) -> Int? {
        var lane = lane
        var last = Int.max
        while true {
            if lane == origin { return revision <= last ? revision : nil }
            guard let parent = lanes[lane].parent else { return nil }
            last = min(last, lanes[lane].fork)
            lane = parent
        }
    }

    /// Gives the name `main` to the branch where the conversation stands.
    ///
    /// The names depend on the lanes and the tip alone, not on how often an import was cut: the
    /// first line is `rewound-1` while it is not `main`, the others have the name of their fork. A
    /// branch called `main` that a person made stays.
    mutating func nameTip(_ writer: some TranscriptWriter) throws {
        guard lanes[tip].name != .main, !lanes[tip].isSidechain else { return }
        if let holder = laneByName[.main] {
            guard let number = lanes[holder].number else { return }
            try rename(holder, to: ownName(number), writer)
        }
        try rename(tip, to: .main, writer)
    }

    private mutating func rename(
        _ lane: Int, to name: BranchName, _ writer: some TranscriptWriter
    ) throws {
        try writer.rename(lanes[lane].name, to: name, by: .system, occurredAt: clock)
        events += 1
        laneByName[lanes[lane].name] = nil
        laneByName[name] = lane
        lanes[lane].name = name
    }
}
