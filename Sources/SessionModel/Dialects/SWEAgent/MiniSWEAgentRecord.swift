internal import JSONText

extension Dialect {
    /// A message, or the summary, of a trajectory of mini-swe-agent.
    public static let miniSWEAgent = Dialect(rawValue: "mini-swe-agent")
}

/// One piece of a mini-swe-agent trajectory: a message in the form of OpenAI's chat, with what the
/// agent made of it in `extra`.
package struct MiniSWEAgentRecord: FactRecord {
    package static let dialect = Dialect.miniSWEAgent
    package static let settings: Set<String> = ["model", "cwd"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys(["role", "extra", "content", "info", "config"])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    private var type: String? {
        found[0]?.string ?? (json["model_stats"] != nil ? "info" : nil)
    }

    package var facts: RecordFacts {
        var facts = RecordFacts(kind, type: type)
        facts.mayBeResult = facts.kind == .promptSubmitted
        facts.time = Timestamp(written: found[1]?["timestamp"])
        let config = found[4]
        facts.set([
            ("model", config?["model"]?["model_name"]),
            ("cwd", config?["environment"]?["cwd"]),
        ])
        return facts
    }

    private var kind: EventKind {
        guard let said else { return .foreignRecorded }
        if said.role == .system { return type == "exit" ? .noteAdded : .contextBuilt }
        return said.kind
    }

    package var said: Message? {
        if type == "exit" {
            return Message(role: .system, parts: ContentBlocks.parts(of: found[2]))
        }
        guard var message = ChatMessage(json).message else { return nil }
        if message.role == .assistant {
            let response = found[1]?["response"]
            message.model = response?["model"]?.string
            message.responseID = response?["id"]?.string
            message.usage = ChatMessage.usage(response?["usage"])
            if !message.parts.contains(where: { if case .toolCall = $0 { true } else { false } }) {
                message.parts += actions
            }
        } else if message.role == .tool {
            message.parts = message.parts.map(failed)
        } else if message.role == .user, let output = found[1]?["raw_output"] {
            message = Message(
                role: .tool,
                parts: [.toolResult(id: nil, result: output, isError: isFailed)])
        }
        return message
    }

    /// Without tool calls the command stands in a block of the text.
    private var actions: [Message.Part] {
        let told = found[1]?["actions"]?.elements ?? []
        if told.isEmpty, let command = found[2]?.string.flatMap(Self.command) {
            return [.toolCall(id: nil, name: "bash", arguments: ["command": .string(command)])]
        }
        return told.map { action in
            .toolCall(
                id: action["tool_call_id"]?.string, name: "bash",
                arguments: action.kind == .string ? ["command": action] : action)
        }
    }

    /// The command in the one block of shell that a text holds.
    private static func command(in text: String) -> String? {
        let blocks = text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        guard blocks.count == 1, let block = blocks.first,
            let head = block.firstIndex(of: "\n"),
            ["bash", "sh", "mswea_bash_command"].contains(String(block[..<head]))
        else { return nil }
        let command = block[block.index(after: head)...]
        return command.hasSuffix("\n") ? String(command.dropLast()) : String(command)
    }

    private var isFailed: Bool { found[1]?["returncode"]?.int.map { $0 != 0 } ?? false }

    private func failed(_ part: Message.Part) -> Message.Part {
        guard case .toolResult(let id, let result, let isError) = part else { return part }
        return .toolResult(id: id, result: result, isError: isError || isFailed)
    }

    package func label(limit: Int) -> String {
        label(json, type: type, limit: limit, telling: ["exit_status"])
    }
}
