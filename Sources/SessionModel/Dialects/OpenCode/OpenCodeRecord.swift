internal import JSONText

extension Dialect {
    /// One file of opencode's storage: a session, a message, or a part of one.
    public static let openCode = Dialect(rawValue: "opencode")
}

/// One record of opencode: the session, a message's head, which tells who speaks, or one of the
/// parts that follow it.
package struct OpenCodeRecord: FactRecord {
    package static let dialect = Dialect.openCode
    package static let settings: Set<String> = ["model", "cwd", "version", "parent"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "id", "type", "role", "time", "text", "callID", "tool", "state", "messageID", "directory",
        "title", "version", "model", "modelID", "tokens", "parentID", "projectID", "synthetic",
        "error", "sessionID",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var isSession: Bool { found[16] != nil && found[2] == nil }
    private var type: String? {
        isSession ? "session" : found[2].map { _ in "message" } ?? found[1]?.string
    }
    private var model: JSON? { found[13] ?? found[12]?["modelID"] }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.time = Timestamp(written: found[3]?["created"] ?? found[3]?["start"])
        if isSession {
            facts.transcript = found[0]
            facts.set([
                ("cwd", found[9]), ("version", found[11]), ("parent", found[15]),
            ])
        } else if let role = found[2]?.string {
            facts.speaker = role == "user" ? .user : .assistant
            facts.set([("model", model)])
        }
        return facts
    }

    private var kind: EventKind {
        if isSession { return title == nil ? .foreignRecorded : .titleChanged }
        if found[2] != nil {
            if found[18].map({ !$0.isNull }) ?? false { return .responseFailed }
            return said?.usage == nil ? .foreignRecorded : .responseReceived
        }
        if found[17]?.bool == true || found[1]?.string == "file" { return .noteAdded }
        return said?.kind ?? .foreignRecorded
    }

    package var said: Message? {
        if found[2] != nil { return head }
        let answer = (found[8] ?? json["messageID"])?.string
        func message(_ parts: [Message.Part]) -> Message {
            Message(role: .assistant, parts: parts, responseID: answer)
        }
        switch found[1]?.string {
        case "text": return message(ContentBlocks.parts(of: found[4]))
        case "reasoning": return message(found[4].map { [.thinking($0)] } ?? [])
        case "tool": return message(call)
        case "file": return message([.other(type: "file", value: json)])
        default: return nil
        }
    }

    /// A message's head says what the answer took; what is said stands in its parts.
    private var head: Message? {
        guard found[2]?.string == "assistant" else { return nil }
        let error = found[18].flatMap { $0["data"]?["message"] ?? $0["message"] ?? $0["name"] }
        var usage: TokenUsage?
        if let tokens = found[14], tokens.kind == .object {
            let cache = tokens["cache"]
            usage = TokenUsage(
                input: tokens["input"]?.int ?? 0,
                output: (tokens["output"]?.int ?? 0) &+ (tokens["reasoning"]?.int ?? 0),
                cacheRead: cache?["read"]?.int ?? 0, cacheCreation: cache?["write"]?.int ?? 0)
        }
        return Message(
            role: .assistant, parts: error.map { [.text($0)] } ?? [], model: model?.string,
            responseID: found[0]?.string, usage: usage)
    }

    private var call: [Message.Part] {
        let state = found[7]
        let made = Message.Part.toolCall(
            id: found[5]?.string, name: found[6]?.string ?? "", arguments: state?["input"] ?? .null)
        switch state?["status"]?.string {
        case "completed":
            return [
                made,
                .toolResult(
                    id: found[5]?.string, result: state?["output"] ?? .null, isError: false),
            ]
        case "error":
            return [
                made,
                .toolResult(id: found[5]?.string, result: state?["error"] ?? .null, isError: true),
            ]
        default: return [made]
        }
    }

    package func newContent(ofCall id: String?) -> JSON? {
        let content = found[7]?["metadata"]?["filediff"]?["after"]
        return content.ifString
    }

    package var title: String? {
        isSession ? found[10]?.string.flatMap { $0.isEmpty ? nil : $0 } : nil
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["hash", "filename", "role", "reason"])
    }
}
