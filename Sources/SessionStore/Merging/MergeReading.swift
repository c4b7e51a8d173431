internal import SessionModel

/// Computes a merge: reads both lines behind the point where they parted, and writes nothing.
struct MergeReading {
    let view: LogView
    let ours: LineEnd
    let theirs: LineEnd
    /// The last revision that both lines have in common.
    let common: Revision
    let ourMembers: LineMembers
    private let theirMembers: LineMembers
    /// What each side found of files behind the point where they parted.
    private let sightings: [FileSightings]

    init(_ view: LogView, ours: LineEnd, theirs: LineEnd) throws {
        self.view = view
        self.ours = ours
        self.theirs = theirs
        common = ours.line.common(
            through: ours.revision, with: theirs.line, through: theirs.revision)
        ourMembers = try LineMembers(ours, from: common + 1, view)
        theirMembers = try LineMembers(theirs, from: common + 1, view)
        let parted = common
        sightings = try [ours, theirs].map { end in
            try FileSightings(view, LineEnd(line: end.line, revision: parted))
        }
    }

    // MARK: What was said

    /// What was said on their side only, as revisions on their line.
    func adds() throws -> [Revision] {
        var adds: [Revision] = []
        var pieces = PieceFilter(view, on: theirs.line, through: theirs.revision)
        try view.forEachEntry(
            on: theirs.line, from: common + 1, through: theirs.revision, headersOnly: true
        ) { entry in
            if try isAdded(entry, &pieces) { adds.append(entry.revision) }
            return true
        }
        return adds
    }

    /// Whether an event continues the conversation and is missing on our side. Of an erased one
    /// nothing is left to take over, and of a finished answer's pieces the answer holds all.
    func isAdded(_ entry: LogEntry, _ pieces: inout PieceFilter) throws -> Bool {
        guard !entry.isErased, Self.isAdd(entry) else { return false }
        return try !pieces.leavesOut(view.event(entry)) && ourMembers.revision(of: entry) == nil
    }

    /// A record that an importer has no kind for stands between what was said, and belongs to it;
    /// so does an event of a kind that this version does not know, where it sets nothing.
    static func isAdd(_ entry: LogEntry) -> Bool {
        let kind = entry.kind
        return kind.role == .adds || kind == .foreignRecorded
            || kind.role == nil && entry.subject == nil
    }

    // MARK: What was set

    /// The subjects that are not the same on both sides.
    func subjects() throws -> [MergeSides] {
        let bases = try view.mergeBases(ours, theirs)
        let ends = [ours, theirs] + bases.map(\.end)
        var places = try view.subjectPlaces(at: ends)
        let title = try ends.map { end in
            try view.latest(
                kind: .titleChanged, subject: nil, on: end.line,
                through: end.revision, headersOnly: true)?.position
        }
        if title[0] != title[1] {
            places.append(
                SubjectPlaces(
                    kind: .titleChanged, subject: "", positions: title))
        }
        return try places.compactMap { try sides($0, bases) }
            .sorted { ($0.kind.rawValue, $0.subject ?? "") < ($1.kind.rawValue, $1.subject ?? "") }
    }

    /// One subject with its values; nil where nothing is to be compared.
    private func sides(_ places: SubjectPlaces, _ seen: [MergeBase]) throws -> MergeSides? {
        let kind = places.kind
        // Settings in which an importer notes how far it came say what the line itself holds.
        guard kind.role == .sets || kind.role == nil,
            kind != .settingChanged || !SubjectChanged.isImportMark(places.subject)
        else { return nil }
        let ours = try places.positions[0].flatMap { try entry(at: $0) }
        guard let theirs = try places.positions[1].flatMap({ try entry(at: $0) }) else {
            return try ours.flatMap { try sides($0, kind, bases(of: places, at: seen)) }
        }
        if theirs.isErased || ours.map({ view.identity(of: $0) }) == view.identity(of: theirs) {
            return nil
        }
        // One side has seen the other's value and gone on from it.
        let isOld = try ourMembers.revision(of: theirs) != nil
        let isBase = try ours.map { try theirMembers.revision(of: $0) != nil } ?? false
        guard !isOld || isBase else { return nil }
        let candidates = isBase && !isOld ? [ours] : try bases(of: places, at: seen)
        return try sides(
            MergeSides(
                kind: kind, subject: kind == .titleChanged ? theirs.subject : places.subject,
                bases: [], ours: nil, theirs: nil),
            candidates, seen: seen.map(\.end), found: sightings, ours: ours, theirs: theirs)
    }

    /// The values that both sides have seen and none of which another one superseded; of what
    /// neither had seen, nil.
    private func bases(of places: SubjectPlaces, at seen: [MergeBase]) throws -> [LogEntry?] {
        let positions = places.positions.dropFirst(2)
        let distinct = Set(positions)
        guard distinct.count > 1 else {
            return try distinct.map { try $0.flatMap { try entry(at: $0) } }
        }
        return try BaseCandidate.newest(of: positions, at: seen, view)
    }

    /// A subject that their line never set. They may have decided so where they had seen a value,
    /// and where it is a file that we renamed, they may have changed it under its old name.
    private func sides(
        _ ours: LogEntry, _ kind: EventKind, _ bases: [LogEntry?]
    ) throws -> MergeSides? {
        let isSeen = bases.contains { $0 != nil }
        guard isSeen || kind == .fileChanged else { return nil }
        let bases = try bases.map { try $0.map { try self.value($0) } }
        let value = try value(ours, on: self.ours.line, behind: bases)
        guard isSeen || value.renamedFrom != nil else { return nil }
        return MergeSides(
            kind: kind, subject: ours.subject, bases: bases, ours: value, theirs: nil)
    }

    /// The values of one subject; nil where their side did not change it. Where ours did not,
    /// contents are looked at and not kept, so that a merge of many files takes little memory.
    ///
    /// - Parameters:
    ///   - ends: what both sides have seen, which is where the bases stand.
    ///   - sightings: where a file is looked for that the bases do not tell.
    func sides(
        _ subject: MergeSides, _ bases: [LogEntry?], seen ends: [LineEnd],
        found sightings: [FileSightings], ours: LogEntry?, theirs: LogEntry
    ) throws -> MergeSides? {
        var sides = subject
        let isUntouched = bases.count == 1 && isSame(bases[0], ours)
        if bases.count == 1, isSame(bases[0], theirs) { return nil }
        sides.bases = try bases.map { try $0.map { try value($0) } }
        sides.theirs = try value(theirs, on: self.theirs.line, behind: sides.bases)
        if isUntouched {
            sides.ours = sides.bases[0]
            if MergeValue.isSame(sides.ours, sides.theirs) { return nil }
            guard sides.theirs?.renamedFrom == nil else { return sides }
            sides.theirs = sides.theirs?.withoutContent
            (sides.ours, sides.bases) = (sides.ours?.withoutContent, [sides.ours?.withoutContent])
            return sides
        }
        sides.ours = try ours.map { try value($0, on: self.ours.line, behind: sides.bases) }
        guard sides.ours != nil, sides.bases == [nil], sides.renamedFrom == nil else {
            return sides
        }
        let found = try foundBases(of: sides, in: sightings)
        if !found.isEmpty {
            sides.bases = found
        } else if let erased = try erasedBase(of: sides, at: ends) {
            sides.bases = [erased]
        }
        return sides
    }

    /// The contents that a file had where both sides parted, as far as one of them found it: nil
    /// where it was not there.
    private func foundBases(
        of sides: MergeSides, in sightings: [FileSightings]
    ) throws -> [MergeValue?] {
        guard sides.kind == .fileChanged, let path = sides.subject else { return [] }
        var found: [MergeValue?] = []
        for outcome in try sightings.map({ try $0.find(path, changed: 0) }) {
            let value: MergeValue?
            switch outcome {
            case .file(let state)?:
                guard let seen = try base(state) else { continue }
                value = seen
            case .absent?: value = nil
            case nil: continue
            }
            if !found.contains(where: { MergeValue.isSame($0, value) }) { found.append(value) }
        }
        return found
    }

    private func base(_ state: FileState) throws -> MergeValue? {
        guard let sighting = state.sighting, let content = try view.content(of: sighting),
            let source = try entry(at: sighting.position)
        else { return nil }
        return MergeValue(
            subject: state.path, revision: sighting.point.revision,
            identity: view.identity(of: source),
            content: .file(content, mode: MergedFile.ordinaryMode), sighting: sighting)
    }

    /// What stands for a base that may be gone: an erased event does not tell its subject any
    /// more, and where neither side can see a base, it may have been that.
    private func erasedBase(of sides: MergeSides, at ends: [LineEnd]) throws -> MergeValue? {
        let kind = sides.kind
        for end in ends {
            guard
                let entry = try view.latest(
                    kind: kind, subject: nil, on: end.line, through: end.revision,
                    headersOnly: true), entry.isErased
            else { continue }
            return MergeValue(
                subject: sides.subject, revision: entry.revision,
                identity: view.identity(of: entry), content: .unknown("it may have been erased"))
        }
        return nil
    }

    private func isSame(_ left: LogEntry?, _ right: LogEntry?) -> Bool {
        left.map { view.identity(of: $0) } == right.map { view.identity(of: $0) }
    }

    private func entry(at position: Position) throws -> LogEntry? {
        try view.entry(at: position, headersOnly: true)
    }

    /// What a line made of a subject. Where it is a file that was not there before, an older event
    /// may tell that it was renamed.
    private func value(
        _ header: LogEntry, on line: Line, behind bases: [MergeValue?]
    ) throws -> MergeValue {
        var value = try value(header)
        var revision = header.revision
        while header.kind == .fileChanged, value.renamedFrom == nil,
            value.content != .removed,
            bases.allSatisfy({ $0.map { $0.content == .removed } ?? true }),
            let older = try view.latest(
                kind: header.kind, subject: header.subject, on: line, through: revision - 1),
            older.revision > common
        {
            let change = FileChanged(try view.event(older).body, version: older.version)
            if change.isRemoved { break }
            value.renamedFrom = change.renamedFrom
            revision = older.revision
        }
        return value
    }

    /// What an event gave its subject.
    func value(_ header: LogEntry) throws -> MergeValue {
        guard let entry = try view.entry(at: header.position) else {
            throw LogError(.damaged, "the event is missing", position: header.position)
        }
        let event = try view.event(entry)
        return MergeValue(
            subject: entry.subject, revision: entry.revision,
            identity: view.identity(of: entry),
            renamedFrom: entry.kind == .fileChanged
                ? FileChanged(event.body, version: entry.version).renamedFrom : nil,
            content: try content(entry, event))
    }

    private func content(_ entry: LogEntry, _ event: Event) throws -> MergeValue.Content {
        if entry.isErased { return .unknown("its content was erased") }
        switch event.kind {
        case .fileChanged:
            let change = FileChanged(event.body, version: entry.version)
            if change.isRemoved { return .removed }
            if let bytes = try view.content(of: entry, change) {
                return .file(bytes, mode: change.mode ?? "100644")
            }
            return .unknown(change.unknown ?? "the log does not hold it")
        case .titleChanged: return .json(.string(event.title ?? ""))
        case _ where event.kind.role == nil:
            return .unknown("this version does not know the kind \(event.kind)")
        default:
            let change = SubjectChanged(event.body)
            return change.isRemoved ? .removed : .json(change.value)
        }
    }
}
