extension Dialect {
    /// How the records of each dialect are read. A new dialect is a folder beside this file and a
    /// line here.
    private static let records: [any DialectRecord.Type] = [
        ClaudeCodeRecord.self,
        CodexRecord.self,
        PiRecord.self,
        GeminiRecord.self,
        QwenRecord.self,
        CopilotRecord.self,
        CursorRecord.self,
        DroidRecord.self,
        KimiRecord.self,
        GrokRecord.self,
        AntigravityRecord.self,
        ChatGPTRecord.self,
        LibreChatRecord.self,
        HermesRecord.self,
        OpenAssistantRecord.self,
        OpenCodeRecord.self,
        MiniSWEAgentRecord.self,
        SWEAgentRecord.self,
    ]

    private static let readers = Dictionary(
        uniqueKeysWithValues: records.map { ($0.dialect, $0) })

    /// Reads a record of the dialect; nil where this version does not know it, or knows no more
    /// than to keep it.
    package func record(_ json: JSON) -> (any DialectRecord)? { reader.map { $0.init(json) } }

    var reader: (any DialectRecord.Type)? { Self.readers[self] }

    /// The log of requests that the tool keeps among its records; nil: it keeps none.
    package var requestLog: (any RequestLog.Type)? { reader?.requestLog }

    /// The dialects of the table, in its order.
    package static let known = records.map { $0.dialect }

    /// The kinds of events whose records make messages of logged requests.
    static let kindsOfLoggedMessages = records.reduce(into: Set<EventKind>()) { kinds, record in
        if let log = record.requestLog { kinds.formUnion(log.messageKinds) }
    }
}
