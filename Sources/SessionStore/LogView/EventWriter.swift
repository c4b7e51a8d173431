internal import EventLog
internal import SessionModel
internal import Texts

/// Turns drafts into events of the log, inside one transaction, and keeps the previews in step.
struct EventWriter {
    let writer: LogWriter
    let keeper: PreviewKeeper
    /// When that is recorded which is appended next.
    var now: Timestamp
    /// Whether secrets are masked in what is appended under this session's name.
    var masksSecrets = false

    init(_ writer: LogWriter, _ keeper: PreviewKeeper, _ options: SessionOptions, now: Timestamp) {
        self.writer = writer
        self.keeper = keeper
        self.now = now
        masksSecrets = options.masksSecrets
    }

    // MARK: What is there

    /// The log as this transaction has left it so far.
    func view() throws -> LogView { try LogView(writer) }

    func head(of branch: BranchID) throws -> (revision: Revision, digest: EventDigest) {
        try writer.head(of: branch)
    }

    func line(of branch: BranchID) throws -> Line { try writer.line(of: branch) }

    func entry(at position: Position) throws -> LogEntry? {
        try writer.reader.entry(at: position, headersOnly: true)
    }

    // MARK: Appending

    /// Adds a branch to the table, or puts it in place of the one with its number.
    func save(_ branch: BranchRow) throws { try writer.save(branch) }

    /// Tells which payloads come next on a branch: they are compressed side by side.
    func announce(_ payloads: [[UInt8]], to branch: BranchID) throws {
        try writer.announce(payloads, to: branch)
    }

    /// Appends a draft to the end of a line, without further questions.
    ///
    /// - Parameters:
    ///   - cause: a revision of the line that is there already.
    ///   - originPosition: where the event is that the draft stands for.
    ///   - commitment: the draft's, where it is made already.
    @discardableResult
    func append(
        _ draft: EventDraft, to branch: BranchID, cause: Revision?, originPosition: Position? = nil,
        commitment: Commitment? = nil
    ) throws -> WrittenEntry {
        let occurred = draft.occurredAt ?? now
        let origin: (digest: EventDigest, position: Position)? =
            if let digest = draft.origin, let originPosition {
                (digest, originPosition)
            } else { nil }
        let written = try writer.append(
            NewEntry(
                kind: draft.kind, version: draft.version,
                dialect: draft.dialect, subject: draft.subject,
                actor: draft.actor, occurred: occurred, recorded: now, cause: cause, origin: origin,
                id: draft.id, body: origin == nil ? draft.body.bytes : [],
                content: origin == nil ? draft.content : nil,
                resemblesLast: draft.kind.role == .sets || draft.kind == .requestSent,
                commitment: commitment),
            to: branch)
        if branch != BranchID.control {
            try keeper.apply(event(draft, written, occurred: occurred, cause), on: branch, writer)
        }
        return written
    }

    /// The event as a reader will see it, as far as folds look at it.
    private func event(
        _ draft: EventDraft, _ written: WrittenEntry, occurred: Timestamp, _ cause: Revision?
    ) -> Event {
        Event(
            position: written.position, branch: nil, revision: written.revision,
            kind: draft.kind, version: draft.version, dialect: draft.dialect,
            subject: draft.subject, actor: draft.actor, occurredAt: occurred, recordedAt: now,
            cause: cause, origin: draft.origin, id: draft.id, body: draft.body,
            content: draft.content, digest: written.digest)
    }

    /// Appends an event as one that was erased: its kind and its times alone.
    func appendErased(_ draft: EventDraft, to branch: BranchID) throws -> WrittenEntry {
        let occurred = draft.occurredAt ?? now
        let written = try writer.appendErased(
            NewEntry(
                kind: draft.kind, version: draft.version,
                dialect: draft.dialect, subject: nil, actor: EventActor(rawValue: ""),
                occurred: occurred, recorded: now, cause: nil,
                origin: nil, id: nil, body: [], content: nil, resemblesLast: false,
                commitment: nil),
            to: branch)
        if let entry = try writer.reader.entry(at: written.position, headersOnly: true) {
            try keeper.apply(Event(entry, on: nil), on: branch, writer)
        }
        return written
    }

    /// Appends to the control line.
    @discardableResult
    func control(_ draft: EventDraft) throws -> WrittenEntry {
        var draft = draft
        if masksSecrets, let actor = SecretScanner.shared.mask(draft.actor.rawValue) {
            draft.actor = EventActor(rawValue: actor)
        }
        return try append(draft, to: BranchID.control, cause: nil)
    }
}
