import SessionStore

extension TranscriptFormat {
    /// `*.jsonl` of Antigravity CLI: one step a line.
    static let antigravity = TranscriptFormat(
        Antigravity.name, title: "Antigravity CLI", importer: Antigravity.self,
        exporter: RecordExporter<Antigravity>.self, convertsOwn: false)
}

/// Trajectories of Antigravity CLI.
enum Antigravity: FactFormat {
    typealias Reader = AntigravityRecord

    static let places = TranscriptFormat.placesInOthers + [".antigravity"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { $0["step_index"] != nil && $0["source"] != nil }
    }
}
