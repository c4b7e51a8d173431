import SessionStore

/// What an importer writes to: a session in one transaction, or a test's own list.
protocol TranscriptWriter {
    /// - Parameter original: where the event is whose digest is the draft's origin.
    func write(
        _ draft: EventDraft, to branch: BranchName, standingFor original: WrittenPlace?
    ) throws -> WrittenPlace
    /// - Parameter time: when the fork happened; nil: now.
    func fork(
        _ name: BranchName, from revision: Revision, of branch: BranchName, by actor: EventActor,
        occurredAt time: Timestamp?) throws
    func rename(
        _ branch: BranchName, to name: BranchName, by actor: EventActor, occurredAt time: Timestamp?
    )
        throws
    /// Appends an event as one that was erased: its kind, dialect and time alone.
    func writeErased(_ draft: EventDraft, to branch: BranchName) throws -> WrittenPlace
    /// Writes to the control line what is neither a fork nor a new name.
    func record(_ draft: EventDraft) throws
    func branches() throws -> [Branch]
    func forEachEvent(from position: Position, _ body: (Event) throws -> Void) throws
}

/// Where an event came to stand.
struct WrittenPlace {
    var revision: Revision
    var digest: EventDigest
    var position: Position
}

extension WrittenPlace {
    init(_ event: WrittenEvent) {
        self.init(revision: event.revision, digest: event.digest, position: event.position)
    }
}

extension TranscriptWriter {
    func write(_ draft: EventDraft, to branch: BranchName) throws -> WrittenPlace {
        try write(draft, to: branch, standingFor: nil)
    }
}

extension BulkWriter: TranscriptWriter {
    func writeErased(_ draft: EventDraft, to branch: BranchName) throws -> WrittenPlace {
        WrittenPlace(try appendErased(draft, to: branch))
    }

    func write(
        _ draft: EventDraft, to branch: BranchName, standingFor original: WrittenPlace?
    ) throws -> WrittenPlace {
        let first = original.map {
            WrittenEvent(revision: $0.revision, position: $0.position, digest: $0.digest)
        }
        return WrittenPlace(try append(draft, to: branch, standingFor: first))
    }
}
