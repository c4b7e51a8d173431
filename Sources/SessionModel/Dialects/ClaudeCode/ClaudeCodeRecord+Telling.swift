/// What a list of events and a session's title are made of.
extension ClaudeCodeRecord {
    /// The title that a `summary`, `custom-title` or `ai-title` record gives the session.
    package var title: String? {
        switch type {
        case "summary": return json["summary"]?.string
        case "custom-title": return json["customTitle"]?.string
        case "ai-title": return json["aiTitle"]?.string
        default: return nil
        }
    }

    package func label(limit: Int) -> String {
        let type = type ?? "record"
        if let data = json["data"] { return Self.progress(data, type) }
        let telling = ["summary", "content", "subtype", "customTitle", "aiTitle", "operation"]
            .lazy.compactMap { json[$0]?.beginning(limit: limit) }.first
        return telling.map { "\(type): \($0)" } ?? type
    }

    /// How far a tool or a hook has come: which one, and the end of what it has put out.
    private static func progress(_ data: JSON, _ type: String) -> String {
        let last = data["output"]?.string?.split(separator: "\n").last.map(String.init)
        let telling = ["hookName", "query", "toolName"].lazy.compactMap { data[$0]?.string }.first
        return [data["type"]?.string ?? type, telling ?? last].compactMap { $0 }
            .joined(separator: ": ")
    }
}

/// What requests are put together from.
extension ClaudeCodeRecord {
    package var isCompactSummary: Bool { json["isCompactSummary"]?.bool == true }

    package var requestMessage: JSON? { json["message"] }
}
