import SessionStore
internal import Texts

/// Compares an earlier snapshot of a transcript with what a later one left in the session.
struct StoredRecords<Format: RecordFormat> {
    var path: String
    var file: String?

    /// Whether the session's records of the file begin with those of the file at `path`. An
    /// unfinished last line of the snapshot does not count.
    func begin(with lanes: Lanes, _ writer: some TranscriptWriter) throws -> Bool {
        var snapshot = try TranscriptSource<Format>(path, file: file, isMasking: false)
        defer { snapshot.close() }
        try snapshot.advance()
        var isEqual = true
        try writer.forEachEvent(from: 1) { event in
            guard isEqual, let next = snapshot.next,
                let bytes = event.recordBytes(of: Format.dialect),
                let lane = event.branch.flatMap({ lanes.byName[$0] }),
                lanes[lane].file == file
            else { return }
            isEqual =
                event.isErased || bytes == next.source.bytes
                || bytes == SecretScanner.shared.mask(next.source.bytes)
            try snapshot.advance()
        }
        return isEqual && snapshot.next == nil
    }
}

extension Event {
    /// The bytes of the transcript's line that the event keeps; nil for an event that is none of
    /// them.
    func recordBytes(of dialect: Dialect) -> [UInt8]? {
        if self.dialect == dialect { return body.bytes }
        if kind == .foreignRecorded, isErased { return [] }
        if kind == .foreignRecorded, body["damaged"] != nil { return content }
        return nil
    }
}
