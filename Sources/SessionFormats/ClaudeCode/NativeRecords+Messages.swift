import SessionStore

/// The members of a record that depend on what an event says.
extension NativeRecords {
    func members(of event: Event) -> [(String, JSON?)]? {
        switch event.kind {
        case .promptSubmitted:
            let text = PromptSubmitted(event.body, version: event.version).text
            return user(content: .string(text))
        case .toolReturned: return user(content: [toolResult(event)])
        case .responseReceived: return response(event)
        case .toolCalled: return toolCall(event)
        case .responseFailed:
            let failure = ResponseFailed(event.body, version: event.version)
            return assistant(
                event, model: failure.model, id: nil, content: [text(failure.message)], usage: nil)
                + [("isApiErrorMessage", true)]
        case .noteAdded:
            let note = NoteAdded(event.body, version: event.version).text
            return [
                ("type", "system"), ("subtype", "informational"), ("content", .string(note)),
                ("level", "info"), ("isMeta", false),
            ]
        default: return nil
        }
    }

    private func user(content: JSON) -> [(String, JSON?)] {
        [("type", "user"), ("message", .object([("role", "user"), ("content", content)]))]
    }

    private func text(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    private func toolResult(_ event: Event) -> JSON {
        let result = ToolReturned(event.body, version: event.version)
        let isBlocks = result.result.kind == .array || result.result.kind == .string
        return .object([
            ("tool_use_id", .string(result.id ?? "")), ("type", "tool_result"),
            ("content", isBlocks ? result.result : .string(result.result.description)),
            ("is_error", result.errorType == nil ? nil : true),
        ])
    }

    private func response(_ event: Event) -> [(String, JSON?)] {
        let answer = ResponseReceived(event.body, version: event.version)
        let thinking = answer.thinking.map { thought -> JSON in
            ["type": "thinking", "thinking": .string(thought), "signature": ""]
        }
        let parts = (thinking.map { [$0] } ?? []) + [text(answer.text)]
        return assistant(
            event, model: answer.model, id: answer.id, content: .array(parts), usage: answer.usage)
    }

    private func toolCall(_ event: Event) -> [(String, JSON?)] {
        let call = ToolCalled(event.body, version: event.version)
        let block = JSON.object([
            ("type", "tool_use"), ("id", .string(call.id ?? "toolu_\(event.digest.short)")),
            ("name", .string(call.name)), ("input", call.arguments),
        ])
        return assistant(event, model: nil, id: nil, content: [block], usage: event.message?.usage)
    }

    private func assistant(
        _ event: Event, model: String?, id: String?, content: JSON, usage: TokenUsage?
    ) -> [(String, JSON?)] {
        let author =
            event.actor.role == "model" ? event.actor.name : ClaudeCodeRecord.syntheticModel
        let message = JSON.object([
            ("id", .string(id ?? "msg_\(event.digest.short)")), ("type", "message"),
            ("role", "assistant"), ("model", .string(model ?? author)), ("content", content),
            ("stop_reason", .null), ("stop_sequence", .null), ("usage", Self.json(usage)),
        ])
        return [("type", "assistant"), ("message", message)]
    }

    private static func json(_ usage: TokenUsage?) -> JSON {
        let usage = usage ?? TokenUsage()
        return [
            "input_tokens": .number(usage.input), "output_tokens": .number(usage.output),
            "cache_read_input_tokens": .number(usage.cacheRead),
            "cache_creation_input_tokens": .number(usage.cacheCreation),
        ]
    }
}
