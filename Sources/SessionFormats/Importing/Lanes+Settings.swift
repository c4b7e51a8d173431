import SessionStore

/// Settings that a transcript repeats in every record, recorded where they change.
extension Lanes {
    mutating func set(
        _ subject: String, to value: JSON, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        guard self.value(of: subject, on: lane) != value else { return }
        let own = JSON(unchecked: value.bytesAlone)
        let place = try writeSetting(subject, own, to: lane, writer)
        self[lane].settings.append((place.revision, subject, own))
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
        var last = Revision.max
        while true {
            let set = self[lane].settings.last { $0.subject == subject && $0.revision <= last }
            if let set { return set.value }
            guard let parent = self[lane].parent else { return nil }
            last = min(last, self[lane].fork)
            lane = parent
        }
    }
}

extension JSON {
    /// A copy of the value's own bytes, which keeps nothing of the text around it.
    fileprivate var bytesAlone: [UInt8] { Array(source[range]) }
}
