import SessionStore

extension TranscriptFormat {
    /// Trees of messages of OpenAssistant, one a line or one document: a session for each.
    static let openAssistant = TranscriptFormat(
        OpenAssistant.name, title: "OpenAssistant", importer: OpenAssistant.self,
        exporter: DocumentExporter<OpenAssistant>.self, convertsOwn: false)
}

/// Trees of messages of OpenAssistant.
enum OpenAssistant: DocumentFormat {
    typealias Reader = OpenAssistantRecord

    static let endings = ["jsonl", "json"]
    static let shape = DocumentShape(records: [[]])

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let outline = beginning.outline
        return ["", "*/"].contains { outline.has($0 + "message_tree_id") }
            && (["prompt/", "*/prompt/", ""].contains { outline.has($0 + "role") }
                || outline.has("*/role"))
    }

    static func parts(of path: String) throws -> [DocumentPart]? {
        let trees = try DocumentPart.elements(of: path)
        let parts = trees.isEmpty ? try DocumentPart.lines(of: path) : trees
        return parts.count > 1 ? parts : nil
    }

    /// The tree is its own head.
    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead { DocumentHead([]) }

    static func id(of record: JSON) -> String? {
        (record["message_tree_id"] ?? record["message_id"])?.string
    }
}
