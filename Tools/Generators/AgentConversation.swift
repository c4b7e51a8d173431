internal import Foundation
public import SessionModel

/// A conversation of an agent, turn by turn: a prompt, a request that resends up to 100 messages
/// with cache markers that move, an answer, calls of tools with their results, an edited file.
public struct AgentConversation {
    /// One turn: what is appended before the request is sent, the request, and what follows.
    public struct Turn {
        public let prompt: EventDraft
        public let request: [UInt8]
        public let answers: [EventDraft]
        public let edit: EventDraft
        /// Bytes of what was said.
        public let messageBytes: Int
    }

    private var workload: Workload
    private var messages: [JSON] = []
    private var files: [[String]]
    private var count = 0
    private let system: JSON
    private let tools: JSON

    /// Words in all: with as many, LZ4 leaves 0.47 of the messages, as of those of real sessions.
    private static let words = 1200

    public init(seed: UInt64) {
        var workload = Workload(seed: seed, words: Self.words)
        system = .string(workload.text(4000))
        tools = .array(
            (0..<8).map { index in
                [
                    "name": .string("tool\(index)"), "description": .string(workload.text(600)),
                    "input_schema": [
                        "type": "object",
                        "properties": ["path": ["type": "string"], "n": ["type": "integer"]],
                    ],
                ]
            })
        files = (0..<25).map { _ in workload.lines(bytes: workload.number(2000...40_000)) }
        self.workload = workload
    }

    public mutating func turn() -> Turn {
        count += 1
        let prompt = workload.text(400)
        messages.append(["role": "user", "content": .string(prompt)])
        let request = request().bytes
        let answer = workload.text(1200)
        var drafts: [EventDraft] = [.response(answer, by: .model("model-1"))]
        var blocks: [JSON] = [["type": "text", "text": .string(answer)]]
        var results: [JSON] = []
        var bytes = prompt.utf8.count + answer.utf8.count
        for index in 0..<(count % 2 + 1) {
            let id = "toolu_\(count)_\(index)_\(workload.number(1_000_000...9_999_999))"
            let arguments: JSON = ["path": .string("src/file\(workload.number(0...24)).swift")]
            let result = workload.text(resultSize())
            bytes += result.utf8.count + arguments.bytes.count
            drafts.append(
                .toolCall("tool1", arguments: arguments, id: id, by: .model("model-1")))
            drafts.append(.toolResult(.string(result), of: "tool1", id: id))
            blocks.append([
                "type": "tool_use", "id": .string(id), "name": "tool1", "input": arguments,
            ])
            results.append([
                "type": "tool_result", "tool_use_id": .string(id), "content": .string(result),
            ])
        }
        messages.append(["role": "assistant", "content": .array(blocks)])
        messages.append(["role": "user", "content": .array(results)])
        return Turn(
            prompt: .prompt(prompt, by: .user("ana")), request: request, answers: drafts,
            edit: edit(), messageBytes: bytes)
    }

    /// Log-normal: half of the results are under 1 KB, 99 % under 30 KB.
    private mutating func resultSize() -> Int {
        let (u, v) = (
            Double(workload.number(1...1_000_000)) / 1e6, Double(workload.number(0...999_999)) / 1e6
        )
        let normal = (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
        return min(200_000, Int(1000 * exp(1.46 * normal)) + 20)
    }

    private mutating func edit() -> EventDraft {
        let index = workload.number(0...files.count - 1)
        workload.edit(&files[index], share: 0.03)
        return .file(
            "src/file\(index).swift", content: Array(files[index].joined(separator: "\n").utf8),
            by: .tool("edit"))
    }

    /// The request, with cache markers on its last two messages.
    private func request() -> JSON {
        let sent = Array(messages.suffix(100))
        let marked = sent.enumerated().map { index, message in
            index >= sent.count - 2 ? Self.marked(message) : message
        }
        return [
            "model": "model-1", "max_tokens": 8192, "temperature": 1, "stream": true,
            "system": [["type": "text", "text": system, "cache_control": ["type": "ephemeral"]]],
            "tools": tools, "messages": .array(marked),
        ]
    }

    private static func marked(_ message: JSON) -> JSON {
        let content = message["content"] ?? .null
        var blocks =
            content.kind == .string
            ? [JSON.object([("type", "text"), ("text", content)])] : content.elements
        if let last = blocks.popLast() {
            let marker: JSON = ["type": "ephemeral"]
            blocks.append(
                .object(last.members.map { ($0.key, $0.value) } + [("cache_control", marker)]))
        }
        return .object([("role", message["role"]), ("content", .array(blocks))])
    }
}
