internal import SessionModel

/// Brings lines of another copy over, inside one transaction.
struct CopyWriting {
    /// How far a line has come over.
    fileprivate struct Progress {
        let stretch: CopyPlan.Stretch
        /// Our branch; nil as long as it is not forked.
        var branch: BranchID?
        /// What it is to be called here; nil: a name of theirs that is free.
        var name: BranchName?
        var isNew = false
        var written = 0
        var next: Revision
        /// Where its next event is in their file; nil: it is through.
        var position: Position?
    }

    private let plan: CopyPlan
    private let events: EventWriter
    private let theirs: LogView
    private let actor: EventActor
    private let erased: Erased
    private var lines: [Progress] = []
    private var places: [BranchID: SharedHistory] = [:]
    private(set) var erasedHere: [(original: EventDigest, copy: EventDigest)] = []

    /// What was erased in this file.
    typealias Erased = Set<EventDigest>

    init(
        _ plan: CopyPlan, _ events: EventWriter, theirs: LogView, by actor: EventActor,
        as name: BranchName?, erased: Erased
    ) throws {
        (self.plan, self.events, self.theirs) = (plan, events, theirs)
        (self.actor, self.erased) = (actor, erased)
        for (index, stretch) in plan.stretches.enumerated() {
            var line = Progress(
                stretch: stretch, name: index == 0 ? name : nil, next: stretch.kept + 1)
            line.position = try position(of: line)
            lines.append(line)
        }
    }

    /// - Returns: the branch that was asked for, then what came with it.
    mutating func run() throws -> [BringReport] {
        try place(0)
        // In the order they were written there: whatever led to an event comes before it.
        while let index = lines.indices.filter({ lines[$0].position != nil })
            .min(by: { lines[$0].position ?? 0 < lines[$1].position ?? 0 })
        {
            try place(index)
            let others = lines.indices.filter { $0 != index }.compactMap { lines[$0].position }
            try append(index, before: others.min() ?? .max)
        }
        return try lines.filter { $0.branch != nil }.map { try brought($0) }
    }

    private func position(of line: Progress) throws -> Position? {
        guard line.next <= line.stretch.end.revision else { return nil }
        guard
            let entry = try theirs.entry(
                revision: line.next, on: line.stretch.end.line, headersOnly: true)
        else {
            throw LogError(.damaged, "revision \(line.next) of \(line.stretch.row.name) is gone")
        }
        return entry.position
    }

    private func brought(_ line: Progress) throws -> BringReport {
        let view = try events.view()
        let row = try view.row(line.branch ?? .first)
        let end = line.stretch.end.revision
        return BringReport(
            branch: row.name,
            theirs: line.stretch.row.name, shared: line.stretch.kept,
            head: end, events: line.written, isNew: line.isNew)
    }

    // MARK: Events

    private mutating func append(_ index: Int, before bound: Position) throws {
        let (stretch, next) = (lines[index].stretch, lines[index].next)
        guard let branch = lines[index].branch else { return }
        let copies = try theirs.copies(
            on: stretch.end.line, from: next, through: stretch.end.revision, before: bound)
        for copy in copies { try append(copy, to: branch) }
        lines[index].next += copies.count
        lines[index].written += copies.count
        lines[index].position = try position(of: lines[index])
    }

    private mutating func append(_ copy: CopiedEntry, to branch: BranchID) throws {
        let entry = copy.entry
        let digest = entry.digest
        let isErasedHere = erased.contains(digest)
        let original = entry.origin
        let isCopyOfErased = original.map { erased.contains($0) } ?? false
        let erasing = !entry.isErased && (isErasedHere || isCopyOfErased)
        if erasing, !isErasedHere, let original { erasedHere.append((original, digest)) }
        let isGone = entry.isErased || erasing
        try events.append(
            copy, standingFor: isGone ? nil : originPosition(of: entry), erasing: erasing,
            to: branch)
    }

    // MARK: Originals

    /// Where the event is in this file that one of theirs stands for.
    private mutating func originPosition(of entry: LogEntry) throws -> Position? {
        guard let digest = entry.origin else { return nil }
        guard let position = entry.originPosition,
            let original = try theirs.entry(at: position, headersOnly: true),
            original.digest == digest, original.origin == nil,
            let line = try line(of: original),
            let ours = try events.header(revision: original.revision, on: line),
            ours.digest == digest, ours.origin == nil,
            original.isErased || ours.isErased || ours.size == entry.size
        else {
            throw LogError(.damaged, "what event #\(entry.position) stands for is missing")
        }
        return ours.position
    }

    /// A line of ours that has an event of theirs.
    private mutating func line(of original: LogEntry) throws -> Line? {
        let (branch, revision) = (original.branch, original.revision)
        if let index = lines.firstIndex(where: {
            $0.stretch.end.holds(branch: branch, revision: revision)
        }) {
            return try events.line(of: carrier(of: index, revision))
        }
        if let known = places[branch], known.revision >= revision {
            return try events.line(of: known.branch)
        }
        let end = LineEnd(line: try theirs.line(branch), revision: revision)
        let shared = try plan.shared(end)
        places[branch] = shared
        return shared.revision >= revision ? try events.line(of: shared.branch) : nil
    }

    /// The branch of ours that carries a line of theirs up to a revision.
    private func carrier(of index: Int, _ revision: Revision) -> BranchID {
        if let branch = lines[index].branch { return branch }
        switch lines[index].stretch.base {
        case .ours(let branch): return branch
        case .stretch(let other): return carrier(of: other, revision)
        }
    }

    // MARK: Branches

    /// Finds the branch that a line goes to, or forks it.
    private mutating func place(_ index: Int) throws {
        guard lines[index].branch == nil else { return }
        let view = try events.view()
        let line = lines[index]
        if let row = try going(on: line, view) {
            lines[index].branch = row.id
            return
        }
        let wanted = line.stretch.row.name
        let name = try line.name ?? events.freeName(like: wanted, view)
        let parent = carrier(of: index, line.stretch.kept)
        try events.fork(
            name, from: line.stretch.kept, of: view.row(parent), by: actor, view)
        lines[index].isNew = true
        lines[index].branch = BranchID(view.branches.count + 1)
    }

    /// The branch that has all of the line already, or ends where the rest of it begins.
    private func going(on line: Progress, _ view: LogView) throws -> BranchRow? {
        let (end, kept) = (line.stretch.end, line.stretch.kept)
        let their = try kept == 0 ? nil : digest(kept, on: end.line, theirs)
        for row in view.branches where line.accepts(row.name) {
            let ours = try view.line(row.id)
            let isOn = try kept == 0 || digest(kept, on: ours, view) == their
            let head = try view.head(of: ours).revision
            let isWhole = kept == end.revision
            if isOn, isWhole || head == kept && !row.isArchived { return row }
        }
        return nil
    }

    private func digest(_ revision: Revision, on line: Line, _ view: LogView) throws -> EventDigest?
    {
        try view.entry(revision: revision, on: line, headersOnly: true)?.digest
    }
}

extension CopyWriting.Progress {
    /// Whether a branch of ours may be what this line was brought to before.
    func accepts(_ ours: BranchName) -> Bool {
        if let name { return ours == name }
        let theirs = stretch.row.name
        guard ours != theirs else { return true }
        let stem = theirs.rawValue + "-"
        guard ours.rawValue.hasPrefix(stem) else { return false }
        let rest = ours.rawValue.utf8.dropFirst(stem.utf8.count)
        return !rest.isEmpty && rest.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension EventWriter {
    /// A name that neither a branch nor a tag has: the wanted one, or that with a number.
    func freeName(like wanted: BranchName, _ view: LogView) throws -> BranchName {
        let stem = wanted.problem == nil ? wanted.rawValue : "theirs"
        var name = BranchName(rawValue: stem)
        var number = 1
        while try isTaken(name, view) {
            number += 1
            name = BranchName(rawValue: "\(stem)-\(number)")
        }
        return name
    }
}
