/// Messages in OpenAI's chat form, the plainest there is.
package enum ChatForm {
    /// The messages that say what an event says; a result of a tool is one of its own.
    package static func messages(of message: Message) -> [JSON] {
        var results: [JSON] = []
        var calls: [JSON] = []
        var texts: [String] = []
        for part in message.parts {
            switch part {
            case .text(let text): texts.append(text.string ?? text.description)
            case .thinking: break
            case .toolCall(let id, let name, let arguments): calls.append(call(id, name, arguments))
            case .toolResult(let id, let result, _):
                results.append([
                    "role": "tool", "tool_call_id": .string(id ?? ""),
                    "content": .string(result.string ?? result.description),
                ])
            case .other(let type, _): texts.append("[\(type)]")
            }
        }
        guard !texts.isEmpty || !calls.isEmpty else { return results }
        let said = JSON.object([
            ("role", .string(message.role == .tool ? "user" : message.role.rawValue)),
            ("content", texts.isEmpty ? .null : .string(texts.joined(separator: "\n"))),
            ("tool_calls", calls.isEmpty ? nil : .array(calls)),
        ])
        return results + [said]
    }

    private static func call(_ id: String?, _ name: String, _ arguments: JSON) -> JSON {
        [
            "id": .string(id ?? ""), "type": "function",
            "function": [
                "name": .string(name),
                "arguments": .string(arguments.string ?? arguments.description),
            ],
        ]
    }
}
