import SessionStore

/// What a session holds of a document already: its records by what they follow.
struct StoredDocument<Format: DocumentFormat> {
    /// One record of the session, in the order written.
    struct Stored {
        let lane: Int
        let revision: Revision
        /// The record's number that it follows; -1: none.
        let parent: Int
        let id: RecordKey?
    }

    private struct Place: Hashable {
        let parent: Int
        let key: RecordKey
    }

    private(set) var records: [Stored] = []
    private(set) var mark: ImportMark?
    private var byPlace: [Place: Int] = [:]
    /// What was erased behind a record, which nothing is compared with.
    private var erased: [Int: Int] = [:]
    /// The last record of each lane.
    private(set) var last: [Int: Int] = [:]
    private var children: [Int: [Int]] = [:]

    /// Reads the session; the mapper goes on as if it had just written its events.
    init(_ writer: some TranscriptWriter, _ mapper: inout Format.Mapper) throws {
        var (stored, known) = (self, mapper)
        try writer.forEachEvent(from: 1) { event in stored.take(event, &known) }
        (self, mapper) = (stored, known)
    }

    private mutating func take(_ event: Event, _ mapper: inout Format.Mapper) {
        guard let lane = event.branch.flatMap({ mapper.lanes.byName[$0] }) else { return }
        if event.kind == .settingChanged, let subject = event.subject {
            let value = SubjectChanged(event.body).value
            if Format.settings.contains(subject) {
                mapper.lanes[lane].settings.append((event.revision, subject, value))
            } else if subject == ImportMark.subject {
                mark = ImportMark(value) ?? mark
            }
            return
        }
        guard event.origin == nil else { return }
        if event.isErased, event.dialect == Format.dialect || event.kind == .foreignRecorded {
            let parent = parent(on: lane, mapper.lanes)
            erased[parent] = records.count
            note(Stored(lane: lane, revision: event.revision, parent: parent, id: nil))
            mapper.lanes.noteRecord(on: lane, at: event.revision)
            return
        }
        guard let bytes = event.recordBytes(of: Format.dialect) else { return }
        var source = SourceRecord(bytes: bytes, line: 0)
        source.damage = event.dialect == nil ? "damaged" : nil
        let record = Format.Record(source)
        if event.dialect != nil {
            mapper.remember(record, as: event.kind, on: lane, at: event.revision)
        } else {
            mapper.lanes.noteRecord(on: lane, at: event.revision)
        }
        add(
            RecordKey(bytes[...]), id: record.id, on: lane, at: event.revision,
            isAgain: event.subject == Event.saidBefore, mapper.lanes)
    }

    private mutating func note(_ record: Stored) {
        children[record.parent, default: []].append(records.count)
        last[record.lane] = records.count
        records.append(record)
    }

    /// Takes note of a record that was written.
    mutating func add(
        _ key: RecordKey, id: RecordKey?, on lane: Int, at revision: Revision, isAgain: Bool,
        _ lanes: Lanes
    ) {
        var parent = parent(on: lane, lanes)
        // One that comes again stands for the one before it.
        if isAgain, parent >= 0 { parent = records[parent].parent }
        byPlace[Place(parent: parent, key: key)] = records.count
        note(Stored(lane: lane, revision: revision, parent: parent, id: id))
    }

    /// The record before the next one of a lane.
    private func parent(on lane: Int, _ lanes: Lanes) -> Int {
        if let own = last[lane] { return own }
        var (lane, limit) = (lane, Revision.max)
        while let above = lanes[lane].parent {
            limit = min(limit, lanes[lane].fork)
            let found = records.lastIndex { $0.lane == above && $0.revision <= limit }
            if let found { return found }
            lane = above
        }
        return -1
    }

    /// The number of the record that says this behind another; what was erased there may have been
    /// any.
    func number(_ key: RecordKey, behind parent: Int) -> Int? {
        byPlace[Place(parent: parent, key: key)] ?? erased[parent]
    }

    /// The one record with this id behind another, where nothing follows it.
    func leaf(_ id: RecordKey?, behind parent: Int) -> Int? {
        guard let id else { return nil }
        let found = (children[parent] ?? []).last { records[$0].id == id }
        return found.flatMap { last[records[$0].lane] == $0 ? $0 : nil }
    }
}
