internal import JSONText

extension Dialect {
    /// One message of a LibreChat export.
    public static let libreChat = Dialect(rawValue: "librechat")
}

/// One message of a LibreChat export.
package struct LibreChatRecord: FactRecord {
    package static let dialect = Dialect.libreChat
    package static let isTree = true
    package static let settings: Set<String> = ["model"]

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "messageId", "parentMessageId", "createdAt", "isCreatedByUser", "text", "content",
        "model", "sender", "conversationId",
    ])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    package var facts: RecordFacts {
        var facts = RecordFacts(said?.kind ?? .foreignRecorded, type: found[7]?.string)
        facts.id = found[0].ifString
        facts.parent = found[1].ifString
        facts.time = Timestamp(written: found[2])
        facts.transcript = found[8].ifString
        return facts
    }

    package var said: Message? {
        guard found[0] != nil else { return nil }
        let isAsked = found[3]?.bool ?? (found[7]?.string == "User")
        let blocks = found[5]?.kind == .array ? ContentBlocks.parts(of: found[5]) : []
        let parts = blocks.isEmpty ? ContentBlocks.parts(of: found[4]) : blocks
        return Message(
            role: isAsked ? .user : .assistant, parts: parts,
            model: isAsked ? nil : found[6]?.string)
    }

    package func label(limit: Int) -> String {
        label(json, type: found[7]?.string, limit: limit, telling: ["text", "title"])
    }
}
