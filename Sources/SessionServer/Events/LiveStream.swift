internal import AsyncAlgorithms
internal import Hummingbird
internal import ServiceLifecycle
internal import SessionStore

/// One client's stream: sessions are read as fast as the client takes what is sent, and no faster.
struct LiveStream: Sendable {
    let store: Store
    let caller: Caller
    let sources: [LiveSource]
    /// Seconds between two signs of life.
    let heartbeat: Double

    /// What is sent next.
    private enum Piece: Sendable {
        case event(LiveFeed.Piece, of: String)
        /// A session's cursor cannot be served, or the session is there no longer.
        case gone(String)
        case heartbeat
    }

    /// Until the client goes, the server stops, or nothing is left to follow.
    func run(_ writer: inout any ResponseBodyWriter) async throws {
        let pieces = AsyncChannel<Piece>()
        var cursor = LiveCursor(sources)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await gracefulShutdown()
                pieces.finish()
            }
            group.addTask { try await beat(pieces) }
            for source in sources { group.addTask { await follow(source, pieces) } }
            // So that a client knows at once that it is being served.
            try await writer.write(ByteBuffer(string: ": connected\n\n"))
            var left = Set(sources.map(\.found.id))
            for await piece in pieces where Self.takes(piece, &left) {
                try await writer.write(Self.text(piece, &cursor))
                if left.isEmpty { break }
            }
            group.cancelAll()
        }
    }

    /// Whether a piece is sent: nothing of a session is, once it was said to be gone.
    private static func takes(_ piece: Piece, _ left: inout Set<String>) -> Bool {
        switch piece {
        case .heartbeat: true
        case .gone(let session): left.remove(session) != nil
        case .event(_, let session): left.contains(session)
        }
    }

    private static func text(_ piece: Piece, _ cursor: inout LiveCursor) -> ByteBuffer {
        switch piece {
        case .heartbeat: return ByteBuffer(string: ": alive\n\n")
        case .gone(let session):
            return ByteBuffer(string: "event: gone\ndata: {\"session\":\"\(session)\"}\n\n")
        case .event(let event, let session):
            cursor.pass(event.position, of: session)
            var buffer = ByteBuffer()
            buffer.writeString("id: \(cursor)\ndata: ")
            buffer.writeBytes(event.json)
            buffer.writeString("\n\n")
            return buffer
        }
    }

    private func beat(_ pieces: AsyncChannel<Piece>) async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(heartbeat))
            for source in sources where try await source.found.project.role(of: caller) == nil {
                await pieces.send(.gone(source.found.id))
            }
            await pieces.send(.heartbeat)
        }
    }

    private func follow(_ source: LiveSource, _ pieces: AsyncChannel<Piece>) async {
        let id = source.found.id
        // Another file stands in its place, or nothing that the cursor could mean.
        guard source.after <= source.last else { return await pieces.send(.gone(id)) }
        let feed = store.feeds.feed(of: source.found.path)
        var (last, news) = (source.after, LiveFeed.News.behind)
        while true {
            switch news {
            case .event(let piece):
                await pieces.send(.event(piece, of: id))
                last = piece.position
            case .behind:
                do {
                    last = try await catchUp(source, after: last, pieces)
                } catch {
                    return await pieces.send(.gone(id))
                }
            case .gone: return await pieces.send(.gone(id))
            }
            news = await feed.next(after: last)
        }
    }

    /// Sends what is in a session behind a position.
    ///
    /// - Returns: the last position that was sent.
    private func catchUp(
        _ source: LiveSource, after position: Position, _ pieces: AsyncChannel<Piece>
    ) async throws -> Position {
        try await store.pool.use(source.found.path) { session in
            var last = position
            for try await event in session.allEvents(from: position + 1) {
                await pieces.send(.event(LiveFeed.piece(event, of: session), of: source.found.id))
                last = event.position
            }
            return last
        }
    }
}
