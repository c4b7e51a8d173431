/// A conversation in the form of Anthropic's Messages API
/// (<https://docs.anthropic.com/en/api/messages>), as tools send it: the records of one answer, and
/// the results of one step, are one message.
package struct MessagesForm {
    private var turns: [(role: String, blocks: [JSON])] = []

    package init() {}

    package var messages: [JSON] {
        turns.map { ["role": .string($0.role), "content": .array($0.blocks)] }
    }

    /// Adds what an event says. The blocks of a record that is in this form come as they stand in
    /// it.
    package mutating func add(_ event: Event) {
        guard event.kind != .responseFailed else { return }
        let (role, blocks) =
            event.dialect?.reader?.requestForm == .messages
            ? Self.turn(of: event.record?.requestMessage) : Self.turn(of: event.message)
        guard !blocks.isEmpty else { return }
        if turns.last?.role == role {
            turns[turns.count - 1].blocks += blocks
        } else {
            turns.append((role, blocks))
        }
    }

    private static func turn(of message: JSON?) -> (role: String, blocks: [JSON]) {
        guard let content = message?["content"] else { return ("user", []) }
        return (message?["role"]?.string ?? "user", blocks(of: content))
    }

    /// The blocks of a message's content; a text alone is one.
    static func blocks(of content: JSON) -> [JSON] {
        content.kind == .string ? [text(content)] : content.elements
    }

    private static func text(_ text: JSON) -> JSON { ["type": "text", "text": text] }

    /// Of an event that came from elsewhere. A remark has no role of its own in this form.
    private static func turn(of message: Message?) -> (role: String, blocks: [JSON]) {
        let role = message?.role == .assistant ? "assistant" : "user"
        let blocks = message?.parts.compactMap { part -> JSON? in
            switch part {
            case .text(let value): return text(value)
            case .toolCall(let id, let name, let arguments):
                return [
                    "type": "tool_use", "id": .string(id ?? ""), "name": .string(name),
                    "input": arguments,
                ]
            case .toolResult(let id, let result, let isError):
                let isContent = result.kind == .string || result.kind == .array
                return .object([
                    ("type", "tool_result"), ("tool_use_id", .string(id ?? "")),
                    ("content", isContent ? result : .string(result.description)),
                    ("is_error", isError ? true : nil),
                ])
            case .thinking, .other: return nil
            }
        }
        return (role, blocks ?? [])
    }
}
