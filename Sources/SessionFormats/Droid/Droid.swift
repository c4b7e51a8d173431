import SessionStore

extension TranscriptFormat {
    /// `*.jsonl` of Factory Droid: a stored session, or what its command streams.
    static let droid = TranscriptFormat(
        Droid.name, title: "Factory Droid", importer: Droid.self,
        exporter: RecordExporter<Droid>.self, convertsOwn: false)
}

/// Sessions of Factory Droid.
enum Droid: FactFormat {
    typealias Reader = DroidRecord

    static let places = [".factory/sessions", ".factory/projects"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            switch record["type"]?.string {
            case "session_start": return record["id"] != nil
            case "message":
                if record["session_id"] != nil { return record["text"] != nil }
                let message = record["message"]
                return record["id"] != nil && message?["role"] != nil
                    && record["timestamp"]?.kind == .string && message?["stopReason"] == nil
                    && message?["timestamp"] == nil && message?["api"] == nil
                    && !beginning.records.contains { $0["type"]?.string == "session" }
            case "tool_call", "tool_result":
                return record["toolCallId"] != nil && record["session_id"] != nil
            case "completion": return record["finalText"] != nil
            default: return false
            }
        }
    }
}
