import SessionStore

/// Brings a transcript home that begins with records which the session holds: the export of a
/// branch, or a fork that the tool made, which was gone on with.
///
/// Up to the last record that the session holds by its id everything is passed over that it has,
/// and what was erased from it stays so. What is new goes to the branch that the transcript was
/// exported from, where nothing was said there since, and else to a branch of its own.
struct ForkImport<Format: RecordFormat> {
    /// The fork's own id: the one that its new records name.
    private(set) var transcript: String
    private let stored: StoredIndex<Format>
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
    private var last: RecordPlace?
    private var clock: Timestamp?
    /// New records without an id, with their times, until it is known where they go.
    private var held: [(record: Format.Record, clock: Timestamp?)] = []
    /// The lane that new records go to, once it is known, and those that forked from it since.
    private(set) var home: Int?
    private var own: Set<Int> = []
    /// Whether something was said on it: what hangs beside, such as progress, says nothing.
    private var hasBegun = false
    /// Damaged lines that were written.
    private(set) var damaged: [Format.Record] = []

    /// Goes through the transcript before anything of it is taken.
    ///
    /// - Parameters:
    ///   - start: the time of what comes before the first one that tells one.
    ///   - isExport: whether it can be nothing but an export of `main` that was gone on with: then
    ///     every record up to the first new one is there, as it is.
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a record says something else than
    ///   the one that the session holds under its id, or where such a one comes behind new ones.
    init(
        _ transcript: String, _ file: consuming TranscriptSource<Format>, from start: Timestamp?,
        isExport: Bool, among stored: StoredIndex<Format>, _ lanes: Lanes
    ) throws {
        defer { file.close() }
        self.transcript = transcript
        self.stored = stored
        (loose, erased, clock) = (stored.loose, stored.erased, start)
        source = stored.branches[transcript].flatMap { lanes.byName[$0] }
        var check = ForkCheck<Format>(
            stored, start,
            line: isExport ? source.map { stored.line(of: $0, lanes) } : nil)
        try file.advance()
        while let record = file.next {
            try check.take(record)
            try file.advance()
        }
        repeated = try check.repeated
    }

    /// Takes the next record.
    mutating func take(
        _ record: Format.Record, _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws {
        passed += 1
        clock = record.time ?? clock
        if passesOver(record, mapper.lanes) {
            mapper.lanes.clock = clock
            return
        }
        if record.id == nil, home == nil { return held.append((record, clock)) }
        if home == nil { try begin(with: record, &mapper, writer) }
        try write(record, &mapper, writer)
    }

    /// Whether the session has the record, or had it and it was erased.
    private mutating func passesOver(_ record: Format.Record, _ lanes: Lanes) -> Bool {
        guard let uuid = record.id else {
            if home != nil { return false }
            if isRepeated(StoredIndex<Format>.whole(record), lanes) { return true }
            // Of what stands where something was erased nobody knows that it is not that.
            let isBehindErased = passed <= repeated || stored.hasErased(behind: last, lanes)
            return isBehindErased && erased.take(clock, hasID: false)
        }
        guard stored.known.keys.contains(uuid) else { return erased.take(clock, hasID: true) }
        if let place = place(of: uuid, lanes) { last = place }
        return true
    }

    /// Where a record stands: on the line that the transcript was exported from, or that the record
    /// before it is on; a merge may have taken it over to there.
    private func place(of uuid: RecordKey, _ lanes: Lanes) -> RecordPlace? {
        let copies = (stored.copies[uuid] ?? []).compactMap { branch, revision in
            lanes.byName[branch].map {
                RecordPlace(lane: $0, revision: revision, parent: nil)
            }
        }
        let all = ([lanes.places[uuid]].compactMap(\.self) + copies)
            .filter { !lanes[$0.lane].isSidechain }
        let line = source ?? last.map { $0.lane }
        return all.first { place in
            line.map {
                lanes.revision(place.revision, of: place.lane, isOn: $0) != nil
            } ?? true
        } ?? all.first
    }

    /// Writes what came without an id at the end, where it needs no branch of its own.
    mutating func finish(
        _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws {
        guard home == nil, !held.isEmpty, let last, goesOn(last, mapper.lanes) else { return }
        try settle(on: lane(goingOnAt: last), &mapper, writer)
    }

    /// Whether a record without an id is one that the session has, there.
    private mutating func isRepeated(_ key: RecordKey, _ lanes: Lanes) -> Bool {
        if passed <= repeated {
            guard let count = loose[key], count > 0 else { return false }
            loose[key] = count - 1
            return true
        }
        var rest = tail ?? stored.tail(behind: last, lanes)[...]
        defer { tail = rest }
        guard rest.first == key else { return false }
        rest.removeFirst()
        return true
    }

    // MARK: Where new records go

    private mutating func begin(
        with record: Format.Record, _ mapper: inout Format.Mapper,
        _ writer: some TranscriptWriter
    ) throws {
        let below = record.parent.flatMap { place(of: $0, mapper.lanes) }
        mapper.lanes.clock = clock
        // Answers and results follow what was said last; a prompt may go back.
        guard let place = (record.isPrompt ? below : nil) ?? last ?? below else {
            return try settle(on: mapper.lanes.current, &mapper, writer)
        }
        if source == nil { transcript = record.transcript ?? transcript }
        let lane =
            goesOn(place, mapper.lanes)
            ? lane(goingOnAt: place) : try fork(at: place, &mapper, writer)
        try settle(on: lane, &mapper, writer)
    }

    private mutating func settle(
        on lane: Int, _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws {
        home = lane
        own = [lane]
        let now = clock
        for (record, clock) in held {
            mapper.lanes.clock = clock
            try write(record, &mapper, writer)
        }
        (held, mapper.lanes.clock) = ([], now)
    }

    /// Whether a branch goes on at a place: the one that the transcript was exported from, where
    /// the place is the last one on its line, and else any but `main`, which goes on under its own
    /// id.
    private func goesOn(_ place: RecordPlace, _ lanes: Lanes) -> Bool {
        let lane = lane(goingOnAt: place)
        guard source != nil || lanes[lane].name != .main else { return false }
        if lane == place.lane { return lanes[lane].said <= place.revision }
        return lanes[lane].said == 0
            && lanes.revision(place.revision, of: place.lane, isOn: lane) != nil
            && isLast(place, before: lane, lanes)
    }

    /// Whether nothing was said between a place and the fork of a branch.
    private func isLast(_ place: RecordPlace, before lane: Int, _ lanes: Lanes) -> Bool {
        !stored.line(of: lane, lanes).contains { entry in
            entry.id != nil && entry.revision > place.revision
                && entry.revision <= lanes[lane].fork
        }
    }

    private func lane(goingOnAt place: RecordPlace) -> Int { source ?? place.lane }

    private func fork(
        at place: RecordPlace, _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws -> Int {
        let lane = place.lane
        let name = mapper.lanes[source ?? lane].name
        let free = mapper.lanes.freeName(name == .main ? "fork" : name.rawValue)
        return try mapper.lanes.fork(free, from: place.revision, of: lane, writer)
    }

    /// Writes a new record to the fork's own lanes, and to no other.
    private mutating func write(
        _ record: Format.Record, _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws {
        let before = mapper.lanes.count
        let below = record.parent.flatMap { mapper.lanes.places[$0] }
        var lane: Int? = own.contains(mapper.lanes.current) ? mapper.lanes.current : home
        if record.isSidechain || below.map({ own.contains($0.lane) }) ?? false {
            lane = nil
        } else if hasBegun, record.isPrompt,
            let place = record.parent.flatMap({ place(of: $0, mapper.lanes) })
        {
            lane = try fork(at: place, &mapper, writer)
        }
        try mapper.take(record, from: nil, on: lane, to: writer)
        if record.source.damage != nil { damaged.append(record) }
        hasBegun = hasBegun || record.isSaid
        own.formUnion(before..<mapper.lanes.count)
    }
}
