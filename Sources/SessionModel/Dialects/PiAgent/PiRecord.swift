internal import JSONText

extension Dialect {
    /// One line of a Pi session, or of one of its descendants such as OpenClaw.
    public static let pi = Dialect(rawValue: "pi")
}

/// One entry of a Pi session: a tree by `parentId`; older files are plain lists.
package struct PiRecord: FactRecord {
    package static let dialect = Dialect.pi
    package static let isTree = true
    package static let readsPlainly = true
    package static let settings: Set<String> = ["cwd", "provider", "model", "thinkingLevel"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "id", "parentId", "timestamp", "message", "cwd", "provider", "modelId",
        "thinkingLevel", "summary", "name", "content",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        (facts.id, facts.parent) = (found[1].ifString, found[2].ifString)
        facts.time = Timestamp(written: found[3])
        if type == "session" { facts.transcript = found[1].ifString }
        if ["session", "model_change", "thinking_level_change"].contains(type) {
            facts.set([
                ("cwd", found[5].ifString), ("provider", found[6].ifString),
                ("model", found[7].ifString),
                ("thinkingLevel", found[8].ifString),
            ])
        }
        return facts
    }

    private var kind: EventKind {
        switch type {
        case "message":
            guard let said else { return .foreignRecorded }
            let isFailure = found[4]?["errorMessage"] != nil && said.parts.count <= 1
            return said.role == .assistant && isFailure && failure != nil
                ? .responseFailed : said.kind
        case "compaction", "branch_summary": return .contextBuilt
        case "custom_message": return .noteAdded
        case "session_info": return title == nil ? .foreignRecorded : .titleChanged
        default: return .foreignRecorded
        }
    }

    /// Why an answer that holds nothing came to an end.
    private var failure: JSON? {
        guard let message = found[4], message["content"]?.elements.isEmpty ?? true else {
            return nil
        }
        return message["errorMessage"]
    }

    package var said: Message? {
        switch type {
        case "message": return found[4].flatMap(message)
        case "compaction", "branch_summary":
            return found[9].map { Message(role: .system, parts: [.text($0)]) }
        case "custom_message":
            return Message(role: .system, parts: ContentBlocks.parts(of: found[11]))
        default: return nil
        }
    }

    private static let messageKeys = JSONKeys([
        "role", "content", "model", "usage", "toolCallId", "isError", "output", "summary",
    ])

    private func message(_ message: JSON) -> Message? {
        let parts = message.pick(Self.messageKeys)
        switch parts[0]?.string {
        case "user": return Message(role: .user, parts: ContentBlocks.parts(of: parts[1]))
        case "assistant":
            let own = failure.map { [Message.Part.text($0)] } ?? ContentBlocks.parts(of: parts[1])
            return Message(
                role: .assistant, parts: own, model: parts[2]?.string,
                usage: TokenUsage(
                    parts[3], input: ["input"], output: ["output"], cacheRead: ["cacheRead"],
                    cacheCreation: ["cacheWrite"]))
        case "toolResult":
            return Message(
                role: .tool,
                parts: [
                    .toolResult(
                        id: parts[4]?.string, result: parts[1] ?? .null,
                        isError: parts[5]?.bool ?? false)
                ])
        case "bashExecution", "custom", "branchSummary", "compactionSummary", "hookMessage":
            let text = parts[6] ?? parts[7]
            return Message(
                role: .system,
                parts: text.map { [.text($0)] } ?? ContentBlocks.parts(of: parts[1]))
        default: return nil
        }
    }

    package var title: String? { type == "session_info" ? found[10]?.string : nil }

    package func label(limit: Int) -> String {
        label(
            json, type: type, limit: limit,
            telling: ["modelId", "thinkingLevel", "label", "customType", "name", "cwd"])
    }

    package var isCompactSummary: Bool { type == "compaction" && json["firstKeptEntryId"] == nil }
}
