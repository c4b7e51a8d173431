import SessionStore

/// Brings a transcript home that begins with records which the session holds: the export of a
/// branch, or a fork that the tool made, which was gone on with.
///
/// Up to the last record that the session holds by its id everything is passed over that it has,
/// and what was erased from it stays so. What is new goes to the branch that the transcript was
/// exported from, where nothing was said there since, and else to a branch of its own.
struct ForkImport {
    /// The fork's own id: the one that its new records name.
    private(set) var transcript: String
    private let stored: StoredIndex
    /// How many records there are up to the last one that the session holds.
    private let repeated: Int
    private var passed = 0
    /// Records without an id that the session has, as often as they are still to come.
    private var loose: [RecordKey: Int]
    /// When records happened that were erased, as often as they are still to come.
    private var erased: [Timestamp: Int]
    /// The same, of those that follow the last record, in order.
    private var tail: ArraySlice<RecordKey>?
    /// Where the last record stands that the session holds, and the time of the last one read.
    private var last: Place?
    private var clock: Timestamp?
    /// New records without an id, until it is known where they go.
    private var held: [ParsedRecord] = []
    /// The lane that new records go to, once it is known, and those that forked from it since.
    private(set) var home: Int?
    private var own: Set<Int> = []
    private var hasBegun = false
    /// Damaged lines that were written.
    private(set) var damaged: [ParsedRecord] = []

    /// Goes through the transcript before anything of it is taken.
    ///
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a record says something else than
    ///   the one that the session holds under its id, or where such a one comes behind new ones.
    init(
        _ transcript: String, _ source: consuming ClaudeCodeSource, among stored: StoredIndex
    ) throws {
        defer { source.close() }
        self.transcript = transcript
        self.stored = stored
        (loose, erased) = (stored.loose, stored.erased)
        var erased = stored.erased
        var (count, repeated) = (0, 0)
        var firstNew: ParsedRecord?
        var clock: Timestamp?
        try source.advance()
        while let record = source.next {
            count += 1
            clock = record.fields.timestamp ?? clock
            if let uuid = record.fields.uuid {
                if let message = stored.known[RecordKey(uuid)] {
                    try Self.check(record, message, behind: firstNew)
                    repeated = count
                } else if !Self.take(clock, from: &erased) {
                    firstNew = firstNew ?? record
                }
            }
            try source.advance()
        }
        self.repeated = repeated
    }

    private static func take(_ time: Timestamp?, from erased: inout [Timestamp: Int]) -> Bool {
        guard let time, let count = erased[time], count > 0 else { return false }
        erased[time] = count - 1
        return true
    }

    private static func check(
        _ record: ParsedRecord, _ message: RecordKey?, behind new: ParsedRecord?
    ) throws {
        func changed(_ words: String) -> SessionError {
            SessionError(
                .transcriptChanged,
                "this is not the transcript that was imported, nor a fork of it: \(words)",
                hint: "Import it as a session of its own with --again.")
        }
        guard message == nil || message == StoredIndex.message(record.fields) else {
            throw changed(
                "line \(record.source.line) says something else than the record with its id that "
                    + "was imported before")
        }
        // What a fork repeats comes first: otherwise somebody put something in between.
        if let new {
            throw changed(
                "line \(new.source.line) is new, and stands before line \(record.source.line), "
                    + "which was imported before")
        }
    }

    /// Takes the next record.
    mutating func take(
        _ record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        passed += 1
        clock = record.fields.timestamp ?? clock
        let uuid = record.fields.uuid.map { RecordKey($0) }
        if let uuid, stored.known.keys.contains(uuid) {
            last = mapper.places[uuid] ?? last
            return
        }
        if Self.take(clock, from: &erased) { return }
        if uuid == nil, home == nil {
            if isRepeated(StoredIndex.key(of: record), mapper) { return }
            return held.append(record)
        }
        if home == nil { try begin(with: record, &mapper, writer) }
        try write(record, &mapper, writer)
    }

    /// Writes what came without an id at the end, where it needs no branch of its own.
    mutating func finish(
        _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        guard home == nil, !held.isEmpty, let last, goesOn(last, mapper) else { return }
        try settle(on: Int(last.lane), &mapper, writer)
    }

    /// Whether a record without an id is one that the session has, there.
    private mutating func isRepeated(_ key: RecordKey, _ mapper: ClaudeCodeMapper) -> Bool {
        if passed <= repeated {
            guard let count = loose[key], count > 0 else { return false }
            loose[key] = count - 1
            return true
        }
        var rest = tail ?? stored.tail(behind: last, mapper)[...]
        defer { tail = rest }
        guard rest.first == key else { return false }
        rest.removeFirst()
        return true
    }

    // MARK: Where new records go

    private mutating func begin(
        with record: ParsedRecord, _ mapper: inout ClaudeCodeMapper,
        _ writer: some TranscriptWriter
    ) throws {
        transcript = record.fields.transcript?.string ?? transcript
        let parent = record.fields.parent ?? record.fields.logicalParent
        let below = parent.flatMap { mapper.places[RecordKey($0)] }
        // Answers and results follow what was said last; a prompt may go back.
        guard let place = (record.isPrompt ? below : nil) ?? last ?? below else {
            return try settle(on: mapper.current, &mapper, writer)
        }
        let lane =
            goesOn(place, mapper)
            ? Int(place.lane) : try fork(at: place, &mapper, writer)
        try settle(on: lane, &mapper, writer)
    }

    private mutating func settle(
        on lane: Int, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        home = lane
        own = [lane]
        for record in held { try write(record, &mapper, writer) }
        held = []
    }

    /// Whether the branch may go on at a place: nothing was said there since. What goes on under
    /// another id does not stand where `main` goes on.
    private func goesOn(_ place: Place, _ mapper: ClaudeCodeMapper) -> Bool {
        let lane = mapper.lanes[Int(place.lane)]
        return lane.said <= Int(place.revision)
            && (lane.name != .main || transcript == stored.main)
    }

    private func fork(
        at place: Place, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws -> Int {
        let name = mapper.lanes[Int(place.lane)].name
        return try mapper.fork(
            mapper.freeName(name == .main ? "fork" : name.rawValue), from: Int(place.revision),
            of: Int(place.lane), writer)
    }

    /// Writes a new record to the fork's own lanes, and to no other.
    private mutating func write(
        _ record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        let before = mapper.lanes.count
        let parent = record.fields.parent ?? record.fields.logicalParent
        let place = parent.flatMap { mapper.places[RecordKey($0)] }
        var lane: Int? = own.contains(mapper.current) ? mapper.current : home
        if record.fields.isSidechain || place.map({ own.contains(Int($0.lane)) }) ?? false {
            lane = nil
        } else if hasBegun, record.isPrompt, let place {
            lane = try fork(at: place, &mapper, writer)
        }
        try mapper.take(record, from: nil, to: writer, on: lane)
        if record.source.damage != nil { damaged.append(record) }
        hasBegun = hasBegun || record.fields.uuid != nil
        own.formUnion(before..<mapper.lanes.count)
    }
}

extension ParsedRecord {
    fileprivate var isPrompt: Bool {
        ClaudeCodeRecord.kind(of: fields, content: content, knowsLeaf: false) == .promptSubmitted
    }
}
