/// The messages of requests that the records of a Claude Code transcript make.
///
/// A record's message is one; so are the blocks of all records of one answer together, and the
/// results of all calls of one answer. What makes no record's message stands in a record of its
/// own (`api-request-blob`). A text alone counts as a list of one text.
package struct ClaudeCodeMessages {
    /// A message, and the revisions whose records it is made of.
    package struct Message: Sendable {
        package let value: JSON
        package let revisions: [Int]
    }

    /// Some of an answer's blocks, or of the results of its calls.
    private struct Turn {
        var role: String
        var blocks: [JSON] = []
        var revisions: [Int] = []

        var message: Message {
            Message(
                value: ["role": .string(role), "content": .array(blocks)], revisions: revisions)
        }
    }

    private struct Answer {
        let id: String
        var said = Turn(role: "assistant")
        var results = Turn(role: "user")

        /// What the answer's records make together and none makes alone.
        var messages: [Message] {
            [said, results].filter { $0.revisions.count > 1 }.map(\.message)
        }
    }

    /// The answers seen last: records of one may stand between those of another.
    private var answers: [Answer] = []
    private static let memory = 8
    /// Of the calls of these answers.
    private var callers: [String: String] = [:]

    package init() {}

    /// The kinds of events whose records make messages.
    package static let kinds: Set<EventKind> = [
        .promptSubmitted, .responseReceived, .responseFailed, .toolCalled, .toolReturned,
        .noteAdded, .contextBuilt, .foreignRecorded,
    ]

    /// Takes in a line's next event.
    ///
    /// - Returns: the messages that are known by now: its own, and of answers that are over.
    package mutating func add(_ event: Event) -> [Message] {
        guard event.dialect == .claudeCode, !event.isErased else { return [] }
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

    /// The messages of the answers that no record followed.
    package mutating func finish() -> [Message] {
        defer { self = Self() }
        return answers.flatMap(\.messages)
    }

    private mutating func join(_ turn: Turn, answer id: String?) -> [Message] {
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
    private mutating func answer(_ id: String) -> (index: Int, over: [Message]) {
        if let index = answers.firstIndex(where: { $0.id == id }) { return (index, []) }
        var over: [Message] = []
        if answers.count == Self.memory {
            let oldest = answers.removeFirst()
            callers = callers.filter { $0.value != oldest.id }
            over = oldest.messages
        }
        answers.append(Answer(id: id))
        return (answers.count - 1, over)
    }

    private static func blob(_ message: JSON, of revision: Int) -> Message {
        let members = message.members.map { key, value in
            (key, key == "content" ? JSON.array(MessagesForm.blocks(of: value)) : value as JSON?)
        }
        return Message(value: .object(members), revisions: [revision])
    }
}
