internal import SessionModel
internal import Texts

/// A version of a file, as one change left it.
private struct FileVersion {
    let entry: LogEntry
    let change: FileChanged
    let path: String
    /// nil: the log does not tell it.
    let content: TextLines?

    var position: Position { entry.position }
}

/// Finds the versions of a file that its lines came through, newest first.
struct BlameWalk {
    private let view: LogView
    /// Those whose turn comes.
    private var versions: [Position: FileVersion] = [:]
    private var paths: [Position: String] = [:]
    private var uncertain: Set<Position> = []
    private var prompts: [Position: Event] = [:]

    init(_ view: LogView) { self.view = view }

    mutating func blame(
        _ path: String, at point: Point, _ content: TextLines, _ lines: ClosedRange<Int>?
    ) throws -> Blame {
        let asked = lines.map { max($0.lowerBound, 1) - 1..<max($0.upperBound, 0) }
        let range = (asked ?? 0..<content.count).clamped(to: 0..<content.count)
        let settled = try settle(path, at: point, range)
        // One that stands for another hands all its lines on, and is none of these.
        let origins = Set(settled.values).sorted {
            ($0.version, $1.isOlder ? 1 : 0) < ($1.version, $0.isOlder ? 1 : 0)
        }
        let index = Dictionary(uniqueKeysWithValues: origins.enumerated().map { ($1, $0) })
        return Blame(
            point: point, path: path,
            lines: range.compactMap { line in
                settled[line].flatMap { index[$0] }.map {
                    Blame.Line(number: line + 1, bytes: Array(content[line]), source: $0)
                }
            },
            sources: try origins.map { try source($0) })
    }

    private mutating func settle(
        _ path: String, at point: Point, _ lines: Range<Int>
    ) throws -> [Int: LineOrigins.Origin] {
        let line = try view.line(point.branch)
        guard let newest = try latest(path, on: line, through: point.revision) else {
            return [:]
        }
        versions[newest.position] = newest
        var origins = LineOrigins(newest: newest.position, lines: lines)
        while let position = origins.next {
            guard let version = versions.removeValue(forKey: position),
                let content = version.content
            else {
                throw LogError(.damaged, "a version of the file is missing", position: position)
            }
            paths[position] = version.path
            let predecessors = try knownPredecessors(of: version)
            try origins.settle(
                position, content,
                predecessors: predecessors.compactMap { old in
                    old.content.map { (old.position, $0) }
                }, before: { try contentBefore(version) })
            for old in predecessors { versions[old.position] = old }
        }
        return origins.settled
    }

    // MARK: Versions

    private func latest(_ path: String, on line: Line, through: Revision) throws -> FileVersion? {
        try view.latest(
            kind: .fileChanged, subject: path, on: line, through: through
        ).map { try version($0, path: path) }
    }

    private func version(_ entry: LogEntry, path: String) throws -> FileVersion {
        let change = FileChanged(JSON(unchecked: entry.body), version: entry.version)
        let content = try view.content(of: entry, change)
        return FileVersion(
            entry: entry, change: change, path: path, content: content.map { TextLines($0) })
    }

    /// What an edit found, as the result of its tool tells.
    private func contentBefore(_ version: FileVersion) throws -> TextLines? {
        guard version.entry.content == nil, let place = version.change.derivation?.original else {
            return nil
        }
        let change = FileChanged(derivation: FileDerivation(content: place))
        return try view.content(of: version.entry, change).map { TextLines($0) }
    }

    /// The versions just before one. Where the content of one of them is not told, those before it
    /// stand in, and what came in is uncertain.
    private mutating func knownPredecessors(of version: FileVersion) throws -> [FileVersion] {
        var known: [FileVersion] = []
        var seen: Set<Position> = []
        var rest = try predecessors(of: version)[...]
        while let old = rest.popFirst() {
            guard old.position < version.position else {
                throw LogError(
                    .damaged, "the version before comes after it", position: version.position)
            }
            guard !old.change.isRemoved, seen.insert(old.position).inserted else { continue }
            if old.content == nil {
                uncertain.insert(version.position)
                rest += try predecessors(of: old)
            } else {
                known.append(old)
            }
        }
        return known
    }

    private mutating func predecessors(of version: FileVersion) throws -> [FileVersion] {
        let entry = version.entry
        let line = try view.line(entry.branch)
        let names = [version.change.renamedFrom, version.path].compactMap { $0 }
        var found = try names.compactMap {
            try latest($0, on: line, through: entry.revision - 1)
        }
        if try isErasedBetween(found.map(\.entry.revision).max() ?? 0, and: entry, on: line) {
            uncertain.insert(entry.position)
        }
        if entry.origin != nil {
            found += try original(of: entry, version.path).map { [$0] } ?? []
        } else if let theirs = try mergedLine(of: entry) {
            found +=
                try latest(version.path, on: theirs.line, through: theirs.revision)
                .map { [$0] } ?? []
        }
        return found
    }

    /// An erased change does not tell its file any more: it may have been this one.
    private func isErasedBetween(
        _ revision: Revision, and entry: LogEntry, on line: Line
    ) throws -> Bool {
        let erased = try view.latest(
            kind: .fileChanged, subject: nil, on: line,
            through: entry.revision - 1, headersOnly: true)
        return erased.map { $0.revision > revision } ?? false
    }

    private func original(of entry: LogEntry, _ path: String) throws -> FileVersion? {
        guard let position = entry.originPosition,
            let original = try view.entry(at: position)
        else { return nil }
        return try version(original, path: original.subject ?? path)
    }

    /// The other side of the merge that led to a change.
    private func mergedLine(of entry: LogEntry) throws -> LineEnd? {
        guard let cause = entry.cause,
            let merge = try view.entry(revision: cause, on: view.line(entry.branch)),
            merge.kind == .branchMerged,
            let theirs = BranchMerged(JSON(unchecked: merge.body), version: merge.version).theirs,
            let head = try view.header(digest: theirs, before: merge.position),
            head.branch != BranchID.control
        else { return nil }
        return LineEnd(line: try view.line(head.branch), revision: head.revision)
    }

    // MARK: Sources

    private mutating func source(_ origin: LineOrigins.Origin) throws -> Blame.Source {
        let position = origin.version
        guard let entry = try view.entry(at: position, headersOnly: true) else {
            throw LogError(.damaged, "the event is missing", position: position)
        }
        var (prompt, model): (Position?, EventActor?) = (nil, nil)
        func note(_ header: LogEntry) {
            if model == nil, header.actor?.role == "model" { model = header.actor }
            if header.kind.isAsking { prompt = header.position }
        }
        note(entry)
        try view.forEachCause(ofEventAt: position) { _, header in note(header) }
        return Blame.Source(
            event: try view.event(entry),
            certainty: origin.isOlder
                ? .older : uncertain.contains(position) ? .uncertain : .certain,
            path: paths[position] ?? entry.subject ?? "",
            prompt: try prompt.flatMap { try event($0) },
            model: model?.name)
    }

    private mutating func event(_ position: Position) throws -> Event? {
        if let known = prompts[position] { return known }
        let event = try view.entry(at: position).map { try view.event($0) }
        prompts[position] = event
        return event
    }
}
