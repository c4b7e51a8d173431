internal import JSONText

extension Dialect {
    /// One step of an Antigravity CLI trajectory.
    public static let antigravity = Dialect(rawValue: "antigravity")
}

/// One step of Antigravity CLI. Calls have no ids: what a tool gave stands in the steps behind the
/// one that called it.
package struct AntigravityRecord: FactRecord {
    package static let dialect = Dialect.antigravity

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "type", "source", "status", "created_at", "content", "thinking", "tool_calls",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? { found[0]?.string }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.time = Timestamp(written: found[3])
        return facts
    }

    private var kind: EventKind {
        if type == "CHECKPOINT" { return .contextBuilt }
        guard let said, !said.parts.isEmpty else { return .foreignRecorded }
        return said.kind
    }

    package var said: Message? {
        let parts = ContentBlocks.parts(of: found[4])
        switch (type, found[1]?.string) {
        case ("USER_INPUT", _): return Message(role: .user, parts: request ?? parts)
        case ("PLANNER_RESPONSE", _):
            let thinking = found[5].flatMap { $0.kind == .string ? $0 : nil }
            return Message(
                role: .assistant,
                parts: (thinking.map { [.thinking($0)] } ?? []) + parts
                    + ContentBlocks.parts(ofCalls: found[6]))
        case (_, "MODEL"):
            guard let content = found[4] else { return nil }
            let isError = found[2]?.string == "ERROR"
            return Message(
                role: .tool, parts: [.toolResult(id: nil, result: content, isError: isError)])
        case (_, "SYSTEM"): return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    /// What a person asked, without what the program puts around it.
    private var request: [Message.Part]? {
        let (begin, end) = ("<USER_REQUEST>\n", "\n</USER_REQUEST>")
        guard let content = found[4], content.hasPrefix("<USER_REQUEST>"),
            let text = content.string, text.hasPrefix(begin),
            let close = text.firstRange(of: end)
        else { return nil }
        let asked = text[text.index(text.startIndex, offsetBy: begin.count)..<close.lowerBound]
        return [.text(.string(String(asked))), .other(type: "request", value: content)]
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["status"])
    }
}
