import SessionStore

/// Settings that a transcript repeats in every record, recorded where they change.
extension ClaudeCodeMapper {
    /// The subjects that the importer sets; other settings are a person's or program's own.
    static let settingSubjects: Set<String> = [
        "cwd", "gitBranch", "version", "permissionMode", "model",
    ]

    mutating func recordSettings(
        of record: ParsedRecord, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        for (subject, value) in record.fields.settings {
            try set(subject, to: value, on: lane, writer)
        }
        if let model = record.content.model, record.fields.type == "assistant",
            model != ClaudeCodeRecord.syntheticModel
        {
            try set("model", to: .string(model), on: lane, writer)
        }
    }

    private mutating func set(
        _ subject: String, to value: JSON, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        guard self.value(of: subject, on: lane) != value else { return }
        let own = JSON(unchecked: value.bytesAlone)
        let place = try writeSetting(subject, own, to: lane, writer)
        lanes[lane].settings.append((place.revision, subject, own))
    }

    /// Writes a setting as of the last record's time.
    @discardableResult
    mutating func writeSetting(
        _ subject: String, _ value: JSON, to lane: Int, _ writer: some TranscriptWriter
    ) throws -> WrittenPlace {
        let draft = EventDraft.setting(subject, value, by: .system)
        return try write(clock.map { draft.with(occurredAt: $0) } ?? draft, to: lane, writer)
    }

    /// A setting's value at a lane's head, set on the lane or on the line it was forked from.
    func value(of subject: String, on lane: Int) -> JSON? {
        var lane = lane
        var last = Int.max
        while true {
            let set = lanes[lane].settings.last { $0.subject == subject && $0.revision <= last }
            if let set { return set.value }
            guard let parent = lanes[lane].parent else { return nil }
            last = min(last, lanes[lane].fork)
            lane = parent
        }
    }
}

extension JSON {
    /// A copy of the value's own bytes, which keeps nothing of the text around it.
    var bytesAlone: [UInt8] { Array(source[range]) }
}
