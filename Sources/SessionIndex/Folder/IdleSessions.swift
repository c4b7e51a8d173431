internal import SessionStore
internal import Synchronization

/// Sessions that were opened for a search, kept open for the next one: who types words searches
/// with each letter, and finds much the same. Opening one takes longer than reading a hit.
final class IdleSessions: Sendable {
    private struct Idle {
        let name: String
        let stamp: FileStamp
        let session: Session
        /// Whether it was used since the last look.
        var isFresh = true
    }

    private struct State {
        /// The one that was used last is the last one.
        var sessions: [Idle] = []
        var tidying: Task<Void, Never>?
    }

    private let state = Mutex(State())

    private static let limit = 32
    /// A session that was not used for so long is closed: its file may be gone by then.
    private static let patience = Duration.seconds(5)

    /// The session of a file, nobody else's until it is given back; nil: it has to be opened.
    func take(_ file: FileRow) -> Session? {
        state.withLock { state in
            let place = state.sessions.firstIndex { $0.name == file.name && $0.stamp == file.stamp }
            return place.map { state.sessions.remove(at: $0).session }
        }
    }

    /// - Parameter file: as it was when the session was taken.
    func give(_ session: Session, _ file: FileRow) async {
        let old = state.withLock { state in
            state.sessions.append(Idle(name: file.name, stamp: file.stamp, session: session))
            state.tidying =
                state.tidying ?? Task { [weak self] in while await self?.tidy() == true {} }
            return state.sessions.count > Self.limit ? state.sessions.removeFirst() : nil
        }
        try? await old?.session.close()
    }

    /// Closes what was not used for a while.
    ///
    /// - Returns: whether there is something left to close.
    private func tidy() async -> Bool {
        try? await Task.sleep(for: Self.patience)
        let (old, isDone) = state.withLock { state in
            let old = state.sessions.filter { !$0.isFresh }
            state.sessions.removeAll { !$0.isFresh }
            for index in state.sessions.indices { state.sessions[index].isFresh = false }
            if state.sessions.isEmpty { state.tidying = nil }
            return (old, state.sessions.isEmpty)
        }
        for idle in old { try? await idle.session.close() }
        return !isDone
    }

    func close() async {
        let (sessions, tidying) = state.withLock { state in
            defer { state = State() }
            return (state.sessions, state.tidying)
        }
        tidying?.cancel()
        for idle in sessions { try? await idle.session.close() }
    }
}
