import SessionStore
internal import Texts

/// Compares an earlier snapshot of a transcript with what a later one left in the session.
struct StoredRecords {
    var path: String
    var file: String?

    /// Whether the session's records of the file begin with those of the file at `path`. An
    /// unfinished last line of the snapshot does not count.
    func begin(with mapper: ClaudeCodeMapper, _ writer: some TranscriptWriter) throws -> Bool {
        var snapshot = try ClaudeCodeSource(path, file: file, isMasking: false)
        defer { snapshot.close() }
        try snapshot.advance()
        var isEqual = true
        try writer.forEachEvent(from: 1) { event in
            guard isEqual, let next = snapshot.next, let bytes = Self.bytes(of: event),
                let lane = event.branch.flatMap({ mapper.laneByName[$0] }),
                mapper.lanes[lane].file == file
            else { return }
            isEqual =
                event.isErased || bytes == next.source.bytes
                || bytes == SecretScanner.shared.mask(next.source.bytes)
            try snapshot.advance()
        }
        return isEqual && snapshot.next == nil
    }

    /// The bytes of the transcript's line that an event keeps; nil for an event that is none of
    /// them.
    static func bytes(of event: Event) -> [UInt8]? {
        if event.dialect == .claudeCode { return event.body.bytes }
        if event.kind == .foreignRecorded, event.isErased { return [] }
        if event.kind == .foreignRecorded, event.body["damaged"] != nil { return event.content }
        return nil
    }
}
