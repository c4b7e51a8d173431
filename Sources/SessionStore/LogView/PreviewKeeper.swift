internal import EventLog
internal import SessionModel
internal import Synchronization

/// Keeps each branch's preview in step with what is appended to it: folded in memory, stored with
/// the first transaction, then every ``storeDistance`` revisions and when the session is closed,
/// with a snapshot every ``snapshotDistance`` revisions. Readers fold what a stored row lacks.
final class PreviewKeeper: Sendable {
    private struct Folds {
        /// The writer's memory that these folds belong to.
        var generation = -1
        var byBranch: [BranchID: PreviewFold] = [:]
        /// Branches whose row is behind, and the revision that the row has.
        var behind: [BranchID: Revision] = [:]
        var storesAll = true
    }

    /// Revisions that a stored row may be behind. Storing it each time costs a lone append 15 %.
    static let storeDistance = 32

    /// Revisions between snapshots. A read folds at most this many events; a snapshot takes a page
    /// of its own where its texts are long, which is six bytes an event.
    static let snapshotDistance = 320
    /// Folds kept at once.
    private static let foldLimit = 64

    private let folds = Mutex(Folds())

    func forgetAll() { folds.withLock { $0 = Folds() } }

    /// Has the next transaction store every row that is behind.
    ///
    /// - Returns: whether there is one.
    func storeAll() -> Bool {
        folds.withLock { folds in
            folds.storesAll = true
            return !folds.behind.isEmpty
        }
    }

    /// Takes in an event that was just appended to a branch.
    func apply(_ event: Event, on branch: BranchID, _ writer: LogWriter) throws {
        try folds.withLock { folds in
            if folds.generation != writer.generation {
                folds = Folds(generation: writer.generation)
            }
            var fold =
                try folds.byBranch.removeValue(forKey: branch)
                ?? PreviewFold.load(
                    on: writer.line(of: branch), through: event.revision - 1,
                    LogView(writer))
            fold.apply(event)
            if event.revision.number % Self.snapshotDistance == 0 {
                try writer.save(
                    fold.state.bytes, of: PreviewFold.name, version: PreviewFold.version,
                    branch: branch, revision: event.revision)
            }
            folds.behind[branch] = folds.behind[branch] ?? event.revision - 1
            folds.byBranch[branch] = fold
        }
    }

    /// Stores the rows that are too far behind.
    func save(to writer: LogWriter) throws {
        try folds.withLock { folds in
            guard folds.generation == writer.generation, !folds.behind.isEmpty else { return }
            for row in try writer.branches() {
                guard let stored = folds.behind[row.id], let fold = folds.byBranch[row.id],
                    folds.storesAll || fold.revision - stored >= Self.storeDistance
                else { continue }
                try writer.save(PreviewRow(fold, of: row))
                folds.behind[row.id] = nil
            }
            folds.storesAll = false
            if folds.byBranch.count > Self.foldLimit {
                folds.byBranch = folds.byBranch.filter { folds.behind[$0.key] != nil }
            }
        }
    }
}

extension PreviewFold {
    /// The fold at a revision: the nearest stored state, and the events behind it.
    static func load(on line: Line, through: Revision, _ view: LogView) throws -> PreviewFold {
        var fold = try stored(on: line, through: through, view.reader) ?? PreviewFold()
        try view.forEachEvent(
            on: line, from: fold.revision + 1, through: through, kinds: kindsRead
        ) { fold.apply($0) }
        return fold
    }

    private static func stored(
        on line: Line, through: Revision, _ reader: LogReader
    ) throws -> PreviewFold? {
        if let row = try reader.preview(of: line.branch), row.revision <= through,
            through - row.revision < PreviewKeeper.snapshotDistance,
            let fold = PreviewFold(state: JSON(unchecked: row.state)), fold.revision == row.revision
        {
            return fold
        }
        return try snapshot(on: line, through: through, reader)
    }

    /// The newest snapshot of a line up to a revision; nil where there is none that can be read.
    static func snapshot(
        on line: Line, through: Revision, _ reader: LogReader
    ) throws -> PreviewFold? {
        let snapshot = try reader.snapshot(of: name, version: version, on: line, through: through)
        guard let snapshot, let fold = PreviewFold(state: JSON(unchecked: snapshot.state)),
            fold.revision == snapshot.revision
        else { return nil }
        return fold
    }
}

extension PreviewRow {
    init(_ fold: PreviewFold, of row: BranchRow) {
        let preview = fold.preview(of: row.name)
        let tools = preview.tools.map { JSON.array([.string($0.name), .number($0.calls)]) }
        self.init(
            branch: row.id, revision: preview.revision, name: row.name.rawValue,
            title: preview.title, lastMessage: preview.lastMessage,
            counts: (preview.prompts, preview.responses, preview.toolCalls, preview.fileChanges),
            tools: JSON.array(tools).description,
            models: JSON.array(preview.models.map { .string($0) }).description,
            tokens: (
                preview.tokens.input, preview.tokens.output, preview.tokens.cacheRead,
                preview.tokens.cacheCreation
            ),
            phase: preview.phase.rawValue, started: preview.startedAt,
            ended: preview.endedAt, state: fold.state.bytes)
    }
}
