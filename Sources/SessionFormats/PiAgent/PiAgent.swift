import SessionStore

extension TranscriptFormat {
    /// `*.jsonl` of Pi, and of its descendants such as OpenClaw: one entry a line, a tree.
    static let pi = TranscriptFormat(
        PiAgent.name, title: "Pi", importer: PiAgent.self, exporter: RecordExporter<PiAgent>.self,
        convertsOwn: false)
}

/// Sessions of Pi.
enum PiAgent: FactFormat {
    typealias Reader = PiRecord

    static let places = [".pi/agent/sessions", ".openclaw/agents"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            switch record["type"]?.string {
            case "session":
                return record["cwd"] != nil || record["version"]?.int != nil
            case "message":
                guard let role = record["message"]?["role"]?.string else { return false }
                let isOurs = ["toolResult", "bashExecution"].contains(role)
                return isOurs || record["message"]?["stopReason"] != nil
            default: return false
            }
        }
    }
}
