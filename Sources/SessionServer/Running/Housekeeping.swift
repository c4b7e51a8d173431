internal import Foundation
internal import ServiceLifecycle
internal import SessionStore

/// What a server does beside answering: closes what nobody uses, removes what was deleted long ago,
/// and at its end leaves each file alone.
struct Housekeeping: Service {
    let store: Store

    /// Seconds after which a session that nobody uses is closed.
    private static let idle = 30

    func run() async throws {
        var rounds = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(10)) }
            await store.pool.closeIdle(after: Self.idle)
            if rounds % 360 == 0 { await emptyBins() }
            rounds += 1
        }
        await store.access.finish()
        await store.pool.closeAll()
        try await store.projects.close()
    }

    private func emptyBins() async {
        let now = store.projects.sources.now
        let limit = now.addingTimeInterval(-Double(SessionBin.days) * 86_400)
        for project in store.projects.all {
            let removed = (try? SessionBin(project, now: now).empty(before: limit)) ?? []
            guard !removed.isEmpty else { continue }
            _ = try? await project.record(
                removed.map { .entry(.entryRemoved, $0, by: .system) })
        }
    }
}
