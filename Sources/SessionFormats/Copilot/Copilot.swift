import SessionStore

extension TranscriptFormat {
    /// `events.jsonl` of GitHub Copilot CLI: one event a line.
    static let copilot = TranscriptFormat(
        Copilot.name, title: "GitHub Copilot CLI", importer: Copilot.self,
        exporter: RecordExporter<Copilot>.self, convertsOwn: false)
}

/// Sessions of GitHub Copilot CLI.
enum Copilot: FactFormat {
    typealias Reader = CopilotRecord

    private static let families = [
        "session.", "user.", "assistant.", "tool.", "system.", "subagent.", "hook.",
    ]

    static let homeVariable: String? = "COPILOT_HOME"
    static let places = [".copilot/session-state", ".copilot/history-session-state"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            guard let type = record["type"]?.string, record["data"]?.kind == .object,
                record["specversion"] == nil
            else {
                return false
            }
            return families.contains { type.hasPrefix($0) }
        }
    }
}
