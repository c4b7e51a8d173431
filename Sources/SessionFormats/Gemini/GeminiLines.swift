import SessionStore

/// Chats of Gemini CLI as it writes them by now: a head, and a log of messages that come again as
/// more of them is known.
enum GeminiLines: FactFormat {
    typealias Reader = GeminiRecord

    private static let types: Set<String> = ["user", "gemini", "info", "error", "warning"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { record in
            if record["sessionId"] != nil, record["projectHash"] != nil {
                return record["messages"]?.elements.isEmpty ?? !beginning.isDocument
            }
            if record["$set"] != nil || record["$rewindTo"] != nil { return true }
            return record["type"]?.string == "gemini" && record["id"] != nil
        }
    }
}
