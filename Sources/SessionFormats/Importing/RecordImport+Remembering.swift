import SessionStore

/// Rebuilding what a mapper knows from a session that holds a part of the transcript already.
extension RecordImport {
    /// Goes through the session's events, and gives what earlier imports left; the mapper goes on
    /// as if it had just written them.
    ///
    /// What forks brought home behind the last import of the transcript is no part of where that
    /// stood.
    static func remember(
        _ writer: some TranscriptWriter, in mapper: inout Format.Mapper
    ) throws -> Marks {
        var marks = Marks()
        var known = mapper
        if known.lanes.count > 1 { try rememberFiles(writer, in: &known.lanes) }
        var stood: (current: Int, tip: Int, clock: Timestamp?)?
        try writer.forEachEvent(from: 1) { event in
            remember(event, in: &known)
            guard event.kind == .settingChanged, let subject = event.subject else { return }
            let value = SubjectChanged(event.body).value
            if let fork = ForkMark(subject: subject, value) {
                guard let lane = event.branch.flatMap({ known.lanes.byName[$0] }) else { return }
                marks.forks[subject, default: [:]][lane] = fork
            } else if subject == ImportMark.subject || ImportMark.file(of: subject) != nil,
                let mark = ImportMark(value)
            {
                marks.files[subject] = mark
                if subject == ImportMark.subject {
                    stood = (known.lanes.current, known.lanes.tip, known.lanes.clock)
                }
            }
        }
        mapper = known
        if let stood { (mapper.lanes.current, mapper.lanes.tip, mapper.lanes.clock) = stood }
        return marks
    }

    /// Which branches are those of subagents' files, before anything of them is read.
    private static func rememberFiles(
        _ writer: some TranscriptWriter, in lanes: inout Lanes
    ) throws {
        var found = lanes
        try writer.forEachEvent(from: 1) { event in
            guard event.kind == .settingChanged,
                let file = event.subject.flatMap({ ImportMark.file(of: $0) }),
                let lane = event.branch.flatMap({ found.byName[$0] })
            else { return }
            found[lane].file = file
            found[lane].isSidechain = true
        }
        lanes = found
    }

    private static func remember(_ event: Event, in mapper: inout Format.Mapper) {
        guard let name = event.branch, let lane = mapper.lanes.byName[name], !event.isErased
        else { return }
        // What a merge took over stands where it was said first.
        if event.dialect == Format.dialect {
            guard event.origin == nil else { return }
            let record = Format.Record(SourceRecord(bytes: event.body.bytes, line: 0))
            mapper.remember(record, as: event.kind, on: lane, at: event.revision)
        } else if let key = StoredIndex<Format>.id(of: event) {
            mapper.lanes.places[key] = RecordPlace(
                lane: lane, revision: event.revision, parent: nil, isOwn: true)
            mapper.lanes[lane].said = event.revision
        } else if event.kind == .settingChanged, let subject = event.subject {
            let value = SubjectChanged(event.body).value
            if Format.settings.contains(subject) {
                mapper.lanes[lane].settings.append((event.revision, subject, value))
            } else if let file = ImportMark.file(of: subject) {
                mapper.lanes[lane].file = file
                mapper.lanes[lane].isSidechain = true
            }
        }
    }
}
