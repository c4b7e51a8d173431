import SessionStore

/// One import of a transcript, with its subagents' files, into a session in one transaction.
struct ClaudeCodeImport {
    /// The transcript itself, and the subagents' files with their names relative to its folder.
    var path: String
    var subagents: [(file: String, path: String)] = []
    /// The transcript's own id, to be left in the session.
    var transcript: String
    var user = "user"
    var isMasking = false
    var totalBytes = 0
    var progress: (@Sendable (ImportProgress) -> Void)?

    /// What came of it.
    struct Outcome: Sendable {
        var events = 0
        var records = 0
        var damaged: [ImportReport.DamagedLine] = []
        var secrets: [(range: Range<Int>, name: String)] = []
        var unfinishedBytes = 0
        /// Whether secrets were masked, now or because they were from the beginning.
        var isMasked = false
    }

    /// Adds to the session what it does not have yet.
    ///
    /// - Throws: ``SessionError/Code/transcriptChanged`` where a file does not begin with what was
    ///   imported from it; nothing is written then.
    func run(into writer: some TranscriptWriter) throws -> Outcome {
        var mapper = ClaudeCodeMapper(branches: try writer.branches(), user: user)
        let marks = try Self.remember(writer, in: &mapper)
        var sources = try openSources(marks, mapper, writer)
        defer { for source in sources { source.close() } }
        let starts = sources.map(\.consumed)
        let tip = mapper.tip
        let isFirst = marks.isEmpty
        var outcome = Outcome()
        if mapper.clock == nil { mapper.clock = try TranscriptFiles(path).firstTime() }
        for index in sources.indices { try sources[index].advance() }
        while let index = Self.earliest(sources), let record = sources[index].next {
            if let damage = record.source.damage {
                outcome.damaged.append(
                    .init(file: sources[index].name, line: record.source.line, reason: damage))
            }
            try mapper.take(record, from: sources[index].file, to: writer)
            try sources[index].advance()
            outcome.secrets += sources[index].takeSecrets()
            report(sources, mapper)
        }
        if isFirst || mapper.tip != tip { try mapper.nameTip(writer) }
        try leaveMarks(sources, starts, behind: marks, &mapper, writer)
        outcome.isMasked = isMasking || marks.values.contains(where: \.isMasked)
        outcome.events = mapper.events
        outcome.records = mapper.records
        outcome.unfinishedBytes = sources.reduce(0) { $0 + $1.unfinishedBytes }
        return outcome
    }

    /// Goes through the session's events, and gives the last mark of each file by its subject.
    private static func remember(
        _ writer: some TranscriptWriter, in mapper: inout ClaudeCodeMapper
    ) throws -> [String: ImportMark] {
        var marks: [String: ImportMark] = [:]
        var known = mapper
        try writer.forEachEvent(from: 1) { event in
            known.remember(event)
            if event.kind == .settingChanged, let subject = event.subject,
                subject == ImportMark.subject || ImportMark.file(of: subject) != nil,
                let mark = ImportMark(SubjectChanged(event.body).value)
            {
                marks[subject] = mark
            }
        }
        mapper = known
        return marks
    }

    private func openSources(
        _ marks: [String: ImportMark], _ mapper: ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws -> [ClaudeCodeSource] {
        var sources: [ClaudeCodeSource] = []
        for (file, path) in [(nil, path)] + subagents.map({ ($0.file as String?, $0.path) }) {
            let mark = marks[ImportMark.subject(for: file)]
            if isMasking, let mark, !mark.isMasked {
                throw SessionError(
                    .transcriptChanged, "\(path) was imported without masking before",
                    hint: "Import it as a session of its own: --again --mask.")
            }
            var source = try ClaudeCodeSource(
                path, file: file, isMasking: isMasking || (mark?.isMasked ?? false))
            if let mark, try !source.skip(mark) {
                source.close()
                let stored = StoredRecords(path: path, file: file)
                guard source.consumed < mark.bytes, try stored.begin(with: mapper, writer) else {
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
            hint: "Import it as a session of its own with --again.")
    }

    /// Which file comes next: the one whose next record is the oldest, the transcript where equal.
    /// So a subagent's changes of files come before those that were made after it was done.
    private static func earliest(_ sources: [ClaudeCodeSource]) -> Int? {
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
        _ sources: [ClaudeCodeSource], _ starts: [Int], behind marks: [String: ImportMark],
        _ mapper: inout ClaudeCodeMapper, _ writer: some TranscriptWriter
    ) throws {
        for (source, start) in zip(sources, starts) {
            let mark = source.mark(transcript: transcript)
            let old = marks[ImportMark.subject(for: source.file)]
            guard source.consumed > start || mark.meta != old?.meta else { continue }
            let draft = EventDraft.setting(
                ImportMark.subject(for: source.file), mark.json, by: .system)
            let lane = source.file.flatMap { file in
                mapper.lanes.firstIndex { $0.file == file }
            }
            guard source.file == nil || lane != nil else { continue }
            _ = try mapper.write(
                mapper.clock.map { draft.with(occurredAt: $0) } ?? draft, to: lane ?? mapper.tip,
                writer)
        }
    }

    private func report(_ sources: [ClaudeCodeSource], _ mapper: ClaudeCodeMapper) {
        guard let progress, mapper.records.isMultiple(of: 256) else { return }
        progress(
            ImportProgress(
                bytes: sources.reduce(0) { $0 + $1.consumed }, totalBytes: totalBytes,
                records: mapper.records))
    }
}
