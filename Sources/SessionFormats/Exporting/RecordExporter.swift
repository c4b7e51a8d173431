import SessionStore

/// Writes a session as the records that came from its transcripts, and as such that are made of
/// what was appended otherwise.
struct RecordExporter<Format: RecordFormat>: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        var report = ExportReport()
        let marks =
            moment == nil ? try await session.exportMarks(of: Format.name) : ExportMarks()
        let id = try await forkID(at: moment)
        var files: [String?: TranscriptFile] = [:]
        var converter = Format.Converter(
            session: session.id, transcript: id, branches: try await session.branches())
        for try await event in try await session.events(upTo: moment) {
            // Of the whole session each event is written once, where it was said first.
            if moment == nil, event.origin != nil { continue }
            let name = event.branch.flatMap { marks.files[$0] }
            var file = files[name] ?? TranscriptFile(marks.byFile[name]?.gaps)
            var line = PiecedLine()
            if let bytes = event.recordBytes(of: Format.dialect) {
                report.records += 1
                let isOfFork = marks.isOfFork(event) || event.origin != nil
                converter.pass(event, isOfFork: isOfFork)
                let gap = isOfFork ? file.gapBeforeOther() : file.gapBeforeRecord()
                try line.add(gap) { try sink(name, $0) }
                // What a merge took over carries the id of the line that it is on now.
                let own = id ?? (event.origin == nil ? nil : converter.transcriptID)
                for piece in Self.pieces(of: bytes, own) {
                    try line.add(piece) { try sink(name, $0) }
                }
            } else if let record = converter.record(for: event) {
                report.converted += 1
                try line.add(file.gapBeforeOther()) { try sink(name, $0) }
                try record.forEachPieceOfLine { piece in
                    try line.add(piece) { try sink(name, $0) }
                }
            } else if Self.isOfItsOwn(event), try await !session.isReplaced(event) {
                report.leftOut[event.kind.rawValue, default: 0] += 1
                continue
            } else {
                continue
            }
            files[name] = file
            try line.flush { try sink(name, $0) }
        }
        for (name, file) in files where !file.end.isEmpty { try sink(name, file.end) }
        for name in marks.byFile.keys.compactMap({ $0 }).sorted() {
            guard let meta = marks.byFile[name]?.meta, let file = Format.metaName(beside: name)
            else { continue }
            try sink(file, Array(meta.utf8))
        }
        return report
    }

    /// A record, with another id for its transcript.
    private static func pieces(of record: [UInt8], _ id: String?) -> [[UInt8]] {
        guard let id, let member = Format.transcriptMember,
            let place = JSON(unchecked: record)[member]?.range
        else { return [record] }
        return [
            Array(record[..<place.lowerBound]), JSON.string(id).bytes,
            Array(record[place.upperBound...]),
        ]
    }

    /// The id that a branch's export carries: the one under which it came home, else one of its
    /// own, the same each time. nil: that of the transcript, as for `main`, for a subagent's
    /// branch, and for the whole session.
    private func forkID(at moment: Moment?) async throws -> String? {
        guard let moment else { return nil }
        let name = try await session.resolve(moment).branch
        guard name != .main,
            let branch = try await session.branches().first(where: { $0.name == name }),
            let fork = branch.fork
        else { return nil }
        for setting in try await session.ownSettings(of: branch) {
            if ImportMark.file(of: setting.subject) != nil { return nil }
            if let mark = ForkMark(subject: setting.subject, setting.value),
                mark.format == Format.name
            {
                return mark.transcript
            }
        }
        return ForkMark.ownID(of: name, at: fork, session: session.id)
    }

    /// The name that the transcript had; a fork is named after its id.
    func fileName(at moment: Moment?, stem: String) async throws -> String {
        if let id = try await forkID(at: moment) { return id + ending }
        guard let name = try await ImportMark.last(in: session, of: Format.name)?.file else {
            return session.id + ending
        }
        let isPlain = !["", ".", ".."].contains(name) && !name.contains { "/\0".contains($0) }
        return isPlain ? name : session.id + ending
    }

    private var ending: String { Format.endings.first.map { "." + $0 } ?? "" }

    /// Whether an event that has no form is a loss: what the importer derived is not, it comes back
    /// with the next import, and neither is what speaks of the file itself.
    private static func isOfItsOwn(_ event: Event) -> Bool {
        if event.isErased || event.branch == nil || event.kind == .sessionCreated { return false }
        guard let subject = event.subject else { return true }
        if event.kind == .settingChanged {
            return !(Format.settings.contains(subject) || SubjectChanged.isImportMark(subject))
        }
        guard event.kind == .fileChanged else { return true }
        return event.origin == nil && event.body["derived"] == nil && event.body["unknown"] == nil
    }
}
