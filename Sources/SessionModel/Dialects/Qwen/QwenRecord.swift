internal import JSONText

extension Dialect {
    /// One line of a Qwen Code chat.
    public static let qwen = Dialect(rawValue: "qwen")
}

/// One record of Qwen Code: an envelope with its own id and its parent's around a message of parts.
package struct QwenRecord: FactRecord {
    package static let dialect = Dialect.qwen
    package static let settings: Set<String> = ["cwd", "version", "gitBranch", "model"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "uuid", "parentUuid", "timestamp", "sessionId", "cwd", "version", "gitBranch",
        "model", "message", "usageMetadata", "subtype", "systemPayload", "toolCallResult",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[11]?.string ?? found[0]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        (facts.id, facts.parent) = (found[1].ifString, found[2].ifString)
        facts.time = Timestamp(written: found[3])
        facts.transcript = found[4].ifString
        facts.set([
            ("cwd", found[5].ifString), ("version", found[6].ifString),
            ("gitBranch", found[7].ifString),
        ])
        return facts
    }

    private var kind: EventKind {
        // What the program says in a person's place is no prompt.
        if found[0]?.string == "user", found[11] != nil { return .noteAdded }
        if type == "chat_compression" { return .contextBuilt }
        guard let said, !said.parts.isEmpty else { return .foreignRecorded }
        return said.kind
    }

    package var said: Message? {
        guard let message = found[9] else { return nil }
        let parts = ContentBlocks.parts(of: message["parts"])
        switch found[0]?.string {
        case "user": return Message(role: found[11] == nil ? .user : .system, parts: asked(parts))
        case "assistant":
            return Message(
                role: .assistant, parts: parts, model: found[8]?.string,
                usage: TokenUsage(
                    found[10], input: ["promptTokenCount"],
                    output: ["candidatesTokenCount", "thoughtsTokenCount"],
                    cacheRead: ["cachedContentTokenCount"], includesCached: true))
        case "tool_result": return Message(role: .tool, parts: parts.map(failed))
        case "system": return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    /// What hooks put behind a prompt is not the person's.
    private func asked(_ parts: [Message.Part]) -> [Message.Part] {
        parts.map { part in
            guard case .text(let text) = part, text.hasPrefix("<qwen:") else { return part }
            return .other(type: "context", value: text)
        }
    }

    private func failed(_ part: Message.Part) -> Message.Part {
        guard case .toolResult(let id, let result, let isError) = part else { return part }
        let status = found[13]?["status"]?.string
        return .toolResult(
            id: id, result: result, isError: isError || ["error", "cancelled"].contains(status))
    }

    package func newContent(ofCall id: String?) -> JSON? {
        let content = found[13]?["resultDisplay"]?["newContent"]
        return content.ifString
    }

    package func label(limit: Int) -> String {
        let event = found[12]?["uiEvent"]?["event.name"]?.beginning(limit: limit)
        let name = type.flatMap { $0.isEmpty ? nil : $0 } ?? "record"
        return event.map { "\(name): \($0)" }
            ?? label(found[12] ?? json, type: type, limit: limit, telling: ["rawCommand"])
    }
}
