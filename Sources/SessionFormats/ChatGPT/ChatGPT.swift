internal import JSONText
import SessionStore

extension TranscriptFormat {
    /// `conversations.json` of a ChatGPT data export: a session for each conversation.
    static let chatGPT = TranscriptFormat(
        ChatGPT.name, title: "ChatGPT export", importer: ChatGPT.self,
        exporter: DocumentExporter<ChatGPT>.self, convertsOwn: false)
}

/// Conversations of a ChatGPT data export: trees of nodes, each with a message or none.
enum ChatGPT: DocumentFormat {
    typealias Reader = ChatGPTRecord

    static let isList = false
    static let shape = DocumentShape(
        records: [["mapping", "**"], ["*", "mapping", "**"]], part: message)

    private static let keys = JSONKeys(["message", "id", "parent"])

    /// A node's message is the record; where the node stands in the tree is said beside it.
    private static let message: @Sendable (JSON) -> (record: Range<Int>?, link: RecordLink) = {
        node in
        let found = node.pick(keys)
        let link = RecordLink(id: found[1], parent: found[2].flatMap { $0.isNull ? nil : $0 })
        guard let message = found[0], message.kind == .object else {
            // One that says nothing stands in the tree all the same.
            return (found[0]?.range ?? node.range, link)
        }
        return (message.range, link)
    }

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.outline.paths.contains { path in
            let isNode = path.hasPrefix("mapping/") || path.hasPrefix("*/mapping/")
            return isNode && ["/message", "/parent"].contains { path.hasSuffix($0) }
        }
    }

    static func parts(of path: String) throws -> [DocumentPart]? {
        let parts = try DocumentPart.elements(of: path)
        return parts.count > 1 ? parts : nil
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead {
        let own = head.map { member in
            let isInArray = member.key.hasPrefix("*/")
            return (key: isInArray ? String(member.key.dropFirst(2)) : member.key, member.value)
        }
        return DocumentHead(
            own.map { (key: $0.0, value: $0.1) }, id: ["conversation_id", "id"],
            title: ["title"], startedAt: ["create_time"], current: ["current_node"],
            settings: [("model", "default_model_slug")])
    }
}
