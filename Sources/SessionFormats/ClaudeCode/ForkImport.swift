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
    private var repeated = 0
    private var passed = 0
    /// What was erased, as far as it is still to come.
    private var erased: ErasedTimes
    /// Records without an id that the session has, as often as they are still to come.
    private var loose: [RecordKey: Int]
    /// The same, of those that follow the last record, in order.
    private var tail: ArraySlice<RecordKey>?
    /// The lane that the transcript was exported from; nil: it is not known.
    private let source: Int?
    /// Where the last record stands that the session holds, and the time of the last one read.
    private var last: Place?
    private var clock: Timestamp?
    /// New records without an id, with their times, until it is known where they go.
    private var held: [(record: ParsedRecord, clock: Timestamp?)] = []
    /// The lane that new records go to, once it is known, and those that forked from it since.
    private(set) var home: Int?
    private var own: Set<Int> = []
    /// Whether something was said on it: what hangs beside, such as progress, says nothing.
    private var hasBegun = false
    /// Damaged lines that were written.
    private(set) var damaged: [ParsedRecord] = []

    /// Goes through the transcript before anything of it is taken.
    ///
    /// - Parameters:
    ///   - start: the time of what comes before the first one that tells one.
    ///   - isExport: whether it can be nothing but an export of `main` that was gone on with: then
    ///     every record up to the first new one is there, as it is.
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a record says something else than
    ///   the one that the session holds under its id, or where such a one comes behind new ones.
    init(
        _ transcript: String, _ file: consuming ClaudeCodeSource, from start: Timestamp?,
        isExport: Bool, among stored: StoredIndex, _ mapper: ClaudeCodeMapper
    ) throws {
        defer { file.close() }
        self.transcript = transcript
        self.stored = stored
        (loose, erased, clock) = (stored.loose, stored.erased, start)
        source = stored.branches[transcript].flatMap { mapper.laneByName[$0] }
        var check = ForkCheck(
            stored, start,
            line: isExport ? source.map { stored.line(of: $0, mapper) } : nil)
        try file.advance()
        while let record = file.next {
            try check.take(record)
            try file.advance()
        }
        repeated = try check.repeated
    }

    /// Takes the next record.
    mutating func take(
        _ record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        passed += 1
        clock = record.fields.timestamp ?? clock
        if passesOver(record, mapper) {
            mapper.clock = clock
            return
        }
        if record.fields.uuid == nil, home == nil { return held.append((record, clock)) }
        if home == nil { try begin(with: record, &mapper, writer) }
        try write(record, &mapper, writer)
    }

    /// Whether the session has the record, or had it and it was erased.
    private mutating func passesOver(
        _ record: ParsedRecord, _ mapper: ClaudeCodeMapper
    ) -> Bool {
        guard let uuid = record.fields.uuid.map({ RecordKey($0) }) else {
            if home != nil { return false }
            if isRepeated(StoredIndex.whole(record), mapper) { return true }
            // Of what stands where something was erased nobody knows that it is not that.
            let isBehindErased = passed <= repeated || stored.hasErased(behind: last, mapper)
            return isBehindErased && erased.take(clock, hasID: false)
        }
        guard stored.known.keys.contains(uuid) else { return erased.take(clock, hasID: true) }
        if let place = place(of: uuid, mapper) { last = place }
        return true
    }

    /// Where a record stands: on the line that the transcript was exported from, or that the record
    /// before it is on; a merge may have taken it over to there.
    private func place(of uuid: RecordKey, _ mapper: ClaudeCodeMapper) -> Place? {
        let copies = (stored.copies[uuid] ?? []).compactMap { branch, revision in
            mapper.laneByName[branch].map {
                Place(lane: Int32($0), revision: Int32(revision), parent: nil)
            }
        }
        let all = ([mapper.places[uuid]].compactMap(\.self) + copies)
            .filter { !mapper.lanes[Int($0.lane)].isSidechain }
        let line = source ?? last.map { Int($0.lane) }
        return all.first { place in
            line.map {
                mapper.revision(Int(place.revision), of: Int(place.lane), isOn: $0) != nil
            } ?? true
        } ?? all.first
    }

    /// Writes what came without an id at the end, where it needs no branch of its own.
    mutating func finish(
        _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        guard home == nil, !held.isEmpty, let last, goesOn(last, mapper) else { return }
        try settle(on: lane(goingOnAt: last), &mapper, writer)
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
        let below = (record.fields.parent ?? record.fields.logicalParent)
            .flatMap { place(of: RecordKey($0), mapper) }
        mapper.clock = clock
        // Answers and results follow what was said last; a prompt may go back.
        guard let place = (record.isPrompt ? below : nil) ?? last ?? below else {
            return try settle(on: mapper.current, &mapper, writer)
        }
        if source == nil { transcript = record.fields.transcript?.string ?? transcript }
        let lane =
            goesOn(place, mapper)
            ? lane(goingOnAt: place) : try fork(at: place, &mapper, writer)
        try settle(on: lane, &mapper, writer)
    }

    private mutating func settle(
        on lane: Int, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        home = lane
        own = [lane]
        let now = clock
        for (record, clock) in held {
            mapper.clock = clock
            try write(record, &mapper, writer)
        }
        (held, mapper.clock) = ([], now)
    }

    /// Whether a branch goes on at a place: the one that the transcript was exported from, where
    /// the place is the last one on its line, and else any but `main`, which goes on under its own
    /// id.
    private func goesOn(_ place: Place, _ mapper: ClaudeCodeMapper) -> Bool {
        let lane = lane(goingOnAt: place)
        guard source != nil || mapper.lanes[lane].name != .main else { return false }
        if lane == Int(place.lane) { return mapper.lanes[lane].said <= Int(place.revision) }
        return mapper.lanes[lane].said == 0
            && mapper.revision(Int(place.revision), of: Int(place.lane), isOn: lane) != nil
            && isLast(place, before: lane, mapper)
    }

    /// Whether nothing was said between a place and the fork of a branch.
    private func isLast(_ place: Place, before lane: Int, _ mapper: ClaudeCodeMapper) -> Bool {
        !stored.line(of: lane, mapper).contains { entry in
            entry.id != nil && entry.revision > Int(place.revision)
                && entry.revision <= mapper.lanes[lane].fork
        }
    }

    private func lane(goingOnAt place: Place) -> Int { source ?? Int(place.lane) }

    private func fork(
        at place: Place, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws -> Int {
        let lane = Int(place.lane)
        let name = mapper.lanes[source ?? lane].name
        return try mapper.fork(
            mapper.freeName(name == .main ? "fork" : name.rawValue), from: Int(place.revision),
            of: lane, writer)
    }

    /// Writes a new record to the fork's own lanes, and to no other.
    private mutating func write(
        _ record: ParsedRecord, _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        let before = mapper.lanes.count
        let parent = record.fields.parent ?? record.fields.logicalParent
        let below = parent.flatMap { mapper.places[RecordKey($0)] }
        var lane: Int? = own.contains(mapper.current) ? mapper.current : home
        if record.fields.isSidechain || below.map({ own.contains(Int($0.lane)) }) ?? false {
            lane = nil
        } else if hasBegun, record.isPrompt,
            let place = parent.flatMap({ place(of: RecordKey($0), mapper) })
        {
            lane = try fork(at: place, &mapper, writer)
        }
        try mapper.take(record, from: nil, to: writer, on: lane)
        if record.source.damage != nil { damaged.append(record) }
        hasBegun = hasBegun || record.isSaid
        own.formUnion(before..<mapper.lanes.count)
    }
}

/// Whether a transcript can be a fork: what it repeats comes first, and is as it was.
private struct ForkCheck {
    private let stored: StoredIndex
    private var erased: ErasedTimes
    private var clock: Timestamp?
    /// What is still to come of the line that it is an export of; nil: it may be any fork.
    private var line: ArraySlice<StoredIndex.Entry>?
    private var count = 0
    private var last = 0
    private var firstNew: Int?

    init(_ stored: StoredIndex, _ start: Timestamp?, line: [StoredIndex.Entry]?) {
        self.stored = stored
        self.line = line.map { $0[...] }
        (erased, clock) = (stored.erased, start)
    }

    /// How many records there are up to the last one that the session holds.
    var repeated: Int {
        get throws {
            guard last > 0 else { throw Self.changed("it begins with nothing that was imported") }
            return last
        }
    }

    mutating func take(_ record: ParsedRecord) throws {
        count += 1
        clock = record.fields.timestamp ?? clock
        if takesNext(record) {
            last = count
            return
        }
        guard let uuid = record.fields.uuid else {
            if line != nil { firstNew = firstNew ?? record.source.line }
            return
        }
        guard let message = stored.known[RecordKey(uuid)] else {
            if !erased.take(clock, hasID: true) { firstNew = firstNew ?? record.source.line }
            return
        }
        let here = record.source.line
        guard line == nil, message == nil || message == StoredIndex.message(record.fields) else {
            throw Self.changed(
                "line \(here) is not as the record with its id that was imported before, or does "
                    + "not stand where that does")
        }
        // What a fork repeats comes first: otherwise somebody put something in between.
        if let firstNew {
            throw Self.changed(
                "line \(firstNew) is new, and stands before line \(here), which was imported before"
            )
        }
        last = count
    }

    /// Whether it is the next one of the line that it is an export of.
    private mutating func takesNext(_ record: ParsedRecord) -> Bool {
        guard firstNew == nil, let next = line?.first else { return false }
        let uuid = record.fields.uuid.map { RecordKey($0) }
        let isErased = next.id == nil && next.whole == nil
        let isNext =
            next.whole.map { $0 == StoredIndex.whole(record) } ?? (isErased || next.id == uuid)
        if isNext { line?.removeFirst() }
        return isNext
    }

    private static func changed(_ words: String) -> SessionError {
        SessionError(
            .transcriptChanged,
            "this is not the transcript that was imported, nor a fork of it: \(words)",
            hint: "Import it as a session of its own with --again.")
    }
}

extension ParsedRecord {
    private var kind: EventKind {
        ClaudeCodeRecord.kind(of: fields, content: content, knowsLeaf: false)
    }

    fileprivate var isPrompt: Bool { kind == .promptSubmitted }

    fileprivate var isSaid: Bool {
        [.promptSubmitted, .responseReceived, .toolCalled, .toolReturned].contains(kind)
    }
}
