public import SessionModel

/// Events read as they are asked for, at first some dozens at a time, so that a log of any length
/// passes through little memory. Each batch sees the file as it is then; what is in the log never
/// changes.
///
/// A live sequence goes on at the head: it waits for what comes, whoever writes it, and reads only
/// when there is something. It ends when its task is cancelled, and fails with
/// ``SessionError/Code/fileGone`` when the file was moved, replaced or deleted, after everything
/// that was written until then. Who is slow reads on later; nothing is collected meanwhile.
public struct EventSequence: AsyncSequence, Sendable {
    public typealias Element = Event

    let session: Session
    let scope: Scope
    let order: Session.Order
    let headersOnly: Bool
    let isLive: Bool
    /// At most so many are given; nil: all.
    let limit: Int?

    enum Scope: Sendable {
        /// A branch's line between two revisions; nil: its head.
        case line(BranchName, from: Revision, through: Revision?, includingPieces: Bool)
        /// The whole file between two positions; nil: its end.
        case file(from: Position, through: Position?)
    }

    init(
        session: Session, scope: Scope, order: Session.Order, headersOnly: Bool, isLive: Bool,
        limit: Int?
    ) {
        self.session = session
        self.scope = scope
        self.order = order
        self.headersOnly = headersOnly
        self.isLive = isLive
        self.limit = limit
    }

    /// What comes next has no end to begin at.
    private func checkLive() throws {
        guard order == .ascending else {
            throw SessionError(
                .invalidInput, "live events come in ascending order",
                hint: "Read those that are there in descending order, then follow in ascending.")
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let sequence: EventSequence
        private var batch = Batch()
        private var place: Cursor
        private var left: Int
        private var watch: LogWatch?
        private var ahead = ReadAhead<Delivery>()

        init(sequence: EventSequence) {
            self.sequence = sequence
            left = sequence.limit ?? .max
            place = Cursor(limit: sequence.limit.map { Swift.min($0, sequence.batchLimit) } ?? 64)
        }

        public mutating func next() async throws -> Event? {
            guard left > 0 else { return nil }
            while true {
                if let event = batch.next() {
                    left -= 1
                    return event
                }
                if place.isAtEnd { return nil }
                if sequence.isLive {
                    try sequence.checkLive()
                    try await fillOrWait()
                } else {
                    let delivery = try await ahead.batch(at: place, of: sequence)
                    if let taken = delivery.take() {
                        (batch, place) = taken
                    } else {
                        // A copy of this iterator was there first.
                        try await fill()
                    }
                    place.isAtEnd = place.isAtEnd || !place.hasMoved
                }
            }
        }

        private mutating func fill() async throws {
            guard let taken = try await sequence.batch(at: place).take() else { return }
            (batch, place) = taken
        }

        /// A read that fails was cancelled, or the file is another one by now, or someone wrote to
        /// it who may what this process may not.
        private mutating func fill(_ watch: LogWatch) async throws {
            while true {
                do {
                    return try await fill()
                } catch let error as SessionError where error.code != .closed {
                    try Task.checkCancellation()
                    try await sessionErrors { try watch.checkOrigin() }
                    guard watch.renew() else { throw error }
                }
            }
        }

        private mutating func fillOrWait() async throws {
            do {
                try Task.checkCancellation()
                let watch = try watch ?? sequence.session.watch()
                self.watch = watch
                let seen = watch.changes
                try await fill(watch)
                guard !place.hasMoved, !place.isAtEnd else { return }
                try await sessionErrors { try await watch.wait(past: seen) }
            } catch is CancellationError {
                place.isAtEnd = true
                watch = nil
            }
        }
    }

    /// How far a reading has come.
    struct Cursor: Sendable {
        /// The branch's number, which a new name does not change.
        var branch: BranchID?
        /// Where the next batch begins, in what the scope counts in: revisions or positions; nil:
        /// where the sequence does.
        var next: Int?
        /// Whether the last batch found anything.
        var hasMoved = false
        var isAtEnd = false
        /// Few at first, so that who stops early waits for little.
        var limit: Int
        /// Whether the last batch was as large as any, or would have been.
        var isAtFullSize = false

        init(limit: Int) { self.limit = limit }
    }

    func batch(at place: Cursor) async throws -> Delivery {
        try await session.read { view in
            var place = place
            let batch =
                switch scope {
                case .line(let name, let from, let through, let includingPieces):
                    try batch(
                        of: name, from: from, through: through,
                        includingPieces, &place, view)
                case .file(let from, let through):
                    try batch(from: from, through: through ?? .max, &place, view)
                }
            return Delivery(batch, place)
        }
    }

    private func batch(
        of name: BranchName, from: Revision, through: Revision?, _ includingPieces: Bool,
        _ place: inout Cursor, _ view: LogView
    ) throws -> Batch {
        let branch = try place.branch ?? view.row(name).id
        place.branch = branch
        let line = try view.line(branch)
        let isUp = order == .ascending
        let upper = through ?? .max
        let next = place.next.map { Revision($0) }
        var pieces = PieceFilter(view, on: line, through: upper)
        var (batch, last) = (Batch(capacity: place.limit), Revision?.none)
        try view.forEachPacked(
            on: line, from: isUp ? next ?? from : from, through: isUp ? upper : next ?? upper,
            ascending: isUp, limit: place.limit,
            headersOnly: headersOnly
        ) { entry, payload in
            let revision = entry.revision
            if try includingPieces || !pieces.leavesOut(entry, payload) {
                try batch.append(entry, payload, view)
            }
            last = revision
        }
        move(&place, behind: last?.number, from: from.number, upper: upper.number)
        return batch
    }

    private func batch(
        from: Position, through upper: Position, _ place: inout Cursor, _ view: LogView
    ) throws -> Batch {
        let isUp = order == .ascending
        var (batch, last) = (Batch(capacity: place.limit), Position?.none)
        try view.forEachPacked(
            fromPosition: place.next.map { Position($0) } ?? (isUp ? from : upper), ascending: isUp,
            limit: place.limit,
            headersOnly: headersOnly
        ) { entry, payload in
            let position = entry.position
            if position >= from, position <= upper { try batch.append(entry, payload, view) }
            last = position
        }
        move(&place, behind: last?.number, from: from.number, upper: upper.number)
        return batch
    }

    /// Events of the largest batch. Each batch costs five wake-ups of threads, and an event without
    /// its payload a few hundred bytes.
    private var batchLimit: Int { headersOnly ? 4096 : 1024 }

    private func move(_ place: inout Cursor, behind last: Int?, from: Int, upper: Int) {
        place.hasMoved = last != nil
        guard let last else {
            // Nothing can come any more where nothing is left to come.
            place.isAtEnd = isLive && (place.next ?? from) > upper
            return
        }
        let next = last + (order == .ascending ? 1 : -1)
        // Large events cut a batch short; more of them would fill the memory.
        let isWhole = place.next.map { abs(next - $0) == place.limit } ?? false
        place.isAtFullSize = isWhole && place.limit * 4 >= batchLimit
        place.limit = Swift.min(place.limit * 4, batchLimit)
        place.next = next
        place.isAtEnd = next > upper || next < from
    }
}

extension Session {
    fileprivate func watch() throws -> LogWatch {
        do { return try log.watch() } catch let error as LogError { throw SessionError(error) }
    }
}
