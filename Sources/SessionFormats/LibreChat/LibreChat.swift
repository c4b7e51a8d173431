import SessionStore

extension TranscriptFormat {
    /// A conversation that LibreChat exported as JSON.
    static let libreChat = TranscriptFormat(
        LibreChat.name, title: "LibreChat export", importer: LibreChat.self,
        exporter: DocumentExporter<LibreChat>.self, convertsOwn: false)
}

/// Exports of LibreChat: messages that name the one they follow.
enum LibreChat: DocumentFormat {
    typealias Reader = LibreChatRecord

    static let isList = false
    static let shape = DocumentShape(records: [["messages", "*"]])

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.outline.has("messages/*/messageId")
            && (beginning.outline.has("conversationId")
                || beginning.outline.has("messages/*/parentMessageId"))
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead {
        DocumentHead(
            head, id: ["conversationId"], title: ["title"], settings: [("model", "model")])
    }
}
