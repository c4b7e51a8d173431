internal import SessionIndex
internal import SessionStore

/// Open sessions, so that a request does not open its own: at most so many at once, by descriptors.
actor SessionPool {
    /// An open session and how many requests are in it.
    private final class Entry {
        let opening: Task<Session, any Error>
        var users = 0
        var lastUse: Timestamp

        init(_ opening: Task<Session, any Error>, at time: Timestamp) {
            (self.opening, lastUse) = (opening, time)
        }
    }

    private var entries: [String: Entry] = [:]
    private let limit: Int
    private let clock: @Sendable () -> Timestamp

    /// Descriptors that a session in use takes at most.
    private static let descriptors = 6
    /// Those that are kept for connections, logs of projects and indexes.
    private static let reserve = 256

    /// How many sessions may be open at once, where a process may have so many descriptors.
    static func limit(ofDescriptors count: Int?) -> Int {
        guard let count else { return 100 }
        return max((count - reserve) / 2, 64) / descriptors
    }

    /// - Parameters:
    ///   - limit: sessions at once.
    ///   - clock: the time of day.
    init(limit: Int, clock: @escaping @Sendable () -> Timestamp = SessionOptions.systemClock) {
        (self.limit, self.clock) = (max(limit, 1), clock)
    }

    var count: Int { entries.count }

    /// Hands an open session to `body`; it stays open for as long as that takes.
    ///
    /// - Throws: 503 where as many sessions as may be are in use.
    nonisolated func use<Result: Sendable>(
        _ path: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let (session, opening) = try await acquire(path)
        do {
            let result = try await body(session)
            await release(path, opening)
            return result
        } catch {
            await release(path, opening)
            throw error
        }
    }

    private func acquire(_ path: String) async throws -> (Session, Task<Session, any Error>) {
        let entry = try await entry(path)
        entry.users += 1
        do {
            return (try await entry.opening.value, entry.opening)
        } catch {
            entry.users -= 1
            if entries[path] === entry { entries[path] = nil }
            throw error
        }
    }

    private func entry(_ path: String) async throws -> Entry {
        if let entry = entries[path] { return entry }
        if entries.count >= limit { try await closeOldest() }
        // Another request may have opened it while one was closed.
        if let entry = entries[path] { return entry }
        guard entries.count < limit else { throw Problem.busy(seconds: 1) }
        let entry = Entry(
            Task { try await Session.open(path, options: .updatingIndexes) }, at: clock())
        entries[path] = entry
        return entry
    }

    /// Once it was evicted, another one may be open at the path.
    private func release(_ path: String, _ opening: Task<Session, any Error>) {
        guard let entry = entries[path], entry.opening == opening else { return }
        entry.users -= 1
        entry.lastUse = clock()
    }

    // MARK: Closing

    private func closeOldest() async throws {
        let idle = entries.filter { $0.value.users == 0 }
        guard let (path, _) = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            throw Problem.busy(seconds: 1)
        }
        await close(path)
    }

    /// Closes those that nobody used for a while.
    ///
    /// - Parameter seconds: how long a while is.
    func closeIdle(after seconds: Int) async {
        let limit = clock().microseconds - seconds * 1_000_000
        for (path, entry) in entries
        where entry.users == 0 && entry.lastUse.microseconds <= limit {
            await close(path)
        }
    }

    /// Closes a session that is to go, also under requests that are in it: what is being written
    /// is written, what listens ends.
    func close(_ path: String) async {
        guard let entry = entries.removeValue(forKey: path) else { return }
        if let session = try? await entry.opening.value { try? await session.close() }
    }

    /// Closes those whose paths begin so; all of them where nothing is named.
    func closeAll(below folder: String = "") async {
        for path in Array(entries.keys) where path.hasPrefix(folder) { await close(path) }
    }
}
