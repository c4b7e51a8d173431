internal import SessionModel

/// The files that are not the same at two points: each side as the log tells it there, and where it
/// tells nothing, as the file was found elsewhere on one of the lines.
struct FileComparison {
    private typealias Known = (state: FileState, content: [UInt8]?)

    private let view: LogView
    private let ends: (old: LineEnd, new: LineEnd)
    /// Where each side looks for what it is not told, in order.
    private let sightings: (old: [FileSightings], new: [FileSightings])

    /// - Parameter common: the last revision that both lines have in common.
    init(_ view: LogView, from old: Point, to new: Point, common: Revision) throws {
        self.view = view
        ends = (try view.end(old), try view.end(new))
        sightings = (
            try Self.sightings(view, at: old, beside: new, common),
            try Self.sightings(view, at: new, beside: old, common)
        )
    }

    /// What the other line found behind the point where both parted comes first: that is what its
    /// changes were made to.
    private static func sightings(
        _ view: LogView, at point: Point, beside other: Point, _ common: Revision
    ) throws -> [FileSightings] {
        let own = try FileSightings(view, view.end(point))
        guard other.branch != point.branch else { return [own] }
        let start = Point(branch: other.branch, revision: min(common, point.revision))
        return [try FileSightings(view, view.end(start)), own]
    }

    /// By path; a rename is one difference.
    ///
    /// - Cost: two index seeks for each file that was changed since the lines parted; where one
    ///   side tells nothing of a file, the headers behind the point, up to its first change.
    func differences() throws -> [FileDifference] {
        let files = try view.changedSubjects(
            kind: .fileChanged, from: ends.old, to: ends.new
        ) { old, new -> FileDifference? in
            guard let path = old?.subject ?? new?.subject else { return nil }
            return FileDifference(
                try known(path, old, sightings.old), try known(path, new, sightings.new))
        }
        return FileDifference.joiningRenames(files).sorted { $0.path < $1.path }
    }

    /// nil: the file is not there.
    private func known(
        _ path: String, _ entry: LogEntry?, _ sightings: [FileSightings]
    ) throws -> Known? {
        let told = try entry.map { ($0, try view.file($0)) }
        if let (entry, file) = told {
            if file.change.isRemoved { return nil }
            if file.content != nil {
                return (FileState(path, at: entry.revision, file), file.content)
            }
        }
        let found = try sightings.firstOutcome(of: path, changed: entry?.revision ?? 0)
        if case .file(let state) = found, told == nil || state.size != nil {
            return (state, try state.sighting.flatMap { try view.content(of: $0) })
        }
        return told.map { (FileState(path, at: $0.0.revision, $0.1), nil) }
    }
}

extension [FileSightings] {
    /// The first that tells a content; where none does, the first that tells anything.
    func firstOutcome(of path: String, changed last: Revision) throws -> FileSightings.Outcome? {
        var first: FileSightings.Outcome?
        for sightings in self where last <= sightings.start {
            let outcome = try sightings.find(path, changed: last)
            if case .file(let state) = outcome, state.size == nil {
                first = first ?? outcome
            } else if let outcome {
                return first ?? outcome
            }
        }
        return first
    }
}

extension FileDifference {
    /// nil where both sides are the same.
    fileprivate init?(
        _ old: (state: FileState, content: [UInt8]?)?, _ new: (state: FileState, content: [UInt8]?)?
    ) {
        switch (old, new) {
        case (nil, nil): return nil
        case (nil, let new?): self.init(kind: .added, old: nil, new: new.state)
        case (let old?, nil): self.init(kind: .removed, old: old.state, new: nil)
        case (let old?, let new?):
            let (left, right) = (
                old.state.withMode(of: new.state), new.state.withMode(of: old.state)
            )
            if old.content == nil || new.content == nil {
                self.init(kind: .unknown, old: left, new: right)
            } else if old.content != new.content {
                self.init(kind: .changed, old: left, new: right)
            } else if left.mode != right.mode {
                self.init(kind: .modeChanged, old: left, new: right)
            } else {
                return nil
            }
        }
    }
}

extension FileState {
    /// A file that was found somewhere else has no mode of its own: it is as executable as ever.
    fileprivate func withMode(of other: FileState) -> FileState {
        guard sighting != nil, change.mode == nil, other.change.mode != nil else { return self }
        var change = change
        change.mode = other.change.mode
        return FileState(
            path: path, revision: revision, change: change, size: size, sighting: sighting)
    }
}
