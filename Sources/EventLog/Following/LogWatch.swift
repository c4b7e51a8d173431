internal import Synchronization

/// Knows when there may be something new in a log. Ends when it is let go of.
///
/// ```swift
/// let watch = try log.watch()
/// while true {
///     let seen = watch.changes          // before reading, so that nothing slips through between
///     …read up to the head…
///     try await watch.wait(past: seen)
/// }
/// ```
package final class LogWatch: Sendable {
    private let hub: ChangeHub
    private let readers: ReaderPool
    /// The digest of the log's first event.
    private let origin: [UInt8]
    /// How many closings (``ChangeHub/closings``) the file was looked at after.
    private let closings: Atomic<Int>

    init(_ hub: ChangeHub, _ readers: ReaderPool) throws {
        origin = try readers.origin()
        try hub.enter()
        self.hub = hub
        self.readers = readers
        closings = Atomic(hub.closings)
    }

    deinit { hub.leave() }

    /// How many changes were noticed so far. Also counts what turns out to be none.
    package var changes: Int { hub.changes }

    /// Returns when something was, or may have been, committed since there were so many changes.
    ///
    /// - Throws: `CancellationError` at once when the task is cancelled; `fileGone` when the file
    ///   was moved, replaced, overwritten or deleted; `closed`.
    package func wait(past changes: Int) async throws {
        try checkClosings()
        try await hub.wait(past: changes)
        readers.renew()
        try checkClosings()
    }

    /// Has the next read see what was written to a file that this process cannot write. What a read
    /// found while that happened is worth nothing; it fails with `busy`.
    ///
    /// - Returns: whether there was anything, so that reading again is worth a try.
    package func renew() -> Bool { readers.renew() }

    private func checkClosings() throws {
        let closings = hub.closings
        guard self.closings.exchange(closings, ordering: .relaxed) != closings else { return }
        try checkOrigin()
    }

    /// Throws `fileGone` when the file holds another log than the one that is watched.
    package func checkOrigin() throws {
        if !readers.isStill(origin) { throw hub.overwritten() }
    }
}
