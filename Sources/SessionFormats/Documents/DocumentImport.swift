import Foundation
import SessionStore
internal import Texts

/// One import of a document into a session, in one transaction.
struct DocumentImport<Format: DocumentFormat> {
    let path: String
    var part: DocumentPart?
    let plan: DocumentPlan<Format>
    /// The transcript's own id, to be left in the session.
    let transcript: String
    let user: String
    let isMasking: Bool
    var progress: (@Sendable (ImportProgress) -> Void)?

    typealias Outcome = RecordImport<Format>.Outcome

    /// Adds to the session what it does not have yet.
    func run(into writer: some TranscriptWriter) throws -> Outcome {
        var mapper = Format.Mapper(Lanes(try writer.branches()), user: user)
        var stored = try StoredDocument<Format>(writer, &mapper)
        var outcome = Outcome()
        outcome.isMasked = isMasking || stored.mark?.isMasked ?? false
        outcome.unfinishedBytes = plan.unfinishedBytes
        if let mark = stored.mark, mark.sha256 == plan.sha256 { return outcome }
        try checkMasking(stored.mark)
        mapper.lanes.clock = plan.head.startedAt ?? plan.firstTime ?? mapper.lanes.clock
        let slice = try FileSlice(path)
        defer { slice.close() }
        var numbers = [Int](repeating: -1, count: plan.entries.count)
        var isKnown = [Bool](repeating: false, count: plan.entries.count)
        for (done, index) in plan.order.enumerated() {
            let entry = plan.entries[index]
            let parent = entry.parent.map { numbers[$0] } ?? -1
            if entry.parent.map({ isKnown[$0] }) ?? true,
                let number = stored.number(entry.key, behind: parent)
            {
                (numbers[index], isKnown[index]) = (number, true)
                continue
            }
            numbers[index] = stored.records.count
            let record = try record(entry, slice, isMasking: outcome.isMasked)
            let again = Format.Reader.comesAgain ? stored.leaf(entry.id, behind: parent) : nil
            let lane = try lane(behind: again ?? parent, stored, &mapper, writer)
            outcome.add([record], of: fileName)
            try setHead(on: lane, &mapper, writer)
            try mapper.take(record, from: nil, on: lane, to: writer)
            note(record, entry, on: lane, again != nil, &stored, &mapper)
            report(done, entry)
        }
        // Another file of the document, such as a copy of what it was before, says nothing new.
        if let mark = stored.mark, mapper.lanes.records == 0, mark.file != fileName {
            return outcome
        }
        if let now = plan.current, numbers[now] >= 0 {
            try stand(at: stored.records[numbers[now]], &mapper, writer)
        }
        try leaveMark(numbers, stored.mark, &mapper, writer)
        outcome.secrets = stored.mark == nil || mapper.lanes.records > 0 ? plan.secrets : []
        outcome.events = mapper.lanes.events
        outcome.records = mapper.lanes.records
        return outcome
    }

    private var fileName: String { SessionPlace.name(of: path) }

    private func checkMasking(_ mark: ImportMark?) throws {
        guard isMasking, let mark, !mark.isMasked else { return }
        throw SessionError(
            .transcriptChanged, "\(path) was imported without masking before",
            hint: "Import it as a session of its own: \(.importAgain(masking: true)).")
    }

    private func record(
        _ entry: DocumentPlan<Format>.Entry, _ slice: FileSlice, isMasking: Bool
    ) throws -> Format.Record {
        var bytes = try read(entry, slice)
        if isMasking { bytes = SecretScanner.shared.mask(bytes) ?? bytes }
        return Format.Record(
            SourceRecord(bytes: bytes, line: entry.line, link: entry.link, damage: entry.damage))
    }

    private func read(_ entry: DocumentPlan<Format>.Entry, _ slice: FileSlice) throws -> [UInt8] {
        guard let file = entry.file, file.path != path else {
            return try slice.read(at: entry.place)
        }
        let own = try FileSlice(file.path)
        defer { own.close() }
        return try own.read(at: entry.place)
    }

    /// The lane of what follows a record: that one's, where it is the last one there.
    private func lane(
        behind parent: Int, _ stored: StoredDocument<Format>, _ mapper: inout Format.Mapper,
        _ writer: some TranscriptWriter
    ) throws -> Int {
        guard parent >= 0 else {
            return stored.records.isEmpty
                ? mapper.lanes.current : try mapper.lanes.forkLine(from: 1, of: 0, writer)
        }
        let above = stored.records[parent]
        if stored.last[above.lane] == parent { return above.lane }
        mapper.files.forget()
        return try mapper.lanes.forkLine(
            from: mapper.lanes.end(of: above.revision, on: above.lane), of: above.lane, writer)
    }

    private func note(
        _ record: Format.Record, _ entry: DocumentPlan<Format>.Entry, on lane: Int,
        _ isAgain: Bool, _ stored: inout StoredDocument<Format>, _ mapper: inout Format.Mapper
    ) {
        if record.source.damage != nil {
            mapper.lanes.noteRecord(on: lane, at: mapper.lanes[lane].head)
        }
        let revision = mapper.lanes[lane].noted.last ?? mapper.lanes[lane].head
        stored.add(
            entry.key, id: entry.id, on: lane, at: revision, isAgain: isAgain, mapper.lanes)
    }

    /// What the document says of all of it holds from its first record on.
    private func setHead(
        on lane: Int, _ mapper: inout Format.Mapper, _ writer: some TranscriptWriter
    ) throws {
        for (subject, value) in plan.head.settings where Format.settings.contains(subject) {
            guard mapper.lanes.value(of: subject, on: lane) == nil else { continue }
            try mapper.lanes.set(subject, to: value, on: lane, writer)
        }
    }

    /// Lets `main` be the line on which the conversation stands.
    private func stand(
        at record: StoredDocument<Format>.Stored, _ mapper: inout Format.Mapper,
        _ writer: some TranscriptWriter
    ) throws {
        var lane = record.lane
        if !Format.isList, mapper.lanes[lane].noted.last != record.revision {
            let end = mapper.lanes.end(of: record.revision, on: lane)
            let free = mapper.lanes.all.firstIndex {
                $0.parent == lane && $0.fork == end && $0.noted.isEmpty
            }
            lane = try free ?? mapper.lanes.forkLine(from: end, of: lane, writer)
        }
        mapper.lanes.tip = lane
        try mapper.lanes.nameTip(writer)
    }

    private func leaveMark(
        _ numbers: [Int], _ old: ImportMark?, _ mapper: inout Format.Mapper,
        _ writer: some TranscriptWriter
    ) throws {
        var mark = ImportMark(
            format: Format.name, transcript: transcript, bytes: plan.bytes,
            sha256: plan.sha256, lines: plan.entries.last?.line ?? 0,
            file: fileName, isMasked: isMasking || old?.isMasked ?? false,
            gaps: plan.gaps, meta: nil)
        mark.order = RecordOrder(numbers)
        mark.title = plan.head.title
        mark.files = plan.files
        let tip = mapper.lanes.tip
        if let title = plan.head.title, title != old?.title {
            let draft = EventDraft(
                kind: .titleChanged, actor: .system, occurredAt: mapper.lanes.clock,
                body: ["title": .string(title)])
            _ = try mapper.lanes.write(draft, to: tip, writer)
        }
        try mapper.lanes.writeSetting(ImportMark.subject, mark.json, to: tip, writer)
    }

    private func report(_ done: Int, _ entry: DocumentPlan<Format>.Entry) {
        guard let progress, done.isMultiple(of: 256) else { return }
        progress(
            ImportProgress(
                bytes: entry.place.upperBound, totalBytes: LineReader.size(of: path),
                records: done))
    }
}

extension Lanes {
    /// The last event of a lane that belongs to the record at a revision: what it led to, such as
    /// the change of a file, stands behind it.
    func end(of revision: Revision, on lane: Int) -> Revision {
        let next = self[lane].noted.first { $0 > revision }
        return next.map { $0 - 1 } ?? self[lane].head
    }
}
