import SessionStore

/// Rebuilding what the mapper knows from a session that holds a part of the transcript already.
extension ClaudeCodeMapper {
    /// Takes note of one event of the session; given all of them in the order written, the mapper
    /// goes on as if it had just written them.
    mutating func remember(_ event: Event) {
        guard let name = event.branch, let lane = laneByName[name], !event.isErased else { return }
        // What a merge took over stands where it was said first.
        if event.dialect == .claudeCode {
            if event.origin == nil { rememberRecord(event, on: lane) }
        } else if let key = StoredIndex.id(of: event) {
            places[key] = Place(
                lane: Int32(lane), revision: Int32(event.revision), parent: nil, isOwn: true)
            lanes[lane].said = event.revision
        } else if event.kind == .settingChanged, let subject = event.subject {
            let value = SubjectChanged(event.body).value
            if Self.settingSubjects.contains(subject) {
                lanes[lane].settings.append((event.revision, subject, value))
            } else if let file = ImportMark.file(of: subject) {
                lanes[lane].file = file
                lanes[lane].isSidechain = true
            }
        }
    }

    private mutating func rememberRecord(_ event: Event, on lane: Int) {
        let record = ParsedRecord(SourceRecord(bytes: event.body.bytes, line: 0))
        if let time = record.fields.timestamp { clock = time }
        if record.fields.isSidechain, lanes[lane].number == nil, !lanes[lane].isSidechain {
            lanes[lane].isSidechain = true
            if let text = record.content.text { _ = claimTask(RecordKey(text)) }
        }
        note(record, kind: event.kind, on: lane, at: event.revision)
    }
}
