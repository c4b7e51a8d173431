extension Dialect {
    /// One record of a Claude Code transcript, as it stood on its line.
    public static let claudeCode = Dialect(rawValue: "claude-code")
}

/// One record of a Claude Code transcript. The shapes are those that the files hold, not a
/// published format.
package struct ClaudeCodeRecord: DialectRecord {
    package static let dialect = Dialect.claudeCode
    package static let requestForm = RequestForm.messages
    package static let requestLog: (any RequestLog.Type)? = ClaudeCodeRequests.self

    package let json: JSON

    package init(_ json: JSON) { self.json = json }

    /// `user`, `assistant`, `system`, `progress`, `summary` …
    package var type: String? { json["type"]?.string }

    /// The message in it, for the kinds that an importer gives such records.
    package func message(of kind: EventKind) -> Message? {
        switch type {
        case "user", "assistant": return conversationMessage(kind)
        case "system":
            return json["content"].map { Message(role: .system, parts: [.text($0)]) }
        case "attachment":
            return json["attachment"].map {
                Message(
                    role: .system,
                    parts: [.other(type: $0["type"]?.string ?? "attachment", value: $0)])
            }
        default: return nil
        }
    }

    /// What the program measured and listed, and what it told the model in a person's place.
    package var isBookkeeping: Bool {
        switch type {
        case "progress", "attachment", "api-request-shape": true
        case "system":
            !["warning", "error"].contains(json["level"]?.string)
                && !Self.toldSubtypes.contains(json["subtype"]?.string ?? "")
        case "user":
            !isCompactSummary
                && (json["isMeta"]?.bool ?? false || json["message"] == nil
                    || said.hasPrefix("<local-command-caveat>"))
        default: false
        }
    }

    /// Of `system` records, what a person is told.
    private static let toldSubtypes: Set<String> = [
        "compact_boundary", "microcompact_boundary", "local_command", "informational",
        "api_error",
    ]

    private var said: String {
        ClaudeCodeContent(json["message"]).text?.beginning(limit: 40) ?? ""
    }

    private func conversationMessage(_ kind: EventKind) -> Message? {
        guard let message = json["message"] else { return nil }
        let isAnswer = type == "assistant"
        var result = Message(role: isAnswer ? .assistant : Self.role(of: kind), parts: [])
        message.forEachMember { key, value in
            switch key.string {
            case "content": result.parts = Self.parts(of: value, kind)
            case "model" where isAnswer:
                result.model = value.string.flatMap { $0 == Self.syntheticModel ? nil : $0 }
            case "id" where isAnswer: result.responseID = value.string
            case "usage" where isAnswer: result.usage = Self.usage(value)
            default: break
            }
        }
        return result
    }

    /// Who speaks in a `user` record: such records also carry results and the program's remarks.
    private static func role(of kind: EventKind) -> Message.Role {
        switch kind {
        case .toolReturned: return .tool
        case .promptSubmitted, .commandGiven: return .user
        default: return .system
        }
    }

    /// A command is said as it was typed, whatever marks stand around it.
    private static func parts(of content: JSON, _ kind: EventKind) -> [Message.Part] {
        let parts = parts(of: content)
        guard kind == .commandGiven else { return parts }
        return parts.map { part in
            guard case .text(let text) = part,
                let typed = text.string.flatMap({ ClaudeCodeCommand.typed($0) })
            else { return part }
            return .text(.string(typed))
        }
    }

    /// The parts of a message's content: a string, or an array of blocks.
    static func parts(of content: JSON) -> [Message.Part] {
        if content.kind == .string { return [.text(content)] }
        return content.elements.map { block in
            switch block["type"]?.string {
            case "text": return .text(block["text"] ?? .null)
            case "thinking": return .thinking(block["thinking"] ?? .null)
            case "tool_use":
                return .toolCall(
                    id: block["id"]?.string, name: block["name"]?.string ?? "",
                    arguments: block["input"] ?? .null)
            case "tool_result":
                return .toolResult(
                    id: block["tool_use_id"]?.string, result: block["content"] ?? .null,
                    isError: block["is_error"]?.bool ?? false)
            case let type: return .other(type: type ?? "", value: block)
            }
        }
    }

    static func usage(_ usage: JSON) -> TokenUsage? {
        guard usage.kind == .object else { return nil }
        return TokenUsage(
            input: usage["input_tokens"]?.int ?? 0, output: usage["output_tokens"]?.int ?? 0,
            cacheRead: usage["cache_read_input_tokens"]?.int ?? 0,
            cacheCreation: usage["cache_creation_input_tokens"]?.int ?? 0)
    }
}
