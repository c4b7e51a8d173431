internal import JSONText

extension Dialect {
    /// One message of a Hermes session.
    public static let hermes = Dialect(rawValue: "hermes")
}

/// One message of a Hermes session, in the form of OpenAI's chat.
package struct HermesRecord: FactRecord {
    package static let dialect = Dialect.hermes
    package static let settings: Set<String> = ["model", "cwd", "platform"]

    private let json: JSON

    package init(_ json: JSON) { self.json = json }

    package var facts: RecordFacts {
        var facts = RecordFacts(said?.kind ?? .foreignRecorded, type: json["role"]?.string)
        facts.time = Timestamp(written: json["timestamp"])
        return facts
    }

    package var said: Message? { ChatMessage(json).message }

    package func label(limit: Int) -> String {
        label(json, type: json["role"]?.string, limit: limit, telling: ["finish_reason"])
    }
}
