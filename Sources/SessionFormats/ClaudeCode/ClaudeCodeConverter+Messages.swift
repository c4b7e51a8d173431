internal import JSONText
import SessionStore

/// The members of records that depend on what an event says. Texts stay where they lie in its
/// body.
extension ClaudeCodeConverter {
    typealias Members = [(String, ComposedJSON?)]

    /// The kinds of events that records are made of which others can follow.
    static let kinds: Set<EventKind> = [
        .promptSubmitted, .commandGiven, .toolReturned, .responseReceived, .toolCalled,
        .responseFailed, .noteAdded,
    ]

    /// One for each record, and what has no form in them.
    func members(of event: Event) -> (records: [Members], lost: [String]) {
        guard Self.kinds.contains(event.kind), let message = event.message else { return ([], []) }
        if event.kind == .responseFailed { return ([failure(event, message)], []) }
        if event.kind == .noteAdded { return ([Self.note(message)], []) }
        var lost: [String] = []
        var blocks: [ComposedJSON] = []
        for part in message.portableParts {
            if case .lost(let what) = part { lost.append(what) }
            if let block = Self.block(part, of: event) { blocks.append(block) }
        }
        if message.parts.isEmpty, message.usage != nil { lost.append("count of tokens") }
        guard !blocks.isEmpty else { return ([], lost) }
        guard message.role == .assistant else {
            return ([Self.user(message, blocks)], lost)
        }
        // One record a block: so does the program.
        return (blocks.map { assistant(event, message, content: $0) }, lost)
    }

    /// A string as it is written; anything else counts as none.
    static func string(_ value: JSON?, else other: String = "") -> ComposedJSON {
        ComposedJSON(value.flatMap { $0.kind == .string ? $0 : nil } ?? .string(other))
    }

    private static func user(_ message: Message, _ blocks: [ComposedJSON]) -> Members {
        var content = ComposedJSON.array(blocks)
        if message.parts.count == 1, case .text(let text) = message.parts[0] {
            content = string(text)
        }
        return [("type", "user"), ("message", ["role": "user", "content": content])]
    }

    private static func note(_ message: Message) -> Members {
        let texts = message.parts.compactMap { part in
            if case .text(let text) = part { text } else { nil }
        }
        let text = texts.count == 1 ? texts[0] : .string(message.text)
        return [
            ("type", "system"), ("subtype", "informational"), ("content", string(text)),
            ("level", "info"), ("isMeta", false),
        ]
    }

    private func failure(_ event: Event, _ message: Message) -> Members {
        let named = event.dialect == nil ? event.body[Attribute.requestModel]?.string : nil
        var message = message
        message.model = named ?? message.model
        let text = message.portableParts.first.flatMap { Self.block($0, of: event) }
        return assistant(event, message, content: text ?? ["type": "text", "text": ""])
            + [("isApiErrorMessage", true)]
    }

    // MARK: Blocks

    private static func block(_ part: PortablePart, of event: Event) -> ComposedJSON? {
        switch part {
        case .text, .written: return part.text.map { ["type": "text", "text": $0] }
        case .image(let image): return self.image(image)
        case .call(let id, let name, let arguments):
            return [
                "type": "tool_use",
                "id": ComposedJSON(.string(id ?? "toolu_\(event.digest.short)")),
                "name": ComposedJSON(.string(name)), "input": input(arguments),
            ]
        case .result(let id, let content, let isError):
            return .object([
                ("tool_use_id", ComposedJSON(.string(id ?? ""))), ("type", "tool_result"),
                ("content", self.content(content)), ("is_error", isError ? true : nil),
            ])
        case .lost: return nil
        }
    }

    /// The program takes objects alone.
    private static func input(_ arguments: JSON) -> ComposedJSON {
        switch arguments.kind {
        case .object: return ComposedJSON(arguments)
        case .null, nil: return .object([])
        default: return ["input": ComposedJSON(arguments)]
        }
    }

    private static func content(_ parts: [PortablePart]) -> ComposedJSON {
        if parts.count == 1, let text = parts[0].text { return text }
        let blocks = parts.compactMap { part -> ComposedJSON? in
            if case .image(let image) = part { return self.image(image) }
            return part.text.map { ["type": "text", "text": $0] }
        }
        return blocks.isEmpty ? "" : .array(blocks)
    }

    private static func image(_ image: PortableImage) -> ComposedJSON {
        switch image {
        case .link(let url):
            return ["type": "image", "source": ["type": "url", "url": ComposedJSON(url)]]
        case .inline(let type, let data):
            return [
                "type": "image",
                "source": [
                    "type": "base64", "media_type": ComposedJSON(.string(type)),
                    "data": ComposedJSON(data),
                ],
            ]
        }
    }

    // MARK: Answers

    private func assistant(
        _ event: Event, _ message: Message, content: ComposedJSON
    ) -> Members {
        let model = message.model ?? ClaudeCodeRecord.syntheticModel
        let id = message.responseID ?? answer(of: event)
        let record: ComposedJSON = [
            "id": ComposedJSON(.string(id)), "type": "message",
            "role": "assistant", "model": ComposedJSON(.string(model)),
            "content": .array([content]), "stop_reason": ComposedJSON(.null),
            "stop_sequence": ComposedJSON(.null), "usage": ComposedJSON(Self.json(message.usage)),
        ]
        return [("type", "assistant"), ("message", record)]
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
