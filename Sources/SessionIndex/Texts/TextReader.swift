internal import SessionStore

/// What was read of one session's texts, to be added to the index.
struct TextBatch: Sendable {
    let file: Int
    /// How far the session's texts were when the reading began: the batch goes on from there.
    let base: TextState
    /// Whether it goes on from there; otherwise what the index has is of another log.
    let goesOn: Bool
    let pieces: [TextPiece]
    let said: SaidWords
    let stretches: [LogStretch]
    /// How far they are with it.
    let end: TextState
}

/// Reads the texts of one session, event by event.
struct TextReader: Sendable {
    private let session: Session
    private let file: Int
    /// The last event when the reading began.
    private let last: Position
    private var state: TextState
    private let epoch: UInt64?
    /// What the index has before the next batch, and whether that goes on from there.
    private var base: TextState
    private var goesOn: Bool
    /// Where the last stretch of the log goes on.
    private var stretch: (branch: BranchID, next: Position, revision: Revision)?
    private let lines: [BranchName: BranchID]
    private let month: Month?

    /// Goes on where the index is, or begins anew where what it has is not of this log.
    ///
    /// - Parameter month: texts of this one alone; nil: of all.
    init(_ session: Session, _ file: FileRow, month: Month? = nil) async throws {
        self.session = session
        self.file = file.id
        self.month = month
        let facts = try await session.facts()
        epoch = facts.epoch
        lines = Dictionary(facts.branches.map { ($0.preview.branch, $0.number) }) { $1 }
        let isSame = month == nil && file.isSameLog(as: facts)
        let known = isSame ? try await session.digest(at: file.text.position) : nil
        goesOn = isSame && known != nil && known == file.text.digest
        state = goesOn ? file.text : TextState()
        last = facts.events
        base = file.text
    }

    /// The next texts, of about this many bytes; nil: there are no more.
    mutating func next(bytes: Int) async throws -> TextBatch? {
        var pieces: [TextPiece] = []
        var stretches: [LogStretch] = []
        var size = 0
        var read: Event?
        guard state.position < last else { return nil }
        for try await event in session.allEvents(from: state.position + 1, through: last) {
            read = event
            place(event, &stretches)
            size += 64 + event.body.source.count
            pieces += try await self.pieces(of: event)
            if size >= bytes { break }
        }
        guard let read else { return nil }
        let said = pieces.reduce(into: SaidWords()) { $0.take($1) }
        state = TextState(position: read.position, epoch: epoch, digest: read.digest)
        defer { (base, goesOn) = (state, true) }
        return TextBatch(
            file: file, base: base, goesOn: goesOn, pieces: pieces, said: said,
            stretches: stretches, end: state)
    }

    private func pieces(of event: Event) async throws -> [TextPiece] {
        guard TextMaker.isSaid(in: event.kind) else { return [] }
        let time = try await time(of: event)
        guard month.map({ $0 == Month(at: time) }) ?? true else { return [] }
        return TextMaker.pieces(of: event, time: time)
    }

    private mutating func place(_ event: Event, _ stretches: inout [LogStretch]) {
        let branch = event.branch.flatMap { lines[$0] } ?? .control
        let goesOn = stretch.map { $0 == (branch, event.position, event.revision) } ?? false
        if !goesOn {
            stretches.append(
                LogStretch(position: event.position, branch: branch, revision: event.revision))
        }
        stretch = (branch, event.position + 1, event.revision + 1)
    }

    /// When an event happened, or the one that it stands for.
    private func time(of event: Event) async throws -> Timestamp {
        guard event.origin != nil else { return event.occurredAt }
        return try await session.originTime(ofEventAt: event.position) ?? event.occurredAt
    }
}
