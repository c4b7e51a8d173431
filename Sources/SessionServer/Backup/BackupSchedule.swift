internal import Logging
internal import SessionStore

/// Has a backup run whenever one is due, beside everything else.
actor BackupSchedule {
    private let backup: Backup
    private let hours: Int
    private let failures: FailureCount
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    /// When a run was begun last, by this server.
    private var tried: Timestamp?
    private var running: Task<Void, Never>?

    /// - Parameters:
    ///   - hours: from one run's beginning to the next one's.
    ///   - failures: counts runs that failed, or did not copy everything.
    init(
        _ backup: Backup, hours: Int, failures: FailureCount, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.backup, self.hours, self.failures) = (backup, hours, failures)
        (self.logger, self.clock) = (logger, clock)
    }

    /// Begins a run where one is due. A server that was started anew goes on from the last one.
    func look() {
        guard running == nil, isDue else { return }
        tried = clock()
        running = Task {
            await run()
            running = nil
        }
    }

    private var isDue: Bool {
        let known = (try? KnownBackups(backup.data).backup(in: backup.target))?.begun
        guard let last = [known, tried].compactMap({ $0 }).max() else { return true }
        return clock().microseconds - last.microseconds >= hours * 3_600_000_000
    }

    private func run() async {
        do {
            let report = try await backup.run()
            guard !report.failures.isEmpty else { return }
            failures.add()
            for failure in report.failures {
                logger.error("backup of \(failure.path): \(failure.message)")
            }
        } catch is CancellationError {
            // The server ends; its next run goes on.
        } catch {
            failures.add()
            logger.error("backup: \(error)")
        }
    }

    /// Waits for the run that is under way.
    func wait() async { await running?.value }

    /// Ends the run that is under way, once the file that it is at is done or given up.
    func finish() async {
        running?.cancel()
        await wait()
    }
}
