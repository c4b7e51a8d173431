import SessionStore

extension ClaudeCodeMapper {
    mutating func recordSettings(
        of record: ClaudeCodeEntry, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        for (subject, value) in record.fields.settings {
            try lanes.set(subject, to: value, on: lane, writer)
        }
        if let model = record.content.model, record.fields.type == "assistant",
            model != ClaudeCodeRecord.syntheticModel
        {
            try lanes.set("model", to: .string(model), on: lane, writer)
        }
    }
}
