/// Claude Code's own log of requests: records `api-request`, `api-request-shape` and
/// `api-request-blob`, and the messages that the other records make.
///
/// A record's message is one; so are the blocks of all records of one answer together, and the
/// results of all calls of one answer. What makes no record's message stands in a record of its
/// own (`api-request-blob`). A text alone counts as a list of one text.
package struct ClaudeCodeRequests: RequestLog {
    /// Some of an answer's blocks, or of the results of its calls.
    private struct Turn {
        var role: String
        var blocks: [JSON] = []
        var revisions: [Revision] = []

        var message: LoggedMessage {
            LoggedMessage(
                value: ["role": .string(role), "content": .array(blocks)], revisions: revisions)
        }
    }

    private struct Answer {
        let id: String
        var said = Turn(role: "assistant")
        var results = Turn(role: "user")

        /// What the answer's records make together and none makes alone.
        var messages: [LoggedMessage] {
            [said, results].filter { $0.revisions.count > 1 }.map(\.message)
        }
    }

    /// The answers seen last: records of one may stand between those of another.
    private var answers: [Answer] = []
    private static let memory = 8
    /// Of the calls of these answers.
    private var callers: [String: String] = [:]

    package init() {}

    package static let messageKinds: Set<EventKind> = [
        .promptSubmitted, .commandGiven, .responseReceived, .responseFailed, .toolCalled,
        .toolReturned, .noteAdded, .contextBuilt, .foreignRecorded,
    ]

    package mutating func add(_ event: Event) -> [LoggedMessage] {
        let record = event.body
        switch record["type"]?.string {
        case "api-request-blob":
            return record["message"].map { [Self.blob($0, of: event.revision)] } ?? []
        case "user", "assistant": break
        default: return []
        }
        guard let message = record["message"], let role = message["role"]?.string,
            let content = message["content"]
        else { return [] }
        let turn = Turn(
            role: role, blocks: MessagesForm.blocks(of: content), revisions: [event.revision])
        return [turn.message] + join(turn, answer: message["id"]?.string)
    }

    package mutating func finish() -> [LoggedMessage] {
        defer { self = Self() }
        return answers.flatMap(\.messages)
    }

    private mutating func join(_ turn: Turn, answer id: String?) -> [LoggedMessage] {
        if let id {
            let (index, over) = answer(id)
            answers[index].said.blocks += turn.blocks
            answers[index].said.revisions += turn.revisions
            for block in turn.blocks {
                if let call = block["id"]?.string { callers[call] = id }
            }
            return over
        }
        let caller = turn.blocks.lazy.compactMap { $0["tool_use_id"]?.string }.first
            .flatMap { callers[$0] }
        guard let caller, let index = answers.firstIndex(where: { $0.id == caller }) else {
            return []
        }
        answers[index].results.blocks += turn.blocks
        answers[index].results.revisions += turn.revisions
        return []
    }

    /// Where an answer is kept, and the messages of the one that had to go for it.
    private mutating func answer(_ id: String) -> (index: Int, over: [LoggedMessage]) {
        if let index = answers.firstIndex(where: { $0.id == id }) { return (index, []) }
        var over: [LoggedMessage] = []
        if answers.count == Self.memory {
            let oldest = answers.removeFirst()
            callers = callers.filter { $0.value != oldest.id }
            over = oldest.messages
        }
        answers.append(Answer(id: id))
        return (answers.count - 1, over)
    }

    private static func blob(_ message: JSON, of revision: Revision) -> LoggedMessage {
        let members = message.members.map { key, value in
            (key, key == "content" ? JSON.array(MessagesForm.blocks(of: value)) : value as JSON?)
        }
        return LoggedMessage(value: .object(members), revisions: [revision])
    }
}

extension ClaudeCodeRequests {
    package static func request(_ record: JSON) -> HashedRequest? {
        guard record["type"]?.string == "api-request", let id = record["id"]?.string,
            let tail = record["tail"], tail.kind == .array
        else { return nil }
        let hashes = tail.elements.map { $0.string.flatMap { EventDigest($0) } }
        guard !hashes.contains(nil) else { return nil }
        let base = record["base"]?.string
        let markers = (record["cacheControl"]?.elements ?? []).compactMap { marker in
            marker["value"].map { (path: marker["path"]?.elements ?? [], value: $0) }
        }
        return HashedRequest(
            id: id, base: base, keep: base == nil ? 0 : max(0, record["keep"]?.int ?? 0),
            tail: hashes.compactMap(\.self),
            shape: record["shapeHash"]?.string.flatMap { EventDigest($0) },
            parameters: record["params"] ?? .object([]), markers: markers)
    }

    package static func shape(_ record: JSON) -> (hash: EventDigest, value: JSON)? {
        guard record["type"]?.string == "api-request-shape",
            let hash = record["shapeHash"]?.string.flatMap({ EventDigest($0) }),
            let shape = record["shape"]
        else { return nil }
        return (hash, shape)
    }

    package static func blobSubject(_ hash: String) -> String { "blob:\(hash)" }
}
