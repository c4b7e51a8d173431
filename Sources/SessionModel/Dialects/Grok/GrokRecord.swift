internal import JSONText

extension Dialect {
    /// One line of a Grok CLI chat history.
    public static let grok = Dialect(rawValue: "grok")
}

/// One record of Grok CLI's chat history: there are neither ids nor times.
package struct GrokRecord: FactRecord {
    package static let dialect = Dialect.grok

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "content", "synthetic_reason", "tool_calls", "model_id", "summary",
        "tool_call_id", "kind",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }

    package var facts: RecordFacts {
        var kind = said?.kind ?? .foreignRecorded
        if type == "system" { kind = .contextBuilt }
        return RecordFacts(kind, type: type)
    }

    package var said: Message? {
        let parts = ContentBlocks.parts(of: found[1])
        switch type {
        case "system": return Message(role: .system, parts: parts)
        // What the program says in a person's place has a reason.
        case "user": return Message(role: found[2] == nil ? .user : .system, parts: parts)
        case "assistant":
            return Message(
                role: .assistant, parts: parts + ContentBlocks.parts(ofCalls: found[3]),
                model: found[4]?.string)
        case "reasoning":
            let thoughts = ContentBlocks.parts(of: found[5]).map { part -> Message.Part in
                if case .text(let text) = part { return .thinking(text) } else { return part }
            }
            return Message(role: .assistant, parts: thoughts)
        case "tool_result":
            let result = Message.Part.toolResult(
                id: found[6]?.string, result: found[1] ?? .null,
                isError: json["is_error"]?.bool ?? false)
            return Message(role: .tool, parts: [result])
        case "backend_tool_call":
            guard let call = found[7] else { return nil }
            return Message(
                role: .assistant,
                parts: [
                    .toolCall(
                        id: call["id"]?.string, name: call["tool_type"]?.string ?? "",
                        arguments: call["action"] ?? .null)
                ])
        default: return nil
        }
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["status", "id"])
    }
}
