internal import JSONText

extension Dialect {
    /// One line of a Factory Droid session, stored or streamed.
    public static let droid = Dialect(rawValue: "droid")
}

/// One record of Factory Droid. A stored session wraps messages with blocks; the stream that the
/// command writes has a flat object for each message, call and result.
package struct DroidRecord: FactRecord {
    package static let dialect = Dialect.droid
    package static let isTree = true
    package static let settings: Set<String> = ["model", "cwd", "version"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "id", "parentId", "timestamp", "message", "role", "text", "session_id",
        "sessionTitle", "title", "cwd", "version", "finalText", "model",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.time = Timestamp(written: found[3])
        if found[7] == nil {
            (facts.id, facts.parent) = (found[1].ifString, found[2].ifString)
        }
        facts.transcript = found[7].ifString ?? (type == "session_start" ? found[1].ifString : nil)
        if found[4] == nil {
            facts.set([
                ("cwd", found[10].ifString), ("version", found[11].ifString),
                ("model", found[13].ifString),
            ])
        }
        return facts
    }

    private var kind: EventKind {
        if type == "session_start", title != nil { return .titleChanged }
        if type == "compaction_state" { return .contextBuilt }
        return said?.kind ?? .foreignRecorded
    }

    package var said: Message? {
        switch type {
        case "message": return message
        case "tool_call": return Message(role: .assistant, parts: [call])
        case "tool_result": return Message(role: .tool, parts: [result])
        case "completion":
            return Message(role: .assistant, parts: ContentBlocks.parts(of: found[12]))
        case "compaction_state":
            return Message(role: .system, parts: ContentBlocks.parts(of: json["summaryText"]))
        default: return nil
        }
    }

    private var message: Message? {
        let parts = ContentBlocks.parts(of: found[6] ?? found[4]?["content"])
        switch (found[5] ?? found[4]?["role"])?.string {
        case "user": return Message(role: .user, parts: parts)
        case "assistant":
            return Message(
                role: .assistant, parts: parts,
                model: (found[13] ?? found[4]?["model"])?.string)
        case "tool": return Message(role: .tool, parts: parts)
        case "system": return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    private var call: Message.Part {
        .toolCall(
            id: (json["toolCallId"] ?? found[1])?.string, name: json["toolName"]?.string ?? "",
            arguments: json["parameters"] ?? .null)
    }

    private var result: Message.Part {
        .toolResult(
            id: (json["toolCallId"] ?? found[1])?.string,
            result: json["value"] ?? json["result"] ?? json["error"] ?? .null,
            isError: json["isError"]?.bool ?? (json["error"] != nil))
    }

    package var title: String? {
        type == "session_start"
            ? [found[8], found[9]].lazy.compactMap { $0?.string }.first { !$0.isEmpty } : nil
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["title", "subtype"])
    }
}
