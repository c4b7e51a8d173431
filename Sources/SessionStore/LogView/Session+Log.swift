internal import EventLog
internal import SessionModel

/// The two doors to the log: every read sees one state of the file, every write is one durable
/// transaction.
extension Session {
    /// Runs a read on one state of the file.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (LogView) throws -> Result
    ) async throws -> Result {
        try await readingErrors { try await log.read { try body(LogView($0)) } }
    }

    /// Runs a read of what heads and single events say: rows with checksums, and no more than the
    /// file is known to hold. A small file is not checked as a whole for it.
    func glance<Result: Sendable>(
        _ body: @escaping @Sendable (LogView) throws -> Result
    ) async throws -> Result {
        try await glanceAtPositions { view in
            try view.reader.checkCounts()
            return try body(view)
        }
    }

    /// The same of what stands at positions: a row that is not there is told at once.
    func glanceAtPositions<Result: Sendable>(
        _ body: @escaping @Sendable (LogView) throws -> Result
    ) async throws -> Result {
        try await readingErrors {
            try await log.read(isGlance: true) { reader in try body(LogView(reader)) }
        }
    }

    /// Runs a call that only reads: one that is cancelled in the middle fails wherever SQLite was
    /// interrupted, and ends as one does that was cancelled before.
    func readingErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await sessionErrors(body)
        } catch is SessionError where Task.isCancelled {
            throw CancellationError()
        }
    }

    /// Runs a read on this thread, for who is in the middle of a write to another file.
    func readNow<Result>(_ body: (LogView) throws -> Result) throws -> Result {
        try log.readNow { try body(LogView($0)) }
    }

    /// Runs a change in one durable transaction: all that `body` appends is written, or nothing
    /// where it throws.
    ///
    /// - Parameters:
    ///   - effort: how small payloads are made. Least where a person waits.
    ///   - isRepeatable: whether `body` may be run again where another job of the same transaction
    ///     failed.
    func write<Result: Sendable>(
        effort: Effort = .fast, isRepeatable: Bool = false,
        _ body: @escaping @Sendable (EventWriter) throws -> Result
    ) async throws -> Result {
        let (keeper, options, now) = (previewKeeper, options, options.clock())
        return try await sessionErrors {
            try await log.write(effort: effort, isRepeatable: isRepeatable) { writer in
                try body(EventWriter(writer, keeper, options, now: now))
            }
        }
    }

    /// Closes the session and deletes its file, unless `check` throws, which sees what is in it
    /// with nobody writing any more.
    func removeFile(_ check: @escaping @Sendable (LogView) throws -> Void) async throws {
        try await sessionErrors { try await log.remove { try check(LogView($0)) } }
    }

    /// Runs a change of the control line in a transaction of its own.
    func control<Result: Sendable>(
        onArchived: Bool = false,
        _ body: @escaping @Sendable (EventWriter, LogView) throws -> Result
    ) async throws -> Result {
        try await write { events in
            let view = try events.view()
            if !onArchived { try view.checkNotArchived() }
            return try body(events, view)
        }
    }
}
