internal import SessionAnswers
internal import SessionStore
internal import Synchronization

/// One session that is listened to: it is read once for all streams, and each event is put into
/// JSON once and handed to whoever waits for it just then.
///
/// Nothing is kept, so that what is erased is told to nobody later: who was busy meanwhile reads
/// the session itself.
final class LiveFeed: Sendable {
    /// An event as streams send it.
    struct Piece: Sendable {
        let position: Position
        let json: [UInt8]
    }

    /// What somebody gets who waits.
    enum News: Sendable {
        case event(Piece)
        /// More came than is told here: it is to be read.
        case behind
        /// There is nothing to listen to any more.
        case gone
    }

    private struct Waiter {
        let position: Position
        let continuation: CheckedContinuation<News, Never>
    }

    private struct State {
        /// Up to which events were told; nil: nobody has waited yet.
        var last: Position?
        var isGone = false
        var waiting: [Int: Waiter] = [:]
        var lastWaiter = 0
        var reading: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let path: String
    private let pool: SessionPool

    init(_ path: String, _ pool: SessionPool) { (self.path, self.pool) = (path, pool) }

    deinit { stop() }

    /// Whether it ended: another file may be at the path by now.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// Waits for the next event behind a position.
    func next(after position: Position) async -> News {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(position: position, continuation: continuation)
                if let news = wait(waiter, id) { continuation.resume(returning: news) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?
                .continuation.resume(returning: .gone)
        }
    }

    /// - Returns: what there is to tell at once; nil: it will be told.
    private func wait(_ waiter: Waiter, _ id: Int) -> News? {
        state.withLock { state in
            if state.isGone || Task.isCancelled { return .gone }
            if let last = state.last, last > waiter.position { return .behind }
            state.waiting[id] = waiter
            if state.last == nil {
                state.last = waiter.position
                state.reading = read(after: waiter.position)
            }
            return nil
        }
    }

    private func read(after position: Position) -> Task<Void, Never> {
        Task { [weak self, path, pool] in
            try? await pool.use(path) { session in
                for try await event in session.allEvents(from: position + 1, live: true) {
                    self?.tell(LiveFeed.piece(event, of: session))
                }
            }
            self?.stop()
        }
    }

    static func piece(_ event: Event, of session: Session) -> Piece {
        Piece(position: event.position, json: Records.event(event, of: session).oneLine)
    }

    private func tell(_ piece: Piece) {
        let told = state.withLock { state in
            state.last = piece.position
            let told = state.waiting.filter { $0.value.position < piece.position }
            for id in told.keys { state.waiting[id] = nil }
            return told.values
        }
        for waiter in told { waiter.continuation.resume(returning: .event(piece)) }
    }

    /// Nothing is told from now on.
    private func stop() {
        let left = state.withLock { state in
            state.isGone = true
            state.reading?.cancel()
            state.reading = nil
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for waiter in left { waiter.continuation.resume(returning: .gone) }
    }
}

/// The sessions that are listened to, each for as long as somebody does.
final class LiveFeeds: Sendable {
    private struct Shared: Sendable {
        weak var feed: LiveFeed?
    }

    private let feeds = Mutex<[String: Shared]>([:])
    private let pool: SessionPool

    init(_ pool: SessionPool) { self.pool = pool }

    /// The feed of a session's file; it ends when nobody keeps it.
    func feed(of path: String) -> LiveFeed {
        feeds.withLock { feeds in
            feeds = feeds.filter { $0.value.feed != nil }
            if let feed = feeds[path]?.feed, !feed.isGone { return feed }
            let feed = LiveFeed(path, pool)
            feeds[path] = Shared(feed: feed)
            return feed
        }
    }
}
