import SessionStore

/// Which branch a record lies on: a tree by `parentUuid`, and subagents beside it.
extension ClaudeCodeMapper {
    mutating func lane(
        for record: ClaudeCodeEntry, kind: EventKind, file: String?, _ writer: some TranscriptWriter
    ) throws -> Int {
        let fields = record.fields
        if let file {
            return try fileLane(file, firstText: record.content.text, agent: fields.agent, writer)
        }
        if fields.isSidechain { return try sidechainLane(record, writer) }
        return try lanes.lane(below: record.parent, isPrompt: kind.isAsking, writer)
    }

    private mutating func sidechainLane(
        _ record: ClaudeCodeEntry, _ writer: some TranscriptWriter
    ) throws -> Int {
        let place = record.parent.flatMap { lanes.places[$0] }
        if let place, lanes[place.lane].isSidechain { return place.lane }
        if let agent = record.fields.agent, let lane = agents[agent] { return lane }
        return try beginSidechain(
            firstText: record.content.text, agent: record.fields.agent, below: place, writer)
    }

    /// The lane of a subagent's file: all its records lie on one.
    mutating func fileLane(
        _ file: String, firstText: JSON?, agent: String?, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let lane = lanes.lane(ofFile: file) { return lane }
        let stem = file.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        let lane = try beginSidechain(
            firstText: firstText, agent: agent ?? stem?.replacing("agent-", with: ""), below: nil,
            writer)
        lanes[lane].file = file
        return lane
    }

    /// Forks a subagent's branch where its call was made, which is known by the text it was given.
    private mutating func beginSidechain(
        firstText: JSON?, agent: String?, below place: RecordPlace?, _ writer: some TranscriptWriter
    ) throws -> Int {
        let call =
            firstText.flatMap { tasks.claim(RecordKey($0)) }
            ?? place.map { (lane: $0.lane, revision: $0.revision) }
        let begun = try lanes.forkSidechain(of: agent, from: call, writer)
        if let agent { agents[agent] = begun }
        return begun
    }
}
