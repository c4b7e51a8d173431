internal import JSONText

extension Dialect {
    /// One event of a GitHub Copilot CLI session.
    public static let copilot = Dialect(rawValue: "copilot")
}

/// One event of GitHub Copilot CLI: `{type, data, id, timestamp, parentId}`.
package struct CopilotRecord: FactRecord {
    package static let dialect = Dialect.copilot
    package static let settings: Set<String> = ["model", "cwd", "gitBranch", "version"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys(["type", "data", "id", "timestamp", "parentId"])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }
    private var data: JSON { found[1] ?? .null }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.id = found[2].ifString
        facts.parent = found[4].ifString
        facts.time = Timestamp(written: found[3])
        switch type {
        case "session.start", "session.resume":
            facts.transcript = data["sessionId"]
            let context = data["context"]
            facts.set([
                ("model", data["selectedModel"]), ("cwd", context?["cwd"]),
                ("gitBranch", context?["branch"]), ("version", data["copilotVersion"]),
            ])
        case "session.model_change": facts.set([("model", data["newModel"])])
        case "subagent.started":
            facts.agent = data["toolCallId"]
            facts.agentName = data["agentName"]?.string
        default: facts.agent = data["parentToolCallId"]
        }
        return facts
    }

    private var kind: EventKind {
        switch type {
        case "user.message": return .promptSubmitted
        case "assistant.message", "assistant.reasoning":
            guard let said, !said.parts.isEmpty else { return .foreignRecorded }
            return said.kind
        case "tool.execution_complete": return .toolReturned
        case "session.error": return .responseFailed
        case "system.message": return .contextBuilt
        case "session.compaction_complete": return .contextBuilt
        case "system.notification", "session.info", "session.warning", "abort":
            return .noteAdded
        default: return .foreignRecorded
        }
    }

    private static let messageKeys = JSONKeys([
        "content", "reasoningText", "toolRequests", "model", "messageId", "outputTokens",
    ])

    package var said: Message? {
        switch type {
        case "user.message": return Message(role: .user, parts: text("content"))
        case "assistant.message": return answer
        case "assistant.reasoning":
            return Message(
                role: .assistant, parts: data["content"].map { [.thinking($0)] } ?? [])
        case "tool.execution_complete": return Message(role: .tool, parts: [result])
        case "session.error": return Message(role: .assistant, parts: text("message"))
        case "system.message", "system.notification":
            return Message(role: .system, parts: text("content"))
        case "session.compaction_complete":
            return Message(role: .system, parts: text("summaryContent"))
        case "session.info", "session.warning":
            return Message(role: .system, parts: text("message"))
        case "abort": return Message(role: .system, parts: text("reason"))
        default: return nil
        }
    }

    private var answer: Message {
        let parts = data.pick(Self.messageKeys)
        let thinking = parts[1].flatMap { $0.kind == .string ? $0 : nil }
        let usage = parts[5]?.int.map { TokenUsage(output: $0) }
        return Message(
            role: .assistant,
            parts: (thinking.map { [.thinking($0)] } ?? []) + ContentBlocks.parts(of: parts[0])
                + ContentBlocks.parts(ofCalls: parts[2]),
            model: parts[3]?.string, responseID: parts[4]?.string, usage: usage)
    }

    private var result: Message.Part {
        let result = data["result"]
        return .toolResult(
            id: data["toolCallId"]?.string,
            result: result?["content"] ?? result ?? data["error"] ?? .null,
            isError: data["success"]?.bool == false)
    }

    private func text(_ key: String) -> [Message.Part] { ContentBlocks.parts(of: data[key]) }

    package func label(limit: Int) -> String {
        label(
            data, type: type, limit: limit,
            telling: ["message", "newModel", "toolName", "agentName", "reason", "hookType"])
    }
}
