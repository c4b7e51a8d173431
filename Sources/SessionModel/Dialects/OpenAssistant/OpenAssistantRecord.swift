internal import JSONText

extension Dialect {
    /// A whole tree of messages of OpenAssistant.
    public static let openAssistant = Dialect(rawValue: "openassistant")
}

/// One tree of messages: replies stand inside of what they reply to, so that the tree is one record
/// and its messages are told from it.
package struct OpenAssistantRecord: FactRecord {
    package static let dialect = Dialect.openAssistant
    package static let settings: Set<String> = ["lang"]

    private let json: JSON

    package init(_ json: JSON) { self.json = json }

    /// A file may also hold the first messages alone.
    private var prompt: JSON? { json["prompt"] ?? (json["message_id"] == nil ? nil : json) }

    package var facts: RecordFacts {
        var facts = RecordFacts(type: "tree")
        facts.time = Timestamp(written: prompt?["created_date"])
        facts.set([("lang", prompt?["lang"])])
        return facts
    }

    package var said: Message? { nil }

    private static let keys = JSONKeys([
        "message_id", "role", "text", "created_date", "replies", "model_name",
    ])

    /// How deep replies are told.
    private static let depthLimit = 200

    package var tree: [TreeMessage] {
        var messages: [TreeMessage] = []
        if let prompt { add(prompt, below: nil, depth: 0, to: &messages) }
        return messages
    }

    private func add(
        _ message: JSON, below parent: Int?, depth: Int, to messages: inout [TreeMessage]
    ) {
        let found = message.pick(Self.keys)
        guard depth < Self.depthLimit, let text = found[2], text.kind == .string else { return }
        let own = messages.count
        messages.append(
            TreeMessage(
                id: found[0]?.string, parent: parent, isAsked: found[1]?.string == "prompter",
                text: text, model: found[5]?.string, time: Timestamp(written: found[3])))
        found[4]?.forEachElement { add($0, below: own, depth: depth + 1, to: &messages) }
    }

    package func label(limit: Int) -> String {
        label(json, type: "tree", limit: limit, telling: ["tree_state", "message_tree_id"])
    }
}
