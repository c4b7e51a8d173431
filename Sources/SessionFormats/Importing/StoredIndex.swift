import SessionStore

/// What a session holds of transcripts, to hold another one against it.
struct StoredIndex<Format: RecordFormat> {
    /// One record as it stands on a branch.
    struct Entry {
        let revision: Revision
        /// nil: it has none, or was erased.
        let id: RecordKey?
        /// The whole of it, the session's id aside; nil for an event of our own, which an export
        /// makes a record of, and for one that was erased.
        let whole: RecordKey?
    }

    /// The messages of records, by the records' ids; nil for events of our own.
    private(set) var known: [RecordKey: RecordKey?] = [:]
    /// Where else a record stands, since a merge took it over.
    private(set) var copies: [RecordKey: [(branch: BranchName, revision: Revision)]] = [:]
    /// Records without an id, with how often each is there.
    private(set) var loose: [RecordKey: Int] = [:]
    /// When records happened that were erased, of which that is left, with how many at each time.
    private(set) var erased = ErasedTimes(withoutID: Format.kindsWithoutID)
    /// The ids that exports of branches carry.
    private(set) var branches: [String: BranchName] = [:]
    private var order: [BranchName: [Entry]] = [:]

    /// - Parameter main: the id of the transcript that was imported; nil: none was.
    init(main: String?, _ writer: some TranscriptWriter) throws {
        var index = self
        var session: String?
        try writer.forEachEvent(from: 1) { event in
            if event.kind == .sessionCreated {
                session = SessionCreated(event.body, version: event.version).session
            }
            index.add(event)
        }
        for branch in try writer.branches() {
            guard let session, let fork = branch.fork else { continue }
            let id = ForkMark.ownID(of: branch.name, at: fork, session: session)
            index.branches[id] = index.branches[id] ?? branch.name
        }
        if let id = main ?? session { index.branches[id] = .main }
        self = index
    }

    private init() {}

    private mutating func add(_ event: Event) {
        guard let branch = event.branch else { return }
        if event.kind == .settingChanged, let subject = event.subject,
            let mark = ForkMark(subject: subject, SubjectChanged(event.body).value)
        {
            branches[mark.transcript] = branch
        }
        if let id = Self.id(of: event) {
            let isOwn = event.dialect != Format.dialect
            if event.origin != nil, !isOwn {
                copies[id, default: []].append((branch, event.revision))
                return
            }
            known[id] = .some(isOwn ? nil : Self.message(Self.record(of: event)))
            note(
                Entry(revision: event.revision, id: id, whole: isOwn ? nil : Self.whole(event)),
                branch)
            if isOwn { addLoose(of: event, branch) }
        } else if event.isErased, event.dialect == Format.dialect || event.kind == .foreignRecorded
        {
            erased.add(event)
            note(Entry(revision: event.revision, id: nil, whole: nil), branch)
        } else if event.dialect != Format.dialect, event.kind != .foreignRecorded {
            addLoose(of: event, branch)
        } else if event.origin == nil, let key = Self.whole(event) {
            loose[key, default: 0] += 1
            note(Entry(revision: event.revision, id: nil, whole: key), branch)
        }
    }

    /// Records without an id that an event becomes which is none of the format's.
    private mutating func addLoose(of event: Event, _ branch: BranchName) {
        guard event.origin == nil else { return }
        for key in Format.Converter.looseRecords(for: event).map({ Self.key($0) }) {
            loose[key, default: 0] += 1
            note(Entry(revision: event.revision, id: nil, whole: key), branch)
        }
    }

    private mutating func note(_ entry: Entry, _ branch: BranchName) {
        order[branch, default: []].append(entry)
    }

    /// The records without an id that follow a place on its branch, in order.
    func tail(behind place: RecordPlace?, _ lanes: Lanes) -> [RecordKey] {
        guard let place else { return [] }
        return (order[lanes[place.lane].name] ?? [])
            .filter { $0.revision > place.revision && $0.id == nil }.compactMap(\.whole)
    }

    /// Whether something was erased behind a place on its branch.
    func hasErased(behind place: RecordPlace?, _ lanes: Lanes) -> Bool {
        guard let place else { return false }
        return (order[lanes[place.lane].name] ?? [])
            .contains { $0.revision > place.revision && $0.id == nil && $0.whole == nil }
    }

    /// The records of a branch's line, those before its fork included.
    func line(of lane: Int, _ lanes: Lanes) -> [Entry] {
        var (lane, last, line) = (lane, Revision.max, [Entry]())
        while true {
            line = (order[lanes[lane].name] ?? []).filter { $0.revision <= last } + line
            guard let parent = lanes[lane].parent else { return line }
            last = min(last, lanes[lane].fork)
            lane = parent
        }
    }

    // MARK: Keys

    /// The id of the record that an event is, or becomes in an export; nil where it has none.
    static func id(of event: Event) -> RecordKey? {
        if event.dialect == Format.dialect { return record(of: event).id }
        return event.isErased ? nil : Format.Converter.id(of: event)
    }

    private static func record(of event: Event) -> Format.Record {
        Format.Record(SourceRecord(bytes: event.body.bytes, line: 0))
    }

    private static func whole(_ event: Event) -> RecordKey? {
        guard let bytes = event.recordBytes(of: Format.dialect) else { return nil }
        return event.dialect == Format.dialect
            ? key(JSON(unchecked: bytes)) : RecordKey(bytes[...])
    }

    static func whole(_ record: Format.Record) -> RecordKey {
        let bytes = record.source.bytes
        return record.source.damage == nil ? key(JSON(unchecked: bytes)) : RecordKey(bytes[...])
    }

    /// A record by what it says, the transcript's id aside.
    private static func key(_ record: JSON) -> RecordKey {
        if let member = Format.transcriptMember {
            let members = record.members.filter { $0.key != member }
            return RecordKey(JSON.object(members.map { ($0.key, $0.value) }).canonical.bytes[...])
        }
        let nameless = Array(Format.pieces(of: record.bytes, naming: "").joined())
        return RecordKey(JSON(unchecked: nameless).canonical.bytes[...])
    }

    static func message(_ record: Format.Record) -> RecordKey {
        RecordKey((record.message ?? .null).canonical.bytes[...])
    }
}

/// When records happened that were erased. Those without an id are counted apart: they mostly have
/// no time of their own, but that of the record before them.
struct ErasedTimes {
    private var counts: [Bool: [Timestamp: Int]] = [:]
    private let kindsWithoutID: Set<EventKind>

    init(withoutID kinds: Set<EventKind>) { kindsWithoutID = kinds }

    mutating func add(_ event: Event) {
        let hasID = !kindsWithoutID.contains(event.kind)
        counts[hasID, default: [:]][event.occurredAt, default: 0] += 1
    }

    /// Whether one of that time is still to come, which is then this one.
    mutating func take(_ time: Timestamp?, hasID: Bool) -> Bool {
        guard let time, let count = counts[hasID]?[time], count > 0 else { return false }
        counts[hasID]?[time] = count - 1
        return true
    }
}
