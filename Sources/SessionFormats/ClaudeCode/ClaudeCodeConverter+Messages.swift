internal import JSONText
import SessionStore

/// The members of a record that depend on what an event says. Texts stay where they lie in its
/// body.
extension ClaudeCodeConverter {
    /// The kinds of events that records are made of which others can follow.
    static let kinds: Set<EventKind> = [
        .promptSubmitted, .toolReturned, .responseReceived, .toolCalled, .responseFailed,
        .noteAdded,
    ]

    func members(of event: Event) -> [(String, ComposedJSON?)]? {
        let body = event.body
        switch event.kind {
        case .promptSubmitted: return user(content: Self.string(body[Attribute.text]))
        case .toolReturned: return user(content: .array([toolResult(body)]))
        case .responseReceived: return response(event)
        case .toolCalled: return toolCall(event)
        case .responseFailed:
            return assistant(
                event, model: body[Attribute.requestModel], id: nil,
                content: [["type": "text", "text": Self.string(body["message"])]], usage: nil)
                + [("isApiErrorMessage", true)]
        case .noteAdded:
            return [
                ("type", "system"), ("subtype", "informational"),
                ("content", Self.string(body[Attribute.text])), ("level", "info"),
                ("isMeta", false),
            ]
        default: return nil
        }
    }

    /// A string as it is written; anything else counts as none.
    static func string(_ value: JSON?, else other: String = "") -> ComposedJSON {
        ComposedJSON(value.flatMap { $0.kind == .string ? $0 : nil } ?? .string(other))
    }

    private func user(content: ComposedJSON) -> [(String, ComposedJSON?)] {
        [("type", "user"), ("message", ["role": "user", "content": content])]
    }

    private func toolResult(_ body: JSON) -> ComposedJSON {
        let result = body[Attribute.toolResult] ?? .null
        let isContent = result.kind == .array || result.kind == .string
        return .object([
            ("tool_use_id", Self.string(body[Attribute.toolCallID])), ("type", "tool_result"),
            ("content", isContent ? ComposedJSON(result) : .string(of: result)),
            ("is_error", body[Attribute.errorType]?.kind == .string ? true : nil),
        ])
    }

    private func response(_ event: Event) -> [(String, ComposedJSON?)] {
        let body = event.body
        var blocks: [ComposedJSON] = [["type": "text", "text": Self.string(body[Attribute.text])]]
        if let thinking = body["thinking"], thinking.kind == .string {
            blocks.insert(
                ["type": "thinking", "thinking": ComposedJSON(thinking), "signature": ""], at: 0)
        }
        return assistant(
            event, model: body[Attribute.responseModel], id: body[Attribute.responseID],
            content: blocks, usage: TokenUsage(attributesOf: body))
    }

    private func toolCall(_ event: Event) -> [(String, ComposedJSON?)] {
        let body = event.body
        let block: ComposedJSON = [
            "type": "tool_use",
            "id": Self.string(body[Attribute.toolCallID], else: "toolu_\(event.digest.short)"),
            "name": Self.string(body[Attribute.toolName]),
            "input": ComposedJSON(body[Attribute.toolArguments] ?? .null),
        ]
        return assistant(event, model: nil, id: nil, content: [block], usage: event.message?.usage)
    }

    private func assistant(
        _ event: Event, model: JSON?, id: JSON?, content: [ComposedJSON], usage: TokenUsage?
    ) -> [(String, ComposedJSON?)] {
        let author =
            event.actor.role == "model" ? event.actor.name : ClaudeCodeRecord.syntheticModel
        let message: ComposedJSON = [
            "id": Self.string(id, else: "msg_\(event.digest.short)"), "type": "message",
            "role": "assistant", "model": Self.string(model, else: author),
            "content": .array(content), "stop_reason": ComposedJSON(.null),
            "stop_sequence": ComposedJSON(.null), "usage": ComposedJSON(Self.json(usage)),
        ]
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
