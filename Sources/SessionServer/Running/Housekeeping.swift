internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import SessionStore

/// What a server does beside answering: closes what nobody uses, removes what was deleted long ago,
/// backs up, and at its end leaves each file alone.
struct Housekeeping: Service {
    let store: Store
    let failures: FailureCount
    /// Nil: nothing is backed up.
    let backups: BackupSchedule?
    let logger: Logger

    /// Seconds after which a session that nobody uses is closed.
    private static let idle = 30
    /// A round takes ten seconds.
    private static let roundsOfADay = 8640

    func run() async throws {
        var rounds = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await backups?.look()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(10)) }
            await store.pool.closeIdle(after: Self.idle)
            await removeExpired()
            if rounds % Self.roundsOfADay == 0 { await tidy() }
            rounds += 1
        }
        await backups?.finish()
        await store.access.finish()
        await store.pool.closeAll()
        try await store.people.close()
        try await store.projects.close()
    }

    private func removeExpired() async {
        do {
            try await store.projects.removeExpired(store.pool)
        } catch {
            logger.error("an anonymous user's time is over, and their sessions are there: \(error)")
        }
    }

    /// Deletes what nobody uses any more, and removes what was deleted long ago.
    private func tidy() async {
        let now = store.projects.sources.now
        let limit = now.addingTimeInterval(-Double(SessionBin.days) * 86_400)
        for project in store.projects.all where !project.isInspected {
            do {
                let retention = Retention(
                    project: project, pool: store.pool, now: store.projects.sources.clock())
                try await retention.run()
                try await retention.eraseNotes()
            } catch {
                failures.add()
                logger.error("retention of project \(project.id): \(error)")
            }
            let removed = (try? SessionBin(project, now: now).empty(before: limit)) ?? []
            guard !removed.isEmpty else { continue }
            _ = try? await project.record(
                removed.map { .entry(.entryRemoved, $0, by: .system) })
        }
    }
}
