internal import JSONText

/// The members of a line that importing, exporting and folding look at, found in one scan.
package struct CodexFields: Sendable {
    /// `session_meta`, `response_item`, `event_msg`, `turn_context`, `compacted` …; older files
    /// have items and the meta without an envelope, which count as lines with one.
    package let type: String?
    package let timestamp: Timestamp?
    /// What the line holds: of an older one the line itself.
    package let payload: JSON
    /// The payload's own type: `message`, `function_call`, `token_count` …
    package let form: String?
    package let role: String?
    package let content: JSON?
    /// Joins a call and its output.
    package let call: JSON?
    package let name: String?
    /// Whether the line has an envelope, and with it a time.
    package let isWrapped: Bool

    private static let keys = JSONKeys([
        "timestamp", "type", "payload", "record_type", "id", "instructions",
    ])
    private static let payloadKeys = JSONKeys([
        "type", "role", "content", "call_id", "name", "id",
    ])
    private static let items: Set<String> = [
        "message", "reasoning", "function_call", "function_call_output", "local_shell_call",
        "custom_tool_call", "custom_tool_call_output", "web_search_call", "compaction",
    ]

    package init(_ json: JSON) {
        let found = json.pick(Self.keys)
        timestamp = found[0]?.string.flatMap { Timestamp($0) }
        isWrapped = found[2]?.kind == .object
        payload = found[2].flatMap { $0.kind == .object ? $0 : nil } ?? json
        let inner = payload.pick(Self.payloadKeys)
        let named = found[1]?.string
        if isWrapped {
            type = named
        } else if let named {
            type = Self.items.contains(named) ? "response_item" : named
        } else {
            // The first line of an older file, which has no type.
            let isMeta = found[3] == nil && found[4] != nil && found[0] != nil
            type = isMeta ? "session_meta" : found[3]?.string
        }
        form = inner[0]?.string
        role = inner[1]?.string
        content = inner[2]
        call = (inner[3] ?? inner[5]).flatMap { $0.kind == .string ? $0 : nil }
        name = inner[4]?.string
    }

    /// Whether it is an item of the conversation, as the model sees it.
    package var isItem: Bool { type == "response_item" }
}

extension CodexFields {
    /// How messages in a user's place begin that the program wrote: what the model should know of
    /// its surroundings.
    private static let surroundings = [
        "<environment_context>", "<ENVIRONMENT_CONTEXT>", "<user_instructions>",
        "<permissions instructions>", "# AGENTS.md instructions", "<INSTRUCTIONS>", "<skill>",
        "<skills_instructions>", "<apps_instructions>", "<plugins_instructions>",
        "<collaboration_mode>", "<codex_internal_context",
    ]
    /// The same of what happened beside the conversation.
    private static let remarks = [
        "<turn_aborted>", "<user_shell_command>", "<subagent_notification>", "<user_action>",
    ]

    /// The kind of event that a line becomes.
    ///
    /// - Parameter isUsageNew: of a count of tokens, whether it is another than the one before it:
    ///   the program repeats it.
    package func kind(isUsageNew: Bool) -> EventKind {
        switch type {
        case "response_item": return itemKind
        case "compacted", "world_state": return .contextBuilt
        case "event_msg": return messageKind(isUsageNew: isUsageNew)
        default: return .foreignRecorded
        }
    }

    private var itemKind: EventKind {
        switch form {
        case "message": return spokenKind
        case "reasoning": return .responseReceived
        case "function_call", "custom_tool_call", "local_shell_call", "web_search_call",
            "tool_search_call", "image_generation_call":
            return .toolCalled
        case "function_call_output", "custom_tool_call_output", "tool_search_output",
            "mcp_tool_call_output", "local_shell_call_output":
            return .toolReturned
        case "compaction", "compaction_summary", "context_compaction": return .contextBuilt
        case "agent_message": return .noteAdded
        default: return .foreignRecorded
        }
    }

    private var spokenKind: EventKind {
        switch role {
        case "assistant": return .responseReceived
        case "user": return askedKind
        default: return .contextBuilt
        }
    }

    private var askedKind: EventKind {
        // Newer versions say what each part is.
        let kinds = payload.at("/internal_chat_message_metadata_passthrough/content_item_kinds")
        let names = (kinds?.elements ?? []).compactMap(\.string).filter { $0 != "unknown" }
        if !names.isEmpty {
            let isAsked = names.contains { $0.hasPrefix("user.") }
            return isAsked ? .promptSubmitted : .contextBuilt
        }
        guard let text = firstText else { return .promptSubmitted }
        if Self.surroundings.contains(where: { text.hasPrefix($0) }) { return .contextBuilt }
        return Self.remarks.contains { text.hasPrefix($0) } ? .noteAdded : .promptSubmitted
    }

    /// The first text of a message.
    package var firstText: JSON? {
        if content?.kind == .string { return content }
        var text: JSON?
        content?.forEachElement { if text == nil { text = $0["text"] } }
        return text
    }

    /// An event message repeats what items say, but for a few.
    private func messageKind(isUsageNew: Bool) -> EventKind {
        switch form {
        case "token_count": return isUsageNew ? .responseReceived : .foreignRecorded
        case "error": return .responseFailed
        case "thread_name_updated": return .titleChanged
        case "turn_aborted", "stream_error", "warning", "thread_rolled_back": return .noteAdded
        default: return .foreignRecorded
        }
    }
}
