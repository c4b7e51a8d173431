internal import JSONText
import SessionStore

/// The records of an export as they are written, event by event.
struct RecordWriting<Format: RecordFormat> {
    let marks: ExportMarks
    /// The id that the export carries; nil: that of the transcript.
    let id: String?
    var converter: Format.Converter
    /// Whether it is one line that is exported alone.
    let isLine: Bool
    let identity: ExportIdentity
    /// Whether the session is an import of the format: then its damaged lines are the format's.
    let isImport: Bool
    /// A subagent's branch that becomes a conversation of its own: what its caller said is not in
    /// it.
    var ownBranch: BranchName?

    private var moved: MovedPaths?
    private var files: [String?: TranscriptFile] = [:]
    /// The last record of each branch: what importers derived follows it.
    private var lastRecords: [BranchName?: Revision] = [:]
    /// Where records stand that change files.
    private var changing: Set<Revision> = []

    typealias Sink = (_ file: String?, _ bytes: [UInt8]) throws -> Void

    /// What became of an event.
    enum Fate { case written, nothing, loss }

    init(
        marks: ExportMarks, id: String?, converter: Format.Converter, isLine: Bool,
        identity: ExportIdentity, isImport: Bool
    ) {
        (self.marks, self.id, self.converter) = (marks, id, converter)
        (self.isLine, self.identity, self.isImport) = (isLine, identity, isImport)
    }

    /// Writes what becomes of an event.
    mutating func write(
        _ event: Event, _ report: inout ExportReport, to sink: Sink
    ) throws -> Fate {
        noteFolder(event)
        if let ownBranch, event.branch != ownBranch {
            if event.kind == .settingChanged { _ = converter.records(for: event) }
            return .nothing
        }
        if event.dialect != nil { lastRecords[event.branch] = event.revision }
        if let bytes = event.recordBytes(of: Format.dialect), isImport || event.dialect != nil {
            let isOwn = identity.id != nil
            let placed = isLine ? converter.placed(bytes, of: event, isOwn: isOwn) : bytes
            guard let placed else { return .nothing }
            report.records += 1
            if [.toolCalled, .toolReturned].contains(event.kind) { changing.insert(event.revision) }
            try write(record: placed, of: event, to: sink)
            return .written
        }
        let records = converter.records(for: event)
        for word in converter.lost { report.leftOut[word, default: 0] += 1 }
        if records.isEmpty {
            let isLoss = converter.lost.isEmpty && isOfItsOwn(event)
            return isLoss ? .loss : .nothing
        }
        report.converted += 1
        for record in records { try write(converted: record, of: event, to: sink) }
        return .written
    }

    private mutating func write(record: [UInt8], of event: Event, to sink: Sink) throws {
        let name = event.branch.flatMap { marks.files[$0] }
        var file = files[name] ?? TranscriptFile(marks.byFile[name]?.gaps)
        let isOfFork = marks.isOfFork(event) || event.origin != nil
        converter.pass(event, isOfFork: isOfFork)
        var line = PiecedLine()
        let gap = isOfFork ? file.gapBeforeOther() : file.gapBeforeRecord()
        try line.add(gap) { try sink(name, $0) }
        // What a merge took over carries the id of the line that it is on now.
        let own = id ?? (event.origin == nil ? nil : converter.transcriptID)
        for piece in Format.pieces(of: moved(record), naming: own) {
            try line.add(piece) { try sink(name, $0) }
        }
        files[name] = file
        try line.flush { try sink(name, $0) }
    }

    private mutating func write(
        converted record: ComposedJSON, of event: Event, to sink: Sink
    ) throws {
        let name = event.branch.flatMap { marks.files[$0] }
        var file = files[name] ?? TranscriptFile(marks.byFile[name]?.gaps)
        var line = PiecedLine()
        try line.add(file.gapBeforeOther()) { try sink(name, $0) }
        if let moved {
            var bytes: [UInt8] = []
            record.forEachPieceOfLine { bytes += $0 }
            try line.add(moved.apply(to: bytes)) { try sink(name, $0) }
        } else {
            try record.forEachPieceOfLine { piece in
                try line.add(piece) { try sink(name, $0) }
            }
        }
        files[name] = file
        try line.flush { try sink(name, $0) }
    }

    /// Of a record that something proves no more moves than where it was made.
    private func moved(_ record: [UInt8]) -> [UInt8] {
        guard let moved else { return record }
        guard Format.isProved(record) else { return moved.apply(to: record) }
        guard let place = JSON(unchecked: record)["cwd"]?.range else { return record }
        return record[..<place.lowerBound] + moved.apply(to: Array(record[place]))
            + record[place.upperBound...]
    }

    /// The first working folder is the one whose paths move.
    private mutating func noteFolder(_ event: Event) {
        guard moved == nil, identity.folder != nil, event.kind == .settingChanged,
            event.subject == "cwd"
        else { return }
        moved = MovedPaths(
            from: SubjectChanged(event.body).value.string, to: identity.folder)
    }

    /// Ends the files, and writes what lies beside them.
    func finish(to sink: Sink) throws {
        for (name, file) in files where !file.end.isEmpty { try sink(name, file.end) }
        for name in marks.byFile.keys.compactMap({ $0 }).sorted() {
            guard let meta = marks.byFile[name]?.meta, let file = Format.metaName(beside: name)
            else { continue }
            try sink(file, Array(meta.utf8))
        }
    }

    /// Whether an event that has no form is a loss: what the importer derived is not, it comes back
    /// with the next import, and neither is what speaks of the file itself.
    private func isOfItsOwn(_ event: Event) -> Bool {
        if event.isErased || event.branch == nil || event.kind == .sessionCreated { return false }
        guard let subject = event.subject else { return true }
        if event.kind == .settingChanged {
            return
                !(ImportedSettings.all.contains(subject) || SubjectChanged.isImportMark(subject))
        }
        guard event.kind == .fileChanged else { return true }
        let isDerived = event.cause != nil && event.cause == lastRecords[event.branch]
        let isCaused = event.actor.role == "tool" && event.cause.map(changing.contains) ?? false
        return !isDerived && !isCaused && event.origin == nil && event.body["derived"] == nil
            && event.body["unknown"] == nil
    }
}
