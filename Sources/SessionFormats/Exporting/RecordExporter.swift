import SessionStore

/// Writes a session as the records that came from its transcripts, and as such that are made of
/// what was appended otherwise.
struct RecordExporter<Format: RecordFormat>: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        try await export(at: moment, under: .own, to: sink)
    }

    func export(
        at moment: Moment?, under identity: ExportIdentity,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        var report = ExportReport()
        let marks =
            moment == nil ? try await session.exportMarks(of: Format.name) : ExportMarks()
        let id = identity.id == nil ? try await forkID(at: moment) : identity.id
        var converter = Format.Converter(
            session: session.id, transcript: id, branches: try await session.branches())
        if let folder = identity.folder { converter.begin(in: folder) }
        var work = RecordWriting<Format>(
            marks: marks, id: id, converter: converter, isLine: moment != nil, identity: identity,
            isImport: try await ImportMark.last(in: session, of: Format.name) != nil)
        if let moment, identity.id != nil {
            let branch = try await session.resolve(moment).branch
            work.ownBranch = branch.isOfSubagent ? branch : nil
        }
        for try await event in try await session.events(upTo: moment) {
            // Of the whole session each event is written once, where it was said first.
            if moment == nil, event.origin != nil { continue }
            guard try work.write(event, &report, to: sink) == .loss else { continue }
            if try await !session.isReplaced(event) {
                report.leftOut[event.kind.rawValue, default: 0] += 1
            }
        }
        try work.finish(to: sink)
        return report
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
        return isPlain ? SessionPlace.withoutCompression(name) : session.id + ending
    }

    private var ending: String { Format.endings.first.map { "." + $0 } ?? "" }
}

/// Settings that importers take from records, of every format.
enum ImportedSettings {
    static let all = TranscriptFormat.all
        .compactMap { $0.importer as? any RecordFormat.Type }
        .reduce(into: Set<String>()) { $0.formUnion($1.settings) }
}
