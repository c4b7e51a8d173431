internal import JSONText

extension Dialect {
    /// One message of a conversation in a ChatGPT data export.
    public static let chatGPT = Dialect(rawValue: "chatgpt")
}

/// One message of a ChatGPT data export, as it stands in its node.
package struct ChatGPTRecord: FactRecord {
    package static let dialect = Dialect.chatGPT
    package static let isTree = true
    package static let settings: Set<String> = ["model"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "id", "author", "create_time", "content", "recipient", "metadata", "weight",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var role: String? { found[1]?["role"]?.string }
    private var contentType: String? { found[3]?["content_type"]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: contentType)
        facts.id = found[0].ifString
        facts.time = Timestamp(written: found[2])
        return facts
    }

    private var kind: EventKind {
        guard let said else { return .foreignRecorded }
        if role == "system" || contentType == "user_editable_context" { return .contextBuilt }
        let isHidden = found[5]?["is_visually_hidden_from_conversation"]?.bool ?? false
        if said.kind == .promptSubmitted, isHidden { return .noteAdded }
        return said.kind
    }

    package var said: Message? {
        switch role {
        case "user": return Message(role: .user, parts: parts)
        case "assistant":
            return Message(role: .assistant, parts: call ?? parts, model: model)
        case "tool":
            return Message(
                role: .tool,
                parts: [.toolResult(id: nil, result: content ?? .null, isError: false)])
        case "system": return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    private var model: String? { found[5]?["model_slug"]?.string }

    /// What is said to a tool is a call of it.
    private var call: [Message.Part]? {
        guard let name = found[4]?.string, name != "all", !name.isEmpty else { return nil }
        return [.toolCall(id: nil, name: name, arguments: content ?? .null)]
    }

    private var content: JSON? {
        guard let content = found[3] else { return nil }
        if let text = content["text"] { return text }
        guard let parts = content["parts"] else { return content }
        let all = parts.elements
        return all.count == 1 ? all[0] : parts
    }

    private var parts: [Message.Part] {
        guard let content = found[3] else { return [] }
        switch contentType {
        case "thoughts":
            return (content["thoughts"]?.elements ?? []).compactMap { thought in
                (thought["content"] ?? thought["summary"]).map { .thinking($0) }
            }
        case "reasoning_recap":
            return content["content"].map { [.thinking($0)] } ?? []
        default: break
        }
        if let parts = content["parts"] {
            return parts.elements.flatMap { part -> [Message.Part] in
                if part.kind == .object, part["text"] == nil {
                    return [.other(type: part["content_type"]?.string ?? "", value: part)]
                }
                return ContentBlocks.parts(of: part)
            }
        }
        return ContentBlocks.parts(of: content["text"] ?? content["result"])
    }

    package func label(limit: Int) -> String {
        label(json, type: contentType ?? role, limit: limit, telling: ["status"])
    }
}
