public import SessionModel
internal import Synchronization

/// How much ``Session/verify(_:progress:)`` checks.
public enum VerifyScope: Sendable, Hashable {
    /// All there is.
    case everything
    /// Each row, each payload and the chain of digests: what was written is there and was not
    /// changed. Not what is computed from it, nor SQLite's own check. Two to three times as fast.
    case chain
}

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
    /// - Parameters:
    ///   - scope: how much of this.
    ///   - progress: called with the positions checked and their number, every thousand or so.
    /// - Returns: findings as they are made. In a task that is cancelled they end early and without
    ///   an error: look at `Task.isCancelled` before none are taken for a sound file.
    /// - Cost: one pass over the log; memory does not grow with it.
    public func verify(
        _ scope: VerifyScope = .everything,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) -> AsyncThrowingStream<Finding, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Finding.self)
        let task = Task {
            do {
                _ = try await walk(scope, progress) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    /// Walks over the whole log: while one stretch is checked and folded, the next are read.
    ///
    /// - Returns: the pass at its end.
    func walk(
        _ scope: VerifyScope, _ progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?,
        _ report: (Finding) -> Void
    ) async throws -> VerifyPass {
        let walk = Walk(VerifyPass(scope, projections: options.projections))
        async let database = databaseFindings(scope)
        var ahead = ReadAhead<Handover<LogStretch>>(depth: 2)
        var (next, isLast) = (Position(1), false)
        while !isLast {
            let stretch = try await stretch(from: next, scope, &ahead)
            let done = try await readDamaged { try walk.take(stretch, $0) }
            for finding in done.findings { report(finding) }
            progress?(done.position.number, done.total.number)
            try Task.checkCancellation()
            (next, isLast) = (done.next, done.isLast)
        }
        for found in try await database { report(walk.pass.withLock { $0.finding(found) }) }
        return walk.pass.withLock { $0 }
    }

    private func databaseFindings(_ scope: VerifyScope) async throws -> [LogFinding] {
        try await readDamaged { try $0.databaseFindings(everything: scope == .everything) }
    }

    private func stretch(
        from start: Position, _ scope: VerifyScope, _ ahead: inout ReadAhead<Handover<LogStretch>>
    ) async throws -> Handover<LogStretch> {
        let read: @Sendable (Position) async throws -> Handover<LogStretch> = { start in
            try await self.readDamaged {
                Handover($0.stretch(from: start, keepingEntries: scope == .everything))
            }
        }
        let task = ahead.next(at: start.number) ?? Task { try await read(start) }
        ahead.start(from: start.number + LogStretch.length, step: LogStretch.length) {
            try await read(Position($0))
        }
        return try await task.value
    }

    /// A walk under way; its state is changed in place and never copied.
    private final class Walk: Sendable {
        let log = Mutex(LogVerifier())
        let pass: Mutex<VerifyPass>

        init(_ pass: VerifyPass) { self.pass = Mutex(pass) }

        struct Done: Sendable {
            let findings: [Finding]
            let position, total: Position
            /// Where the next stretch begins.
            let next: Position
            let isLast: Bool
        }

        func take(_ stretch: Handover<LogStretch>, _ view: LogView) throws -> Done {
            guard let stretch = stretch.take() else {
                throw LogError(.ioFailed, "a stretch of the log was checked before")
            }
            let step = log.withLock { view.step(stretch, &$0) }
            return pass.withLock { pass in
                let findings = pass.take(step, view)
                let total = (try? view.lastPosition()) ?? 0
                return Done(
                    findings: findings, position: min(pass.position, total), total: total,
                    next: step.next, isLast: step.isLast)
            }
        }
    }
}
