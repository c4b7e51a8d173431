internal import JSONText

/// The parts of what an item says.
extension CodexRecord {
    static func parts(_ fields: CodexFields) -> [Message.Part] {
        let payload = fields.payload
        switch fields.form {
        case "message", "agent_message": return content(fields.content)
        case "reasoning": return thoughts(payload)
        case "function_call":
            return [call(fields, fields.name ?? "", arguments(payload["arguments"]))]
        case "custom_tool_call":
            return [call(fields, fields.name ?? "", payload["input"] ?? .null)]
        case "local_shell_call": return [call(fields, "local_shell", payload["action"] ?? .null)]
        case "web_search_call": return [call(fields, "web_search", payload["action"] ?? .null)]
        case "tool_search_call":
            return [call(fields, "tool_search", payload["arguments"] ?? .null)]
        case "image_generation_call":
            let prompt = payload["revised_prompt"].map { ["prompt": $0] as JSON }
            return [call(fields, "image_generation", prompt ?? .object([]))]
        case "function_call_output", "custom_tool_call_output", "tool_search_output",
            "mcp_tool_call_output", "local_shell_call_output":
            let result = payload["output"] ?? payload["tools"] ?? .null
            return [
                .toolResult(
                    id: fields.call?.string, result: result, isError: CodexOutput.isError(result))
            ]
        case let form: return [.other(type: form ?? "", value: payload)]
        }
    }

    private static func call(
        _ fields: CodexFields, _ name: String, _ arguments: JSON
    ) -> Message.Part {
        .toolCall(id: fields.call?.string, name: name, arguments: arguments)
    }

    /// Arguments come as a text of JSON; what is none stays a text.
    private static func arguments(_ text: JSON?) -> JSON {
        guard let text, let bytes = text.utf8, let value = try? JSON(validating: bytes) else {
            return text ?? .null
        }
        return value
    }

    static func content(_ content: JSON?) -> [Message.Part] {
        guard let content else { return [] }
        if content.kind == .string { return [.text(content)] }
        return content.elements.map { block in
            switch block["type"]?.string {
            case "input_text", "output_text", "text": .text(block["text"] ?? .null)
            case let type: .other(type: type ?? "", value: block)
            }
        }
    }

    /// The name of a part that stands for thinking which the file does not tell.
    package static let unrecorded = "thinking, not recorded"

    /// A summary, the text itself where the provider gave it, or only that something was thought.
    private static func thoughts(_ payload: JSON) -> [Message.Part] {
        let blocks = (payload["content"]?.elements ?? []) + (payload["summary"]?.elements ?? [])
        let texts = blocks.compactMap { $0["text"] }.map { Message.Part.thinking($0) }
        return texts.isEmpty ? [.other(type: unrecorded, value: .null)] : texts
    }
}

/// What the output of a call says of how it went.
package enum CodexOutput {
    private static let codes = ["Exit code: ", "Process exited with code ", "exit code: "]
    /// Bytes at the beginning of a text in which the tool says how a command ended.
    private static let headLength = 400

    /// Whether the call failed, as far as the tool itself says so.
    package static func isError(_ output: JSON) -> Bool {
        if output.kind == .object { return output["success"]?.bool == false }
        guard let head = output.beginning(limit: headLength) else { return false }
        if head.hasPrefix("{\"output\":") {
            let code = output.utf8.flatMap { try? JSON(validating: $0) }?.at("/metadata/exit_code")
            return code.flatMap(\.int).map { $0 != 0 } ?? false
        }
        // How long it took, and the like, may stand before it; what was put out comes behind.
        for line in head.split(separator: "\n") {
            if line == "Output:" { return false }
            for words in codes where line.hasPrefix(words) {
                return line.dropFirst(words.count) != "0"
            }
        }
        return head.hasPrefix("failed in sandbox")
            || head.hasPrefix("apply_patch verification failed")
            || head.hasPrefix("execution error:")
    }
}
