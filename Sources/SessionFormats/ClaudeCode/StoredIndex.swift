import SessionStore

/// What a session holds of transcripts, to hold another one against it.
struct StoredIndex {
    /// The id that an export of `main` carries.
    private(set) var main: String?
    /// The messages of records, by the records' ids; nil for events of our own, which an export
    /// makes records of.
    private(set) var known: [RecordKey: RecordKey?] = [:]
    /// Records without an id, with how often each is there.
    private(set) var loose: [RecordKey: Int] = [:]
    /// When records happened that were erased, of which that is left, with how many at each time.
    private(set) var erased: [Timestamp: Int] = [:]
    private var order: [BranchName: [(revision: Int, key: RecordKey)]] = [:]

    /// - Parameter main: the id of the transcript that was imported; nil: none was.
    init(main: String?, _ writer: some TranscriptWriter) throws {
        self.main = main
        var index = self
        try writer.forEachEvent(from: 1) { index.add($0) }
        self = index
    }

    private mutating func add(_ event: Event) {
        if event.kind == .sessionCreated, main == nil {
            main = SessionCreated(event.body, version: event.version).session
        }
        guard event.origin == nil else { return }
        if let key = Self.id(of: event) {
            let isOwn = event.dialect == nil
            known[key] = .some(isOwn ? nil : Self.message(ClaudeCodeFields(event.body)))
        } else if event.isErased, event.dialect == .claudeCode || event.kind == .foreignRecorded {
            erased[event.occurredAt, default: 0] += 1
        } else if let key = Self.loose(event) {
            loose[key, default: 0] += 1
            if let branch = event.branch {
                order[branch, default: []].append((event.revision, key))
            }
        }
    }

    /// The records without an id that follow a place on its branch, in order.
    func tail(behind place: Place?, _ mapper: ClaudeCodeMapper) -> [RecordKey] {
        guard let place else { return [] }
        let all = order[mapper.lanes[Int(place.lane)].name] ?? []
        return all.filter { $0.revision > Int(place.revision) }.map(\.key)
    }

    // MARK: Keys

    /// The id of the record that an event is, or becomes in an export; nil where it has none.
    static func id(of event: Event) -> RecordKey? {
        if event.dialect == .claudeCode {
            return ClaudeCodeFields(event.body).uuid.map { RecordKey($0) }
        }
        guard event.dialect == nil, NativeRecords.kinds.contains(event.kind) else { return nil }
        return RecordKey(.string(NativeRecords.uuid(event.digest)))
    }

    private static func loose(_ event: Event) -> RecordKey? {
        if event.dialect == nil, event.kind == .titleChanged, let title = event.body["title"] {
            return key(["type": "custom-title", "customTitle": title])
        }
        guard let bytes = StoredRecords.bytes(of: event) else { return nil }
        return event.dialect == .claudeCode
            ? key(JSON(unchecked: bytes)) : RecordKey(bytes[...])
    }

    static func key(of record: ParsedRecord) -> RecordKey {
        let bytes = record.source.bytes
        return record.source.damage == nil ? key(JSON(unchecked: bytes)) : RecordKey(bytes[...])
    }

    /// A record by what it says, the session's id aside.
    private static func key(_ record: JSON) -> RecordKey {
        let members = record.members.filter { $0.key != "sessionId" }
        return RecordKey(JSON.object(members.map { ($0.key, $0.value) }).canonical.bytes[...])
    }

    static func message(_ fields: ClaudeCodeFields) -> RecordKey {
        RecordKey((fields.message ?? .null).canonical.bytes[...])
    }
}
