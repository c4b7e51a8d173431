import SessionStore

/// One import of a transcript, with its subagents' files, into a session in one transaction.
struct RecordImport<Format: RecordFormat> {
    /// The transcript itself, and the subagents' files with their names relative to its folder.
    var path: String
    var subagents: [(file: String, path: String)] = []
    /// The transcript's own id, to be left in the session.
    var transcript: String
    var user = "user"
    var isMasking = false
    var totalBytes = 0
    var progress: (@Sendable (ImportProgress) -> Void)?

    private var files: TranscriptFiles<Format> { TranscriptFiles(path) }

    /// What came of it.
    struct Outcome: Sendable {
        var events = 0
        var records = 0
        var damaged: [ImportReport.DamagedLine] = []
        var secrets: [(range: Range<Int>, name: String)] = []
        var unfinishedBytes = 0
        /// Whether secrets were masked, now or because they were from the beginning.
        var isMasked = false
        /// Of a fork that came home: the branch that its records went to.
        var home: BranchName?

        /// Takes note of the damaged ones among records that were written.
        mutating func add(_ records: [Format.Record], of file: String) {
            for record in records {
                guard let reason = record.source.damage else { continue }
                damaged.append(.init(file: file, line: record.source.line, reason: reason))
            }
        }
    }

    /// What earlier imports left.
    struct Marks {
        /// The last of each file, by its subject.
        var files: [String: ImportMark] = [:]
        /// Of a fork's transcript, by its subject and lane.
        var forks: [String: [Int: ForkMark]] = [:]

        /// Of the transcript itself.
        var main: ImportMark? { files[ImportMark.subject] }

        /// Whether what stands at a place came by a fork.
        func hold(_ place: RecordPlace) -> Bool {
            forks.values.contains { $0[place.lane]?.holds(place.revision) ?? false }
        }
    }

    /// Adds to the session what it does not have yet.
    ///
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a file does not begin with what was
    ///   imported from it; nothing is written then.
    func run(into writer: some TranscriptWriter) throws -> Outcome {
        var mapper = Format.Mapper(Lanes(try writer.branches()), user: user)
        let marks = try Self.remember(writer, in: &mapper)
        let kin = try kin(marks, mapper.lanes, writer)
        var fork = try kin.map { try self.fork($0, behind: marks.main, mapper.lanes, writer) }
        var sources = try openSources(marks, isFork: fork != nil, mapper.lanes, writer)
        defer { for source in sources { source.close() } }
        let starts = sources.map(\.consumed)
        let (tip, heads) = (mapper.lanes.tip, mapper.lanes.all.map(\.head))
        var outcome = Outcome()
        if mapper.lanes.clock == nil { mapper.lanes.clock = try files.firstTime() }
        for index in sources.indices { try sources[index].advance() }
        while let index = Self.earliest(sources), let record = sources[index].next {
            if fork != nil, sources[index].file == nil {
                try fork?.take(record, &mapper, writer)
            } else {
                outcome.add([record], of: sources[index].name)
                try mapper.take(record, from: sources[index].file, on: nil, to: writer)
            }
            try sources[index].advance()
            outcome.secrets += sources[index].takeSecrets()
            report(sources, mapper.lanes)
        }
        if var fork {
            try fork.finish(&mapper, writer)
            outcome.home = fork.home.map { mapper.lanes[$0].name }
            outcome.add(fork.damaged, of: SessionPlace.name(of: path))
            try leaveForkMarks(fork.transcript, marks, heads, &mapper.lanes, writer)
        } else if marks.files.isEmpty || mapper.lanes.tip != tip {
            try mapper.lanes.nameTip(writer)
        }
        try leaveMarks(
            zip(sources, starts).filter { fork == nil || $0.0.file != nil }, behind: marks,
            &mapper.lanes, writer)
        outcome.isMasked = isMasking || marks.files.values.contains(where: \.isMasked)
        outcome.events = mapper.lanes.events
        outcome.records = mapper.lanes.records
        outcome.unfinishedBytes = sources.reduce(0) { $0 + $1.unfinishedBytes }
        return outcome
    }

    /// What a transcript is that begins with records of the session and is not the imported one.
    private enum Kin { case fork, export }

    private func kin(
        _ marks: Marks, _ lanes: Lanes, _ writer: some TranscriptWriter
    ) throws -> Kin? {
        let first = try files.firstRecords()
        guard first.contains(where: { lanes.places[$0] != nil }) else { return nil }
        guard let mark = marks.main else { return .fork }
        var source = try TranscriptSource<Format>(
            path, file: nil, isMasking: isMasking || mark.isMasked)
        defer { source.close() }
        guard try source.skip(mark) else {
            let stored = StoredRecords<Format>(path: path, file: nil)
            if source.consumed < mark.bytes, try stored.begin(with: lanes, writer) {
                return nil
            }
            return mark.transcript == transcript ? .export : .fork
        }
        // An export of the whole session goes on with what is in no file that was imported.
        let isElsewhere = { (place: RecordPlace) in place.isOwn || marks.hold(place) }
        guard lanes.places.values.contains(where: isElsewhere) else { return nil }
        try source.advance()
        while let record = source.next {
            let place = record.id.flatMap { lanes.places[$0] }
            if place.map(isElsewhere) ?? false { return .fork }
            try source.advance()
        }
        return nil
    }

    private func fork(
        _ kin: Kin, behind mark: ImportMark?, _ lanes: Lanes,
        _ writer: some TranscriptWriter
    ) throws -> ForkImport<Format> {
        try checkMasking(path, mark)
        return try ForkImport(
            transcript,
            TranscriptSource(path, file: nil, isMasking: isMasking || mark?.isMasked ?? false),
            from: files.firstTime(), isExport: kin == .export,
            among: StoredIndex(main: mark?.transcript, writer), lanes)
    }

    private func checkMasking(_ path: String, _ mark: ImportMark?) throws {
        guard isMasking, let mark, !mark.isMasked else { return }
        throw SessionError(
            .transcriptChanged, "\(path) was imported without masking before",
            hint: "Import it as a session of its own: \(.importAgain(masking: true)).")
    }

    private func leaveForkMarks(
        _ fork: String, _ marks: Marks, _ heads: [Revision], _ lanes: inout Lanes,
        _ writer: some TranscriptWriter
    ) throws {
        let earlier = marks.forks[ForkMark.subject(of: fork)]
        for (index, lane) in lanes.all.enumerated() where !lane.isSidechain {
            let before = index < heads.count ? heads[index] : lane.fork
            guard lane.head > before else { continue }
            var mark = earlier?[index] ?? ForkMark(format: Format.name, transcript: fork)
            mark.add(before + 1...lane.head)
            try lanes.writeSetting(mark.subject, mark.json, to: index, writer)
        }
    }

    private func openSources(
        _ marks: Marks, isFork: Bool, _ lanes: Lanes, _ writer: some TranscriptWriter
    ) throws -> [TranscriptSource<Format>] {
        var sources: [TranscriptSource<Format>] = []
        for (file, path) in [(nil, path)] + subagents.map({ ($0.file as String?, $0.path) }) {
            let mark = marks.files[ImportMark.subject(for: file)]
            try checkMasking(path, mark)
            var source = try TranscriptSource<Format>(
                path, file: file, isMasking: isMasking || (mark?.isMasked ?? false))
            if let mark, !(isFork && file == nil), try !source.skip(mark) {
                source.close()
                let stored = StoredRecords<Format>(path: path, file: file)
                guard source.consumed < mark.bytes, try stored.begin(with: lanes, writer) else {
                    throw Self.changed(path, mark)
                }
                continue
            }
            sources.append(source)
        }
        return sources
    }

    private static func changed(_ path: String, _ mark: ImportMark) -> SessionError {
        SessionError(
            .transcriptChanged,
            "\(path) is not the file that was imported: its first \(mark.bytes) bytes differ",
            hint: "Import it as a session of its own with \(.importAgain(masking: false)).")
    }

    /// Which file comes next: the one whose next record is the oldest, the transcript where equal.
    /// So a subagent's changes of files come before those that were made after it was done.
    private static func earliest(_ sources: [TranscriptSource<Format>]) -> Int? {
        var best: Int?
        for (index, source) in sources.enumerated() where source.next != nil {
            guard let other = best else {
                best = index
                continue
            }
            if let time = source.time, let least = sources[other].time, time < least {
                best = index
            }
        }
        return best
    }

    private func leaveMarks(
        _ sources: [(TranscriptSource<Format>, start: Int)], behind marks: Marks,
        _ lanes: inout Lanes, _ writer: some TranscriptWriter
    ) throws {
        for (source, start) in sources {
            let mark = source.mark(transcript: transcript)
            let subject = ImportMark.subject(for: source.file)
            let old = marks.files[subject]
            guard source.consumed > start || mark.meta != old?.meta else { continue }
            let lane = source.file.flatMap { lanes.lane(ofFile: $0) }
            guard source.file == nil || lane != nil else { continue }
            try lanes.writeSetting(subject, mark.json, to: lane ?? lanes.tip, writer)
        }
    }

    private func report(_ sources: [TranscriptSource<Format>], _ lanes: Lanes) {
        guard let progress, lanes.records.isMultiple(of: 256) else { return }
        progress(
            ImportProgress(
                bytes: sources.reduce(0) { $0 + $1.consumed }, totalBytes: totalBytes,
                records: lanes.records))
    }
}
