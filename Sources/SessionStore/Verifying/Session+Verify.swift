internal import EventLog
public import SessionModel

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

    /// Walks over the whole log.
    ///
    /// - Returns: the pass at its end.
    func walk(
        _ progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?,
        _ report: (Finding) -> Void
    ) async throws -> VerifyPass {
        var pass = VerifyPass()
        while let found = try await step(&pass, progress) {
            for finding in found { report(finding) }
            try Task.checkCancellation()
        }
        return pass
    }

    /// The next findings; nil at the end.
    private func step(
        _ pass: inout VerifyPass, _ progress: (@Sendable (Int64, Int64) -> Void)?
    ) async throws -> [Finding]? {
        guard !pass.isDone else { return nil }
        let before = pass
        let (after, findings, total) = try await sessionErrors {
            try await log.read { reader in
                var pass = before
                let findings = pass.step(reader)
                return (pass, findings, (try? reader.lastPosition()) ?? 0)
            }
        }
        pass = after
        progress?(min(pass.position, total), total)
        return findings
    }
}
