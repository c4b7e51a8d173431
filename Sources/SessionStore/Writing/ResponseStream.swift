public import SessionModel
internal import Texts

/// A model's answer that is written while it comes, so that whoever follows the session sees it
/// and a crash leaves what was there.
///
/// ```swift
/// let stream = try await session.beginResponse(id: "msg_01", by: .model("m-1"), cause: request)
/// for try await delta in deltas { try await stream.add(delta) }
/// try await stream.finish(usage: usage)
/// ```
///
/// Text is collected and appended as a piece (``ResponseStreamed``) at most once a second or every
/// 4 KB, whenever ``add(_:thinking:)`` finds that it is time; there is no timer. The finished
/// answer holds the whole text in one event and replaces the pieces in every read. A stream that
/// is never finished leaves its pieces, which reads show as the partial answer.
///
/// Where secrets are masked, what may yet become part of one is held back (``SecretFilter``), so
/// that one which two pieces share is masked in them too.
public actor ResponseStream {
    /// The event id of the answer.
    public nonisolated let id: String
    private let session: Session
    private let branch: BranchName
    private let actor: EventActor
    private let cause: Revision?
    /// The id as the provider gave it.
    private let responseID: String?

    private var text = Channel()
    private var thinking = Channel()
    /// Bytes that came since the last piece, and when that was.
    private var collected = 0
    private var lastTime: Timestamp
    private var pieces = 0
    /// The piece whose append failed. It may be in the file all the same, so it goes first the next
    /// time, as it was: under one id there is one content.
    private var unsure: Piece?
    private var isOver = false
    /// Whether something is being appended; one after the other.
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private static let pieceBytes = 4096
    private static let pieceMicroseconds = 1_000_000

    private struct Piece {
        let draft: EventDraft
        let text: String
        let thinking: String
    }

    /// One of the two texts of an answer.
    private struct Channel {
        /// All of it.
        var whole = ""
        var filter = SecretFilter()
        /// What the next piece holds, masked.
        var due = ""

        mutating func add(_ more: String, isMasked: Bool) {
            whole += more
            if isMasked { filter.add(more) } else { due += more }
        }
    }

    init(
        session: Session, id: String, responseID: String?, branch: BranchName, actor: EventActor,
        cause: Revision?
    ) {
        self.session = session
        self.id = id
        self.responseID = responseID
        self.branch = branch
        self.actor = actor
        self.cause = cause
        lastTime = session.options.clock()
    }

    // MARK: Pieces

    /// Takes the next part of the answer in, and appends what has come together when it is time.
    ///
    /// - Returns: what was appended, durable then; nil: nothing yet.
    /// - Throws: as ``Session/append(_:to:expecting:)`` does; the text is kept, and the next piece
    ///   holds it. `closed` after the stream's end.
    @discardableResult
    public func add(_ text: String, thinking: String = "") async throws -> Appended? {
        try checkOpen()
        let isMasked = session.options.masksSecrets
        self.text.add(text, isMasked: isMasked)
        self.thinking.add(thinking, isMasked: isMasked)
        collected += text.utf8.count + thinking.utf8.count
        let elapsed = session.options.clock().microseconds - lastTime.microseconds
        let isTime = collected >= Self.pieceBytes || elapsed >= Self.pieceMicroseconds
        // Whoever appends already takes this along the next time.
        return isTime && !isBusy ? try await flush() : nil
    }

    /// Appends what has come since the last piece, but for what may yet become part of a secret.
    ///
    /// - Returns: what was appended; nil where there was nothing.
    @discardableResult
    public func flush() async throws -> Appended? {
        try await inTurn { try await self.appendPiece(isLast: false) }
    }

    /// Ends an answer that will not be finished: appends the rest of what came.
    @discardableResult
    public func stop() async throws -> Appended? {
        try await inTurn {
            try await self.ending { try await self.appendPiece(isLast: true) }
        }
    }

    private func appendPiece(isLast: Bool) async throws -> Appended? {
        let counted = collected
        collected = 0
        lastTime = session.options.clock()
        text.due += text.filter.take(isLast: isLast)
        thinking.due += thinking.filter.take(isLast: isLast)
        do {
            var appended: Appended?
            while let piece = unsure ?? nextPiece { appended = try await append(piece) }
            return appended
        } catch {
            collected += counted
            throw error
        }
    }

    /// All that is due; nil: nothing.
    private var nextPiece: Piece? {
        let (said, thought) = (text.due, thinking.due)
        guard !said.isEmpty || !thought.isEmpty else { return nil }
        let piece = ResponseStreamed(
            text: said, thinking: thought.isEmpty ? nil : thought, model: model, id: responseID)
        var draft = EventDraft(piece, by: actor)
        draft.id = ResponseStreamed.id(ofPiece: pieces + 1, of: id)
        return Piece(draft: draft, text: said, thinking: thought)
    }

    private func append(_ piece: Piece) async throws -> Appended {
        unsure = piece
        let appended = try await append(piece.draft)
        unsure = nil
        pieces += 1
        text.due.removeFirst(piece.text)
        thinking.due.removeFirst(piece.thinking)
        return appended
    }

    // MARK: The end

    /// Appends the finished answer: the whole text in one event, which replaces the pieces.
    ///
    /// - Parameters:
    ///   - usage: the tokens that the provider counted.
    ///   - finishReasons: why it ended, such as `end_turn`.
    /// - Throws: as ``Session/append(_:to:expecting:)`` does; it may be tried again then.
    @discardableResult
    public func finish(
        usage: TokenUsage? = nil, finishReasons: [String] = []
    ) async throws -> Appended {
        try await inTurn {
            let thinking = self.thinking.whole
            let answer = ResponseReceived(
                text: self.text.whole, thinking: thinking.isEmpty ? nil : thinking,
                model: self.model, id: self.responseID, finishReasons: finishReasons, usage: usage)
            return try await self.end(with: EventDraft(answer, by: self.actor))
        }
    }

    /// Appends this event as the finished answer, under the answer's id.
    ///
    /// - Parameter draft: a `response.received` with the whole text, such as a provider's record.
    @discardableResult
    public func finish(_ draft: EventDraft) async throws -> Appended {
        guard draft.kind == .responseReceived else {
            throw SessionError(
                .invalidEvent, "\(draft.kind) does not finish an answer",
                hint: "Give a response.received.")
        }
        return try await inTurn { try await self.end(with: draft) }
    }

    private func end(with draft: EventDraft) async throws -> Appended {
        var draft = draft
        draft.id = id
        let answer = draft
        return try await ending { try await self.append(answer) }
    }

    /// Text that comes while the end is written belongs to nothing any more, and is refused.
    private func ending<Result>(_ body: () async throws -> Result) async throws -> Result {
        isOver = true
        do {
            return try await body()
        } catch {
            isOver = false
            throw error
        }
    }

    // MARK: Appending

    private var model: String? { actor.role == "model" ? actor.name : nil }

    private func append(_ draft: EventDraft) async throws -> Appended {
        var draft = draft
        draft.cause = draft.cause ?? cause.map { .revision($0) }
        return try await session.append([draft], to: branch, expecting: .any)
    }

    /// Appends of one stream come one after the other, in the order of the calls.
    private func inTurn<Result>(_ body: () async throws -> Result) async throws -> Result {
        while isBusy { await withCheckedContinuation { waiting.append($0) } }
        try checkOpen()
        isBusy = true
        defer {
            isBusy = false
            if !waiting.isEmpty { waiting.removeFirst().resume() }
        }
        return try await body()
    }

    private func checkOpen() throws {
        guard !isOver else {
            throw SessionError(
                .closed, "the answer \(id) has ended", hint: "Begin another: beginResponse().")
        }
    }
}

extension Session {
    /// Begins an answer that is written while it comes. Nothing is appended yet.
    ///
    /// - Parameters:
    ///   - id: the provider's id of the answer, unique on the line; nil: a random one.
    ///   - cause: the revision of the request or prompt that it answers.
    /// - Throws: ``SessionError/Code/idConflict`` where the line has an answer with this id;
    ///   `invalidEvent` where there is a secret in it: what belongs to the answer is found by it;
    ///   `branchNotFound`.
    public func beginResponse(
        id: String? = nil, on branch: BranchName = .main, by actor: EventActor,
        cause: Revision? = nil
    ) async throws -> ResponseStream {
        if let id { try options.checkName(id, of: "an answer", .invalidEvent) }
        let answer = try id ?? options.makeID()
        let ids = [answer, ResponseStreamed.id(ofPiece: 1, of: answer)]
        try await read { view in
            let line = try view.line(branch)
            for id in ids {
                guard let known = try view.entry(id: id, on: line) else { continue }
                throw SessionError(
                    .idConflict, "\(branch)@\(known.revision) has the id \"\(id)\" already",
                    hint: "Give each answer an id of its own.")
            }
        }
        return ResponseStream(
            session: self, id: answer, responseID: id, branch: branch, actor: actor, cause: cause)
    }
}

extension String {
    fileprivate mutating func removeFirst(_ beginning: String) {
        self = String(decoding: utf8.dropFirst(beginning.utf8.count), as: UTF8.self)
    }
}
