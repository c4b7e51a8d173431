internal import JSONText

extension Dialect {
    /// One message of a Gemini CLI chat, from a document or from a line.
    public static let gemini = Dialect(rawValue: "gemini")
}

/// One record of a Gemini CLI chat: a message, whose tool calls carry their own results, or what
/// the log of lines says beside: the head, `$set`, `$rewindTo`.
package struct GeminiRecord: FactRecord {
    package static let dialect = Dialect.gemini
    package static let comesAgain = true
    package static let readsPlainly = true
    package static let settings: Set<String> = ["model", "cwd", "projectHash"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "id", "timestamp", "type", "content", "toolCalls", "thoughts", "tokens", "model",
        "sessionId", "projectHash", "startTime", "directories", "$rewindTo", "$set", "summary",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? {
        if found[13] != nil { return "$set" }
        if found[12] != nil { return "$rewindTo" }
        return found[2]?.string ?? (found[8] != nil ? "session" : nil)
    }

    package var facts: RecordFacts {
        var facts = RecordFacts(isCommand ? .commandGiven : said?.kind ?? otherKind, type: type)
        facts.id = found[0].ifString
        facts.time = Timestamp(written: found[1]) ?? Timestamp(written: found[10])
        facts.transcript = found[8].ifString
        facts.rewind = found[12]
        facts.set([
            ("projectHash", found[9]), ("cwd", found[11]?.elements.first),
        ])
        return facts
    }

    /// `/chat save x`: a word behind a slash, and not a path.
    private var isCommand: Bool {
        guard found[2]?.string == "user", let text = said?.text else { return false }
        return text.prefixMatch(of: #/\/[a-z][a-z0-9_:-]*(\s|$)/#) != nil
    }

    /// A summary names the chat; new messages for the model are what it sees from there on.
    private var otherKind: EventKind {
        if title != nil { return .titleChanged }
        return found[13]?["messages"] != nil ? .contextBuilt : .foreignRecorded
    }

    package var said: Message? {
        switch found[2]?.string {
        case "user": return Message(role: .user, parts: ContentBlocks.parts(of: found[3]))
        case "gemini", "model", "assistant":
            return Message(
                role: .assistant,
                parts: thoughts + ContentBlocks.parts(of: found[3]) + calls,
                model: found[7]?.string, responseID: found[0]?.string,
                usage: TokenUsage(
                    found[6], input: ["input"], output: ["output", "thoughts"],
                    cacheRead: ["cached"], includesCached: true))
        case "info", "error", "warning":
            return Message(role: .system, parts: ContentBlocks.parts(of: found[3]))
        default: return nil
        }
    }

    private var thoughts: [Message.Part] {
        (found[5]?.elements ?? []).compactMap { thought in
            (thought["description"] ?? thought["subject"]).map { .thinking($0) }
        }
    }

    private static let callKeys = JSONKeys(["id", "name", "args", "result", "status"])

    private var calls: [Message.Part] {
        (found[4]?.elements ?? []).flatMap { call -> [Message.Part] in
            let parts = call.pick(Self.callKeys)
            let made = Message.Part.toolCall(
                id: parts[0]?.string, name: parts[1]?.string ?? "", arguments: parts[2] ?? .null)
            let isFailed = ["error", "cancelled"].contains(parts[4]?.string)
            guard let result = parts[3], !result.isNull else { return [made] }
            return [
                made,
                .toolResult(
                    id: parts[0]?.string, result: Self.output(result), isError: isFailed),
            ]
        }
    }

    /// A result's text, where it is nothing but one.
    private static func output(_ result: JSON) -> JSON {
        let parts = result.elements
        guard parts.count == 1, let response = parts.first?["functionResponse"]?["response"],
            let output = response["output"] ?? response["error"]
        else { return result }
        return output
    }

    /// What a tool that writes files shows of it.
    package func newContent(ofCall id: String?) -> JSON? {
        let call = (found[4]?.elements ?? []).first { $0["id"]?.string == id }
        let content = call?["resultDisplay"]?["newContent"]
        return content.ifString
    }

    package var title: String? { found[13]?["summary"]?.string }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["content", "$rewindTo", "kind"])
    }
}
