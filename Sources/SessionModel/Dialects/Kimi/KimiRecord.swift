internal import JSONText

extension Dialect {
    /// One line of a Kimi CLI wire log.
    public static let kimi = Dialect(rawValue: "kimi")
}

/// One record of Kimi CLI's wire log. What a person asks stands in `turn.prompt` and again in the
/// message that is appended to the context.
package struct KimiRecord: FactRecord {
    package static let dialect = Dialect.kimi
    package static let settings: Set<String> = ["model", "cwd", "thinkingEffort"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "time", "event", "message", "input", "summary", "model", "modelAlias",
        "created_at", "thinkingEffort", "contextSummary", "origin",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }
    private var step: String? { found[2]?["type"]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: step ?? type)
        facts.time = Timestamp(written: found[1]) ?? Timestamp(written: found[8])
        facts.mayEcho = facts.kind == .promptSubmitted
        switch type {
        case "llm.request": facts.set([("model", found[6])])
        case "config.update":
            facts.set([("model", found[7]), ("thinkingEffort", found[9]), ("cwd", json["cwd"])])
        default: break
        }
        return facts
    }

    private var kind: EventKind {
        switch type {
        case "turn.prompt", "turn.steer":
            return isPersons(found[11]) ? .promptSubmitted : .noteAdded
        case "context.append_message":
            guard let said else { return .foreignRecorded }
            let isOwn = said.kind == .promptSubmitted && !isPersons(found[3]?["origin"])
            return isOwn ? .noteAdded : said.kind
        case "context.append_loop_event": return said?.kind ?? .foreignRecorded
        case "context.apply_compaction": return .contextBuilt
        default: return .foreignRecorded
        }
    }

    /// Whether a person says it, and not the program in a person's place.
    private func isPersons(_ origin: JSON?) -> Bool {
        guard let kind = origin?["kind"]?.string else { return true }
        return kind == "user"
    }

    package var said: Message? {
        switch type {
        case "turn.prompt", "turn.steer":
            return Message(role: .user, parts: ContentBlocks.parts(of: found[4]))
        case "context.append_message": return found[3].flatMap(message)
        case "context.append_loop_event": return found[2].flatMap(event)
        case "context.apply_compaction":
            return Message(
                role: .system, parts: ContentBlocks.parts(of: found[10] ?? found[5]))
        default: return nil
        }
    }

    private func message(_ message: JSON) -> Message? {
        let parts = ContentBlocks.parts(of: message["content"])
        switch message["role"]?.string {
        case "user": return Message(role: .user, parts: parts)
        case "assistant":
            return Message(
                role: .assistant,
                parts: parts + ContentBlocks.parts(ofCalls: message["toolCalls"]))
        case "tool":
            let result = Message.Part.toolResult(
                id: message["toolCallId"]?.string, result: message["content"] ?? .null,
                isError: message["isError"]?.bool ?? false)
            return Message(role: .tool, parts: [result])
        case "system": return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    private func event(_ event: JSON) -> Message? {
        let step = (event["stepUuid"] ?? event["uuid"])?.string
        switch event["type"]?.string {
        case "content.part":
            return Message(
                role: .assistant, parts: ContentBlocks.parts(of: event["part"]),
                responseID: step)
        case "tool.call":
            let call = Message.Part.toolCall(
                id: event["toolCallId"]?.string, name: event["name"]?.string ?? "",
                arguments: event["args"] ?? .null)
            return Message(role: .assistant, parts: [call], responseID: step)
        case "tool.result":
            let result = event["result"]
            let part = Message.Part.toolResult(
                id: event["toolCallId"]?.string, result: result?["output"] ?? result ?? .null,
                isError: result?["isError"]?.bool ?? false)
            return Message(role: .tool, parts: [part])
        case "step.end":
            // It says nothing and tells what the step took.
            return Message(
                role: .assistant, parts: [], responseID: step,
                usage: TokenUsage(
                    event["usage"], input: ["inputOther"], output: ["output"],
                    cacheRead: ["inputCacheRead"], cacheCreation: ["inputCacheCreation"]))
        default: return nil
        }
    }

    package var isCompactSummary: Bool { type == "context.apply_compaction" }

    package func label(limit: Int) -> String {
        label(
            json, type: step ?? type, limit: limit,
            telling: ["action", "modelAlias", "model", "profileName", "source", "id"])
    }
}
