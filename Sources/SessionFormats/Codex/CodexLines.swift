internal import JSONText
import SessionStore

/// The lines that say what an event of another format says. They depend on the event alone.
enum CodexLines {
    /// The kinds of events that items are made of.
    static let kinds: Set<EventKind> = [
        .promptSubmitted, .commandGiven, .responseReceived, .toolCalled, .toolReturned,
        .contextBuilt,
    ]

    /// - Parameter thread: the id of the conversation.
    static func lines(
        of event: Event, thread: String
    ) -> (lines: [ComposedJSON], lost: [String]) {
        switch event.kind {
        case .titleChanged:
            guard let title = event.title, !title.isEmpty else { return ([], []) }
            let name: ComposedJSON = [
                "type": "thread_name_updated", "thread_id": ComposedJSON(.string(thread)),
                "thread_name": ComposedJSON(.string(title)),
            ]
            return ([line("event_msg", at: event.occurredAt, name)], [])
        case .responseFailed:
            let text = event.message?.parts.lazy.compactMap { $0.said }.first
            let error: ComposedJSON = [
                "type": "error", "message": ComposedJSON(text ?? ""), "codex_error_info": "other",
            ]
            return ([line("event_msg", at: event.occurredAt, error)], [])
        case .contextBuilt:
            guard event.record?.isCompactSummary == true else { return ([], []) }
            return ([compaction(event)], [])
        case .promptSubmitted, .commandGiven, .responseReceived, .toolCalled, .toolReturned:
            return said(event)
        default: return ([], [])
        }
    }

    static func line(
        _ type: ComposedJSON, at time: Timestamp, _ payload: ComposedJSON
    ) -> ComposedJSON {
        .object([
            ("timestamp", ComposedJSON(.string(time.description))), ("type", type),
            ("payload", payload),
        ])
    }

    /// The summary takes the place of all before it.
    private static func compaction(_ event: Event) -> ComposedJSON {
        let parts = event.message?.portableParts ?? []
        return line(
            "compacted", at: event.occurredAt,
            ["message": "", "replacement_history": .array([message("user", parts, "input_text")])])
    }

    private static func message(
        _ role: ComposedJSON, _ parts: [PortablePart], _ type: ComposedJSON
    ) -> ComposedJSON {
        let content = parts.compactMap { part -> ComposedJSON? in
            if case .image(let image) = part { return self.image(image) }
            return part.text.map { ["type": type, "text": $0] }
        }
        return ["type": "message", "role": role, "content": .array(content)]
    }

    private static func image(_ image: PortableImage) -> ComposedJSON {
        ["type": "input_image", "image_url": ComposedJSON(image.url)]
    }

    // MARK: What is said

    private static func said(_ event: Event) -> (lines: [ComposedJSON], lost: [String]) {
        guard let message = event.message else { return ([], []) }
        var lost: [String] = []
        var spoken: [PortablePart] = []
        var items: [ComposedJSON] = []
        for part in message.portableParts {
            switch part {
            case .text, .written, .image: spoken.append(part)
            case .call(let id, let name, let arguments):
                items.append(call(id ?? Self.id(of: event), name, arguments))
            case .result(let id, let content, let isError):
                items.append(output(id ?? "", content))
                if isError { lost.append("mark of an error") }
            case .lost(let what): lost.append(what)
            }
        }
        if message.usage?.total ?? 0 > 0 { lost.append("count of tokens") }
        let time = event.occurredAt
        var lines = items.map { line("response_item", at: time, $0) }
        if !spoken.isEmpty {
            lines = self.spoken(spoken, message.role, at: time) + lines
        }
        return (lines, lost)
    }

    /// An item for the model, and an event message for whoever looks at the list.
    private static func spoken(
        _ parts: [PortablePart], _ role: Message.Role, at time: Timestamp
    ) -> [ComposedJSON] {
        let isAnswer = role == .assistant
        let item = message(
            isAnswer ? "assistant" : "user", parts, isAnswer ? "output_text" : "input_text")
        let texts = parts.compactMap { part in
            if case .text(let text) = part { text } else { nil }
        }
        let text = texts.count == 1 ? texts[0] : .string(texts.joined)
        let told: ComposedJSON = [
            "type": isAnswer ? "agent_message" : "user_message", "message": ComposedJSON(text),
        ]
        return [line("response_item", at: time, item), line("event_msg", at: time, told)]
    }

    private static func id(of event: Event) -> String { "call_\(event.digest.short)" }

    /// Arguments are a text of JSON.
    private static func call(_ id: String, _ name: String, _ arguments: JSON) -> ComposedJSON {
        let isObject = arguments.kind == .object
        let wrapped: JSON = arguments.isNull ? .object([]) : ["input": arguments]
        return [
            "type": "function_call", "name": ComposedJSON(.string(name)),
            "arguments": .string(of: isObject ? arguments : wrapped),
            "call_id": ComposedJSON(.string(id)),
        ]
    }

    private static func output(_ id: String, _ content: [PortablePart]) -> ComposedJSON {
        let blocks = content.compactMap { part -> ComposedJSON? in
            if case .image(let image) = part { return self.image(image) }
            return part.text.map { ["type": "input_text", "text": $0] }
        }
        let alone = content.count == 1 ? content[0].text : nil
        return [
            "type": "function_call_output", "call_id": ComposedJSON(.string(id)),
            "output": alone ?? (blocks.isEmpty ? "" : .array(blocks)),
        ]
    }
}

extension [JSON] {
    /// The texts, one below the other.
    fileprivate var joined: String { compactMap(\.string).joined(separator: "\n") }
}

extension Message.Part {
    /// What is said, a string.
    fileprivate var said: JSON? {
        if case .text(let text) = self, text.kind == .string { text } else { nil }
    }
}
