internal import EventLog
public import SessionModel
internal import Synchronization

extension Session {
    /// Checks everything that can be checked and streams what is wrong, event by event; it never
    /// stops at the first finding. An intact file gives none.
    ///
    /// Recomputed are: the checksum of each row, each payload, the chain of digests of each line,
    /// the branches and previews and snapshots that are stored, and SQLite's own check.
    ///
    /// What it cannot find: that the end of a log was cut off, or that the whole was written anew
    /// by someone who knows the format. Only a seal shows that.
    ///
    /// - Parameter progress: called with the positions checked and their number, every few dozens.
    /// - Cost: one pass over the log; memory does not grow with it.
    public func verify(
        progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)? = nil
    ) -> AsyncThrowingStream<Finding, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Finding.self)
        let task = Task {
            do {
                _ = try await walk(progress) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    /// Walks over the whole log: while one stretch is folded, the digests of the next are checked.
    ///
    /// - Returns: the pass at its end.
    func walk(
        _ progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?,
        _ report: (Finding) -> Void
    ) async throws -> VerifyPass {
        let walk = Walk(VerifyPass(projections: options.projections))
        async let database = sessionErrors { try await log.read { $0.databaseFindings() } }
        var step: LogVerifier.Step? = try await check(walk)
        while let checked = step {
            async let next = checked.isLast ? nil : check(walk)
            let (findings, position, total) = try await fold(checked, walk)
            for finding in findings { report(finding) }
            progress?(min(position, total), total)
            try Task.checkCancellation()
            step = try await next
        }
        for found in try await database { report(walk.pass.withLock { $0.finding(found) }) }
        return walk.pass.withLock { $0 }
    }

    /// A walk under way; its state is changed in place and never copied.
    private final class Walk: Sendable {
        let log = Mutex(LogVerifier())
        let pass: Mutex<VerifyPass>

        init(_ pass: VerifyPass) { self.pass = Mutex(pass) }
    }

    private func check(_ walk: Walk) async throws -> LogVerifier.Step {
        try await sessionErrors {
            try await log.read { reader in walk.log.withLock { $0.step(reader) } }
        }
    }

    private func fold(
        _ step: LogVerifier.Step, _ walk: Walk
    ) async throws -> (findings: [Finding], position: Int64, total: Int64) {
        try await sessionErrors {
            try await log.read { reader in
                let (findings, position) = walk.pass.withLock {
                    ($0.take(step, reader), $0.position)
                }
                return (findings, position, (try? reader.lastPosition()) ?? 0)
            }
        }
    }
}
