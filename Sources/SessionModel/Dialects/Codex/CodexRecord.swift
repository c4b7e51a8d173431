internal import JSONText

extension Dialect {
    /// One line of a rollout of Codex, as it stood there.
    public static let codex = Dialect(rawValue: "codex")
}

/// One line of a rollout of Codex. The shapes are those that its files hold; newer ones have more,
/// which is kept.
package struct CodexRecord: DialectRecord {
    package static let dialect = Dialect.codex
    package static let tellsUsageApart = true

    private let json: JSON

    package init(_ json: JSON) { self.json = json }

    package func message(of kind: EventKind) -> Message? {
        let fields = CodexFields(json)
        switch (fields.type, kind) {
        case ("response_item", .foreignRecorded): return nil
        case ("response_item", _): return item(fields, kind)
        case ("compacted", _): return compaction(fields.payload)
        case ("event_msg", .responseReceived):
            return Message(role: .assistant, parts: [], usage: Self.usage(fields.payload["info"]))
        case ("event_msg", .responseFailed), ("event_msg", .noteAdded):
            let text = fields.payload["message"] ?? fields.payload["reason"]
            let role: Message.Role = kind == .noteAdded ? .system : .assistant
            return Message(role: role, parts: text.map { [.text($0)] } ?? [])
        default: return nil
        }
    }

    private func item(_ fields: CodexFields, _ kind: EventKind) -> Message {
        Message(role: Self.role(of: kind), parts: Self.parts(fields))
    }

    private static func role(of kind: EventKind) -> Message.Role {
        switch kind {
        case .promptSubmitted: return .user
        case .responseReceived, .toolCalled: return .assistant
        case .toolReturned: return .tool
        default: return .system
        }
    }

    /// What is left of a conversation: a summary, or the messages that stand for it.
    private func compaction(_ payload: JSON) -> Message {
        var parts: [Message.Part] = []
        if let text = payload["message"], text.kind == .string, text.range.count > 2 {
            parts.append(.text(text))
        }
        for item in payload["replacement_history"]?.elements ?? []
        where item["type"]?.string == "message" {
            parts += Self.content(item["content"])
        }
        return Message(role: .system, parts: parts)
    }

    package var title: String? {
        let fields = CodexFields(json)
        return fields.form == "thread_name_updated" ? fields.payload["thread_name"]?.string : nil
    }

    package func label(limit: Int) -> String {
        let fields = CodexFields(json)
        let type = fields.form ?? fields.type ?? "record"
        let names = ["message", "text", "last_agent_message", "thread_name", "model", "cwd"]
        let telling = names.lazy.compactMap { fields.payload[$0]?.beginning(limit: limit) }
        if let usage = Self.usage(fields.payload["info"]) { return "\(type): \(usage.total)" }
        return telling.first { !$0.isEmpty }.map { "\(type): \($0)" } ?? type
    }

    package var isBookkeeping: Bool {
        let fields = CodexFields(json)
        return fields.kind(isUsageNew: false) == .contextBuilt && !isCompactSummary
    }

    package var isCompactSummary: Bool {
        let fields = CodexFields(json)
        return fields.type == "compacted" || fields.isItem && fields.form == "compaction"
    }

    // MARK: Usage

    private static let usageKeys = JSONKeys([
        "input_tokens", "cached_input_tokens", "cache_write_input_tokens", "output_tokens",
        "prompt", "completion",
    ])

    /// The usage of the last answer. What was read from a cache is a part of the input there.
    static func usage(_ info: JSON?) -> TokenUsage? {
        guard let info, info.kind == .object else { return nil }
        let found = (info["last_token_usage"] ?? info).pick(usageKeys).map { $0?.int }
        guard let input = found[0] ?? found[4] else { return nil }
        let (read, written) = (found[1] ?? 0, found[2] ?? 0)
        return TokenUsage(
            input: max(0, input.subtracting(read).subtracting(written)),
            output: found[3] ?? found[5] ?? 0, cacheRead: read, cacheCreation: written)
    }
}

extension Int {
    /// A transcript may claim anything.
    fileprivate func subtracting(_ other: Int) -> Int {
        let (difference, isOver) = subtractingReportingOverflow(other)
        return isOver ? 0 : difference
    }
}
