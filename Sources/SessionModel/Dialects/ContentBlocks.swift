internal import JSONText

/// The blocks of a message, as the providers' and the tools' own forms write them: each has its
/// own names for the same few things.
package enum ContentBlocks {
    private static let keys = JSONKeys([
        "type", "text", "thought", "functionCall", "functionResponse", "id", "name",
    ])

    /// The parts of a content: a string, a block, or an array of them.
    package static func parts(of content: JSON?) -> [Message.Part] {
        guard let content else { return [] }
        switch content.kind {
        case .string: return isEmpty(content) ? [] : [.text(content)]
        case .object: return [part(of: content)]
        case .array:
            var parts: [Message.Part] = []
            content.forEachElement { block in
                if block.kind == .object {
                    parts.append(part(of: block))
                } else if block.kind == .string, !isEmpty(block) {
                    parts.append(.text(block))
                }
            }
            return parts
        default: return []
        }
    }

    static func isEmpty(_ text: JSON) -> Bool { text.range.count <= 2 }

    private static func part(of block: JSON) -> Message.Part {
        let found = block.pick(keys)
        if let call = found[3] { return part(ofCall: call) }
        if let response = found[4] { return part(ofResponse: response) }
        switch found[0]?.string {
        case "text", "input_text", "output_text", "summary_text", nil:
            guard let text = text(found[1]) else { break }
            return found[2]?.bool == true ? .thinking(text) : .text(text)
        case "thinking", "think", "reasoning":
            let text = first(["thinking", "think", "reasoning", "text", "summary"], of: block)
            if let text, text.kind == .string { return .thinking(text) }
        case "tool_use", "toolCall", "tool_call", "function_call": return part(ofCall: block)
        case "tool_result", "toolResult", "function_call_output":
            return .toolResult(
                id: first(["tool_use_id", "toolCallId", "call_id", "id"], of: block)?.string,
                result: first(["content", "output", "result", "value"], of: block) ?? .null,
                isError: first(["is_error", "isError"], of: block)?.bool ?? false)
        default: break
        }
        return .other(type: found[0]?.string ?? "", value: block)
    }

    private static func text(_ value: JSON?) -> JSON? {
        value?.kind == .object ? value?["value"] : value?.kind == .string ? value : nil
    }

    private static let callKeys = JSONKeys([
        "id", "toolCallId", "call_id", "callId", "name", "toolName", "function", "input",
        "arguments", "args", "parameters",
    ])

    /// A call in any of these forms; OpenAI's has its name and arguments in `function`.
    package static func part(ofCall call: JSON) -> Message.Part {
        let found = call.pick(callKeys)
        let function = found[6]?.kind == .object ? found[6] : nil
        let id = (found[0] ?? found[1] ?? found[2] ?? found[3])?.string
        let name = found[4] ?? found[5] ?? function?["name"] ?? found[6]
        let arguments = found[7] ?? found[8] ?? found[9] ?? found[10] ?? function?["arguments"]
        return .toolCall(
            id: id, name: name?.string ?? "", arguments: arguments.map(unquoted) ?? .null)
    }

    /// Calls beside a content, as `tool_calls`.
    package static func parts(ofCalls calls: JSON?) -> [Message.Part] {
        (calls?.elements ?? []).filter { $0.kind == .object }.map(part(ofCall:))
    }

    private static func part(ofResponse response: JSON) -> Message.Part {
        let result = response["response"]
        return .toolResult(
            id: response["id"]?.string,
            result: result?["output"] ?? result?["error"] ?? result ?? .null,
            isError: result?["error"] != nil)
    }

    /// Arguments that are a string of JSON are what the string holds.
    private static func unquoted(_ arguments: JSON) -> JSON {
        guard arguments.kind == .string, let text = arguments.utf8,
            let value = try? JSON(validating: text), value.kind == .object
        else { return arguments }
        return value
    }

    package static func first(_ names: [String], of block: JSON) -> JSON? {
        names.lazy.compactMap { block[$0] }.first
    }
}

extension TokenUsage {
    /// A count of tokens under the names that a tool gives them; nil where there is none.
    ///
    /// - Parameter cached: whether what was read from a cache is a part of the input.
    package init?(
        _ usage: JSON?, input: [String], output: [String], cacheRead: [String] = [],
        cacheCreation: [String] = [], includesCached: Bool = false
    ) {
        guard let usage, usage.kind == .object else { return nil }
        func sum(_ names: [String]) -> Int {
            names.reduce(0) { sum, name in
                let (total, isOver) = sum.addingReportingOverflow(usage[name]?.int ?? 0)
                return isOver ? .max : total
            }
        }
        let read = sum(cacheRead)
        let all = sum(input)
        self.init(
            input: includesCached && all >= read ? all - read : all, output: sum(output),
            cacheRead: read, cacheCreation: sum(cacheCreation))
    }
}

extension DialectRecord {
    /// What a record is called and the first telling text in it.
    package func label(_ json: JSON, type: String?, limit: Int, telling: [String]) -> String {
        let text = telling.lazy.compactMap { json[$0]?.beginning(limit: limit) }
            .first { !$0.isEmpty }
        let type = type.flatMap { $0.isEmpty ? nil : $0 } ?? "record"
        return text.map { "\(type): \($0)" } ?? type
    }
}
