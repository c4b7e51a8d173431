import SessionStore

/// Which branch a record lies on.
extension FactMapper {
    func results(of message: Message?) -> [(id: String?, result: JSON, isError: Bool)] {
        (message?.parts ?? []).compactMap { part in
            guard case .toolResult(let id, let result, let isError) = part else { return nil }
            return (id, result, isError)
        }
    }

    func call(_ id: String?, on lane: Int) -> FileCall? {
        guard let id else { return lastCalls[lane] }
        return calls[RecordKey(Array(id.utf8)[...])]
    }

    mutating func lane(
        for record: Record, file: String?, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let file { return try fileLane(file, record.record.said, writer) }
        if let agent = record.facts.agent { return try agentLane(agent, record, writer) }
        if let target = record.facts.rewind { return try rewoundLane(before: target, writer) }
        guard let parent = record.parent else { return lanes.current }
        return Reader.isTree
            ? try lanes.treeLane(below: parent, writer)
            : try lanes.lane(below: parent, isPrompt: record.isPrompt, writer)
    }

    /// The lane of a subagent whose records stand in the transcript itself.
    private mutating func agentLane(
        _ agent: JSON, _ record: Record, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let lane = agents[RecordKey(agent)] { return lane }
        let call = agent.string.flatMap { calls[RecordKey(Array($0.utf8)[...])] }
        return try lanes.forkSidechain(
            of: record.facts.agentName, from: call.map { ($0.lane, $0.revision) }, writer)
    }

    /// The lane of a subagent's file: all its records lie on one.
    mutating func fileLane(
        _ file: String, _ first: Message?, _ writer: some TranscriptWriter
    ) throws -> Int {
        if let lane = lanes.lane(ofFile: file) { return lane }
        let parts = file.split(separator: "/")
        let stem = parts.last?.split(separator: ".").first.map(String.init)
        // Of `agent-0/wire.jsonl` the folder tells which one it is.
        let name = stem == "wire" ? parts.dropLast().last.map(String.init) : stem
        let text = first.flatMap { message in
            message.parts.lazy.compactMap { part -> JSON? in
                if case .text(let text) = part { text } else { nil }
            }.first
        }
        let call = text.flatMap { tasks.claim(RecordKey($0)) }
        let lane = try lanes.forkSidechain(of: name, from: call, writer)
        lanes[lane].file = file
        return lane
    }

    /// A branch from before a record: what followed is no longer on the conversation's line.
    private mutating func rewoundLane(
        before target: JSON, _ writer: some TranscriptWriter
    ) throws -> Int {
        let place = lanes.places[RecordKey(target)]
        let begun = try lanes.forkLine(
            from: place.map { $0.revision - 1 } ?? 1, of: place?.lane ?? lanes.current, writer)
        files.forget()
        return begun
    }
}

extension Lanes {
    /// The lane of a record in a strict tree: where nothing was said on its parent's line since, it
    /// goes on there, and else it begins a branch.
    mutating func treeLane(
        below parent: RecordKey, _ writer: some TranscriptWriter
    ) throws -> Int {
        guard let place = places[parent] else { return current }
        if self[place.lane].spoken <= place.revision { return place.lane }
        return try forkLine(
            from: end(of: place.revision, on: place.lane), of: place.lane, writer)
    }

    /// Begins another line of the conversation.
    mutating func forkLine(
        from revision: Revision, of lane: Int, _ writer: some TranscriptWriter
    ) throws -> Int {
        let number = nextNumber
        let begun = try fork(ownName(number), from: revision, of: lane, writer)
        self[begun].number = number
        return begun
    }

    /// Keeps in mind that a record lies there, whether it has an id or not.
    mutating func noteRecord(on lane: Int, at revision: Revision) {
        self[lane].noted.append(revision)
    }
}

/// The parts that a record said when it came before.
struct SaidParts {
    let lane: Int
    private var calls: Set<RecordKey> = []
    private var results: Set<RecordKey> = []

    init(lane: Int) { self.lane = lane }

    private static func key(_ id: String?) -> RecordKey { RecordKey(Array((id ?? "").utf8)[...]) }

    mutating func add(_ message: Message?) {
        for part in message?.parts ?? [] {
            switch part {
            case .toolCall(let id, _, _): calls.insert(Self.key(id))
            case .toolResult(let id, _, _): results.insert(Self.key(id))
            default: break
            }
        }
    }

    /// What the record is when it comes with more: calls, results, or what the answer took.
    func kind(ofMore message: Message?) -> EventKind? {
        guard let message, message.role == .assistant else { return .foreignRecorded }
        var isReturned = false
        for part in message.parts {
            switch part {
            case .toolCall(let id, _, _) where !calls.contains(Self.key(id)): return .toolCalled
            case .toolResult(let id, _, _) where !results.contains(Self.key(id)): isReturned = true
            default: break
            }
        }
        return isReturned ? .toolReturned : .responseReceived
    }
}
