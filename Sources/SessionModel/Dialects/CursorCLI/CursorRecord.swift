internal import JSONText

extension Dialect {
    /// One line of a Cursor CLI transcript.
    public static let cursor = Dialect(rawValue: "cursor")
}

/// One line of Cursor CLI: who speaks and in which blocks. There are neither ids nor times.
package struct CursorRecord: FactRecord {
    package static let dialect = Dialect.cursor

    private let json: JSON
    private let found: [JSON?]

    private static let keys = JSONKeys(["role", "message", "type", "status"])

    package init(_ json: JSON) {
        self.json = json
        found = json.pick(Self.keys)
    }

    package var facts: RecordFacts {
        RecordFacts(said?.kind ?? .foreignRecorded, type: found[2]?.string)
    }

    package var said: Message? {
        let parts = ContentBlocks.parts(of: found[1]?["content"])
        switch found[0]?.string {
        case "user": return Message(role: .user, parts: parts)
        case "assistant": return Message(role: .assistant, parts: parts)
        case "tool": return Message(role: .tool, parts: parts)
        case "system": return Message(role: .system, parts: parts)
        default: return nil
        }
    }

    package func label(limit: Int) -> String {
        label(json, type: found[2]?.string, limit: limit, telling: ["status"])
    }
}
