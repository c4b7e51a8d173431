internal import SessionModel

/// Looks for what a line tells of files elsewhere than in their states: what a tool found when it
/// first changed a file, or what it read whole.
///
/// The headers behind the moment are read once, as far as files are asked for; of several events
/// that tell of one file, the last before the moment counts, else the first behind it.
final class FileSightings {
    private let view: LogView
    private let line: Line
    private let point: Point

    private var readsBefore: [[UInt8]: SubjectSource]?
    /// The last change up to the point that was erased: of which file, nobody knows.
    private var erasedBefore: Revision = 0
    /// Of each path: the events behind the point that read it, and last the one that changed it.
    private var told: [[UInt8]: [LogEntry]] = [:]
    private var changed: Set<[UInt8]> = []
    /// The first change behind the point that was erased: of which file, nobody knows.
    private var erased: Revision?
    private var next: Revision

    init(_ view: LogView, _ end: LineEnd) throws {
        self.view = view
        line = end.line
        let name = try view.row(line.branch).name
        point = Point(branch: name, revision: end.revision)
        next = end.revision + 1
    }

    /// The point's revision.
    var start: Revision { point.revision }

    /// A file at the point, as it was found somewhere else on the line.
    enum Outcome {
        case file(FileState)
        case absent
    }

    /// What is told of a file that was changed last at a revision up to the point; 0: never.
    ///
    /// - Returns: nil where nothing is told of it.
    func find(_ path: String, changed last: Revision) throws -> Outcome? {
        var partly: FileState?
        func take(_ state: FileState?) -> Outcome? {
            guard let state else { return nil }
            if state.size != nil { return .file(state) }
            partly = partly ?? state
            return nil
        }
        var read = try lastRead(path, after: last)
        for _ in 0..<Self.readLimit {
            guard let entry = read else { break }
            if let whole = take(state(of: path, last, at: entry, try view.fileRead(entry))) {
                return whole
            }
            read = try earlierRead(path, before: entry.revision, after: last)
        }
        try look(for: Array(path.utf8))
        for header in told[Array(path.utf8)] ?? [] {
            guard let entry = try view.entry(at: header.position) else { continue }
            let isChange = entry.kind == .fileChanged
            let found = isChange ? try view.fileBefore(entry) : try view.fileRead(entry)
            let isSure = (erased ?? .max) > entry.revision
            if isSure, found?.file == .absent, partly == nil { return .absent }
            if let whole = take(state(of: path, last, at: entry, isSure ? found : found?.unsure)) {
                return whole
            }
        }
        return partly.map { .file($0) }
    }

    /// The last result up to the point that holds a file which nothing changed since.
    private func lastRead(_ path: String, after last: Revision) throws -> LogEntry? {
        guard let read = try reads()[Array(path.utf8)], read.revision > last else { return nil }
        return try view.entry(of: read, kind: .toolReturned)
    }

    /// Results that hold a part of a file which are passed over for an earlier one that may hold
    /// all of it.
    private static let readLimit = 64

    private func earlierRead(
        _ path: String, before revision: Revision, after last: Revision
    ) throws -> LogEntry? {
        let read = try view.latest(
            kind: .toolReturned, subject: path, on: line, through: revision - 1)
        return read.flatMap { $0.revision > max(last, erasedBefore) ? $0 : nil }
    }

    /// The last results up to the point that hold files, behind all changes that were erased.
    private func reads() throws -> [[UInt8]: SubjectSource] {
        if let readsBefore { return readsBefore }
        let through = point.revision
        erasedBefore =
            try view.latest(
                kind: .fileChanged, subject: nil, on: line, through: through,
                headersOnly: true)?.revision ?? 0
        var found: [[UInt8]: SubjectSource] = [:]
        for read in try view.newestOfEachSubject(
            kind: .toolReturned, on: line, through: through)
        where read.revision > erasedBefore {
            found[Array(read.subject.utf8)] = read
        }
        readsBefore = found
        return found
    }

    private func state(
        of path: String, _ last: Revision, at entry: LogEntry, _ found: FoundContent?
    ) -> FileState? {
        guard let found else { return nil }
        var change = FileChanged()
        var place: String?
        switch found.file {
        case .whole(let pointer): place = pointer
        case .part(let reason): change.unknown = reason
        case .absent: return nil
        }
        let sighting = FileSighting(
            point: Point(branch: point.branch, revision: entry.revision),
            isLater: entry.revision > point.revision, position: found.position, place: place)
        return FileState(
            path: path, revision: last, change: change, size: found.size, sighting: sighting)
    }

    /// Reads on until the first change of a file, or to the end.
    private func look(for path: [UInt8]) throws {
        guard !changed.contains(path) else { return }
        try view.forEachEntry(on: line, from: next, through: .max, headersOnly: true) { entry in
            note(entry)
            next = entry.revision + 1
            return !changed.contains(path)
        }
    }

    private func note(_ entry: LogEntry) {
        let kind = entry.kind
        guard kind == .fileChanged || kind == .toolReturned else { return }
        guard let subject = entry.subject else {
            if kind == .fileChanged { erased = erased ?? entry.revision }
            return
        }
        let path = Array(subject.utf8)
        guard !changed.contains(path) else { return }
        told[path, default: []].append(entry)
        if kind == .fileChanged { changed.insert(path) }
    }
}

/// What an event tells of a file as it was found.
struct FoundContent {
    let file: FoundFile
    /// Of the event whose body tells it.
    let position: Position
    /// Bytes of the content, where it is told whole.
    var size: Int?

    /// The same behind a change that was erased, and may have been one of this file.
    var unsure: FoundContent {
        FoundContent(
            file: .part("a change that was erased may have been one of it"), position: position)
    }
}
