import SessionStore

extension TranscriptFormat {
    /// `*.traj` of SWE-agent: one JSON document.
    static let sweAgent = TranscriptFormat(
        SWEAgent.name, title: "SWE-agent", importer: SWEAgent.self,
        exporter: DocumentExporter<SWEAgent>.self, convertsOwn: false)
    /// `*.traj.json` of mini-swe-agent: one JSON document.
    static let miniSWEAgent = TranscriptFormat(
        MiniSWEAgent.name, title: "mini-swe-agent", importer: MiniSWEAgent.self,
        exporter: DocumentExporter<MiniSWEAgent>.self, convertsOwn: false)
}

/// Trajectories of SWE-agent: the steps, the conversation, and how it ended.
enum SWEAgent: DocumentFormat {
    typealias Reader = SWEAgentRecord

    static let endings = ["traj"]
    static let shape = DocumentShape(records: [["trajectory", "*"], ["history", "*"], ["info"]])

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let outline = beginning.outline
        guard beginning.isDocument else { return false }
        return outline.has("trajectory/*/action") || outline.has("trajectory/*/observation")
            || outline.has("environment") && outline.has("trajectory")
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead {
        DocumentHead(head, settings: [("environment", "environment")])
    }
}

/// Trajectories of mini-swe-agent: what the agent was set to, and its messages, or these alone.
enum MiniSWEAgent: DocumentFormat {
    typealias Reader = MiniSWEAgentRecord

    static let shape = DocumentShape(records: [["messages", "*"], ["*"], ["info"]])

    static let places = [".config/mini-swe-agent"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let outline = beginning.outline
        guard beginning.isDocument else { return false }
        if outline.texts["trajectory_format"]?.hasPrefix("mini-swe-agent") ?? false { return true }
        if outline.has("info/mini_version") || outline.has("info/model_stats") {
            return outline.has("info/config") || outline.has("messages")
                || !outline.has("trajectory")
        }
        return outline.has("*/role") && outline.has("*/content") && !outline.has("*/id")
            && outline.texts["*/role"] == "system"
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead { DocumentHead(head) }
}
