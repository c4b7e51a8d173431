public import SessionModel
internal import Synchronization

extension Session {
    /// Writes much at once: everything that `body` does becomes visible in one durable transaction,
    /// or nothing where it throws. Payloads are compressed as small as possible.
    ///
    /// `body` runs synchronously on the session's own queue; other writers wait for it. Nothing is
    /// masked: what is imported stays exact.
    public func bulk<Result: Sendable>(
        _ body: @escaping @Sendable (BulkWriter) throws -> Result
    ) async throws -> Result {
        let clock = options.clock
        return try await write(effort: .small) { events in
            try events.view().checkNotArchived()
            let bulk = BulkWriter(events, clock: clock)
            defer { bulk.written.end() }
            return try body(bulk)
        }
    }
}

/// The writing side inside ``Session/bulk(_:)``. It sees what it wrote. Afterwards every call
/// throws ``SessionError/Code/closed``.
public struct BulkWriter {
    private let exact: EventWriter
    private let clock: @Sendable () -> Timestamp
    fileprivate let written = WrittenPositions()

    init(_ events: EventWriter, clock: @escaping @Sendable () -> Timestamp) {
        var events = events
        events.masksSecrets = false
        exact = events
        self.clock = clock
    }

    /// Each event has a time of its own.
    var events: EventWriter {
        var events = exact
        events.now = clock()
        return events
    }

    /// Appends one event to the end of a branch.
    ///
    /// - Parameter original: where the event is whose digest is the draft's origin; nil: it is
    ///   looked for.
    /// - Throws: ``SessionError/Code/branchNotFound``, `branchArchived`, `invalidEvent`: among
    ///   others for a merge that does not begin at the branch's head, or of what is not here.
    @discardableResult
    public func append(
        _ draft: EventDraft, to branch: BranchName, standingFor original: WrittenEvent? = nil
    ) throws -> WrittenEvent {
        try translating {
            try DraftCheck.check(draft, index: 0, isRebuilding: true)
            let row = try exact.view().writable(branch)
            if draft.kind == .branchMerged { try checkMerge(draft, row) }
            let head = try exact.head(of: row.id).revision
            var cause: Revision?
            switch draft.cause {
            case nil: break
            case .revision(let revision) where revision >= 1 && revision <= head:
                cause = revision
            default: throw SessionError(.invalidEvent, "the cause is no revision of \(branch)")
            }
            if let id = draft.id,
                try exact.view().entry(id: id, on: exact.line(of: row.id)) != nil
            {
                throw SessionError(
                    .idConflict, "\(branch) has an event with the id \"\(id)\" already")
            }
            let origin = try draft.origin.map { try original?.position ?? position(of: $0) }
            if let origin, try exact.entry(at: origin)?.origin != nil {
                throw SessionError(
                    .invalidEvent, "the event that it stands for stands for another one itself",
                    hint: "Give the digest of the first one.")
            }
            let entry = try events.append(draft, to: row.id, cause: cause, originPosition: origin)
            written.note(entry)
            return WrittenEvent(
                revision: entry.revision, position: entry.position,
                digest: entry.digest)
        }
    }

    /// Refuses the record of a merge that nothing in this file bears out.
    private func checkMerge(_ draft: EventDraft, _ row: BranchRow) throws {
        let record = BranchMerged(draft.body, version: draft.version)
        let view = try exact.view()
        let isHere = record.theirs.map { theirs in
            view.owner(of: theirs, revision: record.revision ?? 0, likely: nil) != nil
        }
        guard try record.ours == exact.head(of: row.id).digest, isHere ?? true else {
            throw SessionError(
                .invalidEvent, "a merge into \(row.name) is recorded that did not happen here",
                hint: "Give the digests that both heads have in this file.")
        }
    }

    /// Forks a branch off at a revision of another's line, from 0 to its head.
    ///
    /// - Parameter time: when that happened; nil: now.
    public func fork(
        _ name: BranchName, from revision: Revision, of branch: BranchName, by actor: EventActor,
        occurredAt time: Timestamp? = nil
    ) throws {
        try translating {
            let view = try exact.view()
            try events.fork(
                name, from: revision, of: view.row(branch), by: actor, at: time, view)
        }
    }

    /// Gives a branch another name.
    public func rename(
        _ branch: BranchName, to name: BranchName, by actor: EventActor,
        occurredAt time: Timestamp? = nil
    ) throws {
        try translating {
            let view = try exact.view()
            try events.rename(view.row(branch), to: name, by: actor, at: time, view)
        }
    }

    /// All branches, in the order they began.
    public func branches() throws -> [Branch] {
        try translating {
            let view = try exact.view()
            return try view.branches.map { try view.branch($0) }
        }
    }

    /// The event with this revision on a branch's line; nil where the line does not reach it.
    public func event(_ revision: Revision, on branch: BranchName) throws -> Event? {
        try translating {
            let view = try exact.view()
            let line = try view.line(branch)
            return try view.entry(revision: revision, on: line).map {
                try view.event($0)
            }
        }
    }

    /// The newest event of a kind and subject on a branch's line.
    public func latest(
        _ kind: EventKind, subject: String?, on branch: BranchName
    ) throws -> Event? {
        try translating {
            let view = try exact.view()
            let line = try view.line(branch)
            return try view.latest(kind: kind, subject: subject, on: line)
                .map { try view.event($0) }
        }
    }

    /// Calls `body` with every event of the file in the order written.
    public func forEachEvent(
        from position: Position = 1, _ body: (Event) throws -> Void
    ) throws {
        try translating {
            let view = try exact.view()
            try view.forEachEntry(fromPosition: position) { try body(view.event($0)) }
        }
    }

    /// Where the event with this digest is. Events of this transaction are known; for older ones
    /// the log's headers are read, as far as needed.
    private func position(of digest: EventDigest) throws -> Position {
        if let known = written.position(of: digest) { return known }
        guard let found = try exact.view().header(digest: digest) else {
            throw SessionError(.eventNotFound, "no event has the digest \(digest.short)…")
        }
        return found.position
    }

    func translating<Result>(_ body: () throws -> Result) throws -> Result {
        guard !written.isOver else {
            throw SessionError(
                .closed, "the transaction that this writes in is over",
                hint: "Write inside of the body that `bulk` is given.")
        }
        do {
            return try body()
        } catch let error as LogError {
            throw SessionError(error)
        }
    }
}

/// Where an event that was appended stands.
public struct WrittenEvent: Sendable, Hashable {
    /// On its line, from 1.
    public let revision: Revision
    /// In this file, from 1.
    public let position: Position
    /// The chain's, with this event in it.
    public let digest: EventDigest

    public init(revision: Revision, position: Position, digest: EventDigest) {
        self.revision = revision
        self.position = position
        self.digest = digest
    }
}

/// Positions of the events written last, by digest, and whether more may come.
private final class WrittenPositions: Sendable {
    private static let limit = 4096
    private let positions = Mutex<[EventDigest: Position]>([:])
    private let over = Atomic(false)

    var isOver: Bool { over.load(ordering: .acquiring) }

    func end() { over.store(true, ordering: .releasing) }

    func note(_ entry: WrittenEntry) {
        let digest = entry.digest
        positions.withLock { positions in
            if positions.count >= Self.limit { positions = [:] }
            positions[digest] = entry.position
        }
    }

    func position(of digest: EventDigest) -> Position? { positions.withLock { $0[digest] } }
}
