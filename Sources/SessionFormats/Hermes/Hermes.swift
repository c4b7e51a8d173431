import SessionStore

extension TranscriptFormat {
    /// A session of Hermes: one JSON document.
    static let hermes = TranscriptFormat(
        Hermes.name, title: "Hermes", importer: Hermes.self,
        exporter: DocumentExporter<Hermes>.self, convertsOwn: false)
}

/// Sessions of Hermes.
enum Hermes: DocumentFormat {
    typealias Reader = HermesRecord

    static let shape = DocumentShape(records: [["messages", "*"]])

    static let homeVariable: String? = "HERMES_HOME"
    static let places = [".hermes/sessions"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.isDocument && beginning.outline.has("session_id")
            && (beginning.outline.has("session_start") || beginning.outline.has("platform"))
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead {
        DocumentHead(
            head, id: ["session_id"], title: ["title"], startedAt: ["session_start"],
            settings: [("model", "model"), ("cwd", "cwd"), ("platform", "platform")])
    }
}
