import SessionStore

extension TranscriptFormat {
    /// `*.jsonl` of Qwen Code: one record a line.
    static let qwen = TranscriptFormat(
        Qwen.name, title: "Qwen Code", importer: Qwen.self, exporter: RecordExporter<Qwen>.self,
        convertsOwn: false)
}

/// Chats of Qwen Code.
enum Qwen: FactFormat {
    typealias Reader = QwenRecord

    static let transcriptMember: String? = "sessionId"

    static let places = [".qwen/projects", ".qwen/tmp"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            guard record["uuid"] != nil else { return false }
            return record["message"]?["parts"] != nil || record["systemPayload"] != nil
                || record["toolCallResult"] != nil
        }
    }
}
