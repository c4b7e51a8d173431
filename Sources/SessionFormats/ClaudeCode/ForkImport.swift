import SessionStore

/// Brings a transcript home that begins with records which the session holds: the export of a
/// branch, or a fork that the tool made, which was gone on with. What it repeats is passed over,
/// whatever stands between; what is new goes to the branch that it was exported from, where nothing
/// was said there since, and else to a branch of its own.
struct ForkImport {
    /// The fork's own id: the one that its new records name.
    private(set) var transcript: String
    /// The id that an export of `main` carries.
    private var main: String?
    /// The messages of the session's records, by the records' ids; nil for events of our own, which
    /// an export makes records of.
    private var known: [RecordKey: RecordKey?] = [:]
    /// Records without an id that it has.
    private var loose: Set<RecordKey> = []
    /// The lane that new records go to, once it is known.
    private(set) var home: Int?
    /// New ones without an id that came before.
    private var held: [ParsedRecord] = []
    /// Where the last record stands that the session holds.
    private var last: Place?

    /// - Parameter main: the id of the transcript that was imported; nil: none was.
    init(_ transcript: String, main: String?, _ writer: some TranscriptWriter) throws {
        self.transcript = transcript
        var main = main
        var (known, loose): ([RecordKey: RecordKey?], Set<RecordKey>) = ([:], [])
        try writer.forEachEvent(from: 1) { event in
            if event.kind == .sessionCreated, main == nil {
                main = SessionCreated(event.body, version: event.version).session
            }
            if event.dialect == nil, event.kind == .titleChanged, let title = event.body["title"] {
                loose.insert(Self.key(["type": "custom-title", "customTitle": title]))
            }
            if let key = Self.key(of: event) {
                let isRecord = event.dialect == .claudeCode && !event.isErased
                known[key] = .some(isRecord ? Self.message(ClaudeCodeFields(event.body)) : nil)
            } else if event.dialect == .claudeCode, !event.isErased {
                loose.insert(Self.key(event.body))
            }
        }
        (self.known, self.loose, self.main) = (known, loose, main)
    }

    /// The id of the record that an event is, or becomes in an export; nil where it has none.
    static func key(of event: Event) -> RecordKey? {
        if event.dialect == .claudeCode {
            return ClaudeCodeFields(event.body).uuid.map { RecordKey($0) }
        }
        guard event.dialect == nil, !event.isErased, NativeRecords.kinds.contains(event.kind) else {
            return nil
        }
        return RecordKey(.string(NativeRecords.uuid(event.digest)))
    }

    /// Whether the session holds a record that the transcript begins with.
    static func begins(_ path: String, in mapper: ClaudeCodeMapper) throws -> Bool {
        try TranscriptFiles(path).firstRecords().contains { mapper.places[$0] != nil }
    }

    /// Goes through a transcript before anything of it is taken.
    ///
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a record says something else than
    ///   the one that the session holds under its id, or where such a one comes behind new ones.
    func check(_ source: consuming ClaudeCodeSource) throws {
        defer { source.close() }
        var hasNew = false
        try source.advance()
        while let record = source.next {
            if let uuid = record.fields.uuid {
                if let message = known[RecordKey(uuid)] {
                    try check(record, message, behindNew: hasNew)
                } else {
                    hasNew = true
                }
            }
            try source.advance()
        }
    }

    /// Takes the next record.
    mutating func take(
        _ record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        if let uuid = record.fields.uuid, known.keys.contains(RecordKey(uuid)) {
            last = mapper.places[RecordKey(uuid)] ?? last
            return
        }
        let isLoose = record.fields.uuid == nil
        if isLoose, record.source.damage == nil, !loose.insert(Self.key(record)).inserted { return }
        if home == nil {
            if isLoose { return held.append(record) }
            transcript = record.fields.transcript?.string ?? transcript
            let lane = try lane(for: record, &mapper, writer)
            home = lane
            for earlier in held { try mapper.take(earlier, from: nil, to: writer, on: lane) }
            held = []
            return try mapper.take(record, from: nil, to: writer, on: lane)
        }
        try mapper.take(record, from: nil, to: writer)
    }

    private func check(
        _ record: ParsedRecord, _ message: RecordKey?, behindNew: Bool
    ) throws {
        guard message == nil || message == Self.message(record.fields) else {
            throw Self.changed(
                record, "says something else than the record with its id that was imported before")
        }
        // What a fork repeats comes first: otherwise somebody put something in between.
        if behindNew {
            throw Self.changed(record, "was imported before, and what stands before it was not")
        }
    }

    private static func changed(_ record: ParsedRecord, _ words: String) -> SessionError {
        SessionError(
            .transcriptChanged,
            "this is not the transcript that was imported, nor a fork of it: line "
                + "\(record.source.line) \(words)",
            hint: "Import it as a session of its own with --again.")
    }

    /// The lane of the first record that is new.
    private func lane(
        for record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws -> Int {
        let parent = record.fields.parent ?? record.fields.logicalParent
        guard let place = parent.flatMap({ mapper.places[RecordKey($0)] }) ?? last else {
            return mapper.current
        }
        let lane = Int(place.lane)
        let name = mapper.lanes[lane].name
        // What goes on under another id does not stand where `main` goes on.
        if mapper.lanes[lane].said <= Int(place.revision), name != .main || transcript == main {
            return lane
        }
        return try mapper.fork(
            mapper.freeName(name == .main ? "fork" : name.rawValue), from: Int(place.revision),
            of: lane, writer)
    }

    private static func key(_ record: ParsedRecord) -> RecordKey {
        key(JSON(unchecked: record.source.bytes))
    }

    /// A record by what it says, the session's id aside.
    private static func key(_ record: JSON) -> RecordKey {
        let members = record.members.filter { $0.key != "sessionId" }
        return RecordKey(JSON.object(members.map { ($0.key, $0.value) }).canonical.bytes[...])
    }

    private static func message(_ fields: ClaudeCodeFields) -> RecordKey {
        RecordKey((fields.message ?? .null).canonical.bytes[...])
    }
}
