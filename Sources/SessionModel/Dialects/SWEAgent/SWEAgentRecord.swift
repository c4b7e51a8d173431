internal import JSONText

extension Dialect {
    /// A step, a message or the summary of a SWE-agent trajectory.
    public static let sweAgent = Dialect(rawValue: "swe-agent")
}

/// One piece of a SWE-agent trajectory: `history` holds the conversation, `trajectory` the steps of
/// it once more, with the state of the environment.
package struct SWEAgentRecord: FactRecord {
    package static let dialect = Dialect.sweAgent
    package static let settings: Set<String> = ["environment"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "role", "content", "thought", "action", "message_type", "tool_calls", "tool_call_ids",
        "agent", "observation", "exit_status",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? {
        if found[0] != nil { return found[4]?.string ?? found[0]?.string }
        if found[8] != nil { return "step" }
        return found[9] != nil ? "info" : nil
    }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.mayBeResult = facts.kind == .promptSubmitted
        return facts
    }

    private var kind: EventKind {
        guard let said else { return .foreignRecorded }
        if type == "demonstration" || said.role == .system { return .contextBuilt }
        return said.kind
    }

    package var said: Message? {
        let parts = ContentBlocks.parts(of: found[1])
        switch found[0]?.string {
        case "system": return Message(role: .system, parts: parts)
        case "user" where type == "observation": return Message(role: .tool, parts: [result])
        case "tool": return Message(role: .tool, parts: [result])
        case "user": return Message(role: .user, parts: parts)
        case "assistant": return Message(role: .assistant, parts: parts + calls)
        default: return nil
        }
    }

    /// Older ones have the action alone; it is part of the text, too.
    private var calls: [Message.Part] {
        if let calls = found[5], calls.kind == .array {
            return ContentBlocks.parts(ofCalls: calls)
        }
        guard let action = found[3], !ContentBlocks.isEmpty(action) else { return [] }
        return [.toolCall(id: nil, name: "shell", arguments: action)]
    }

    private var result: Message.Part {
        let id = found[6]?.elements.first?.string
        return .toolResult(id: id, result: found[1] ?? .null, isError: false)
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["action", "exit_status"])
    }
}
