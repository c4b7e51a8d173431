internal import SessionModel

/// What a compaction came to.
public struct Compaction: Sendable, Hashable {
    /// Bytes of the file, its write-ahead log included.
    public let before: Int
    /// The same when it was done.
    public let after: Int
    /// Events whose payloads are damaged, or build on a damaged one: they are left as they are.
    public let unreadable: Int
}

extension Session {
    /// Makes the file as small as it can be without changing what any read returns: payloads are
    /// compressed with all effort along their lines, the database is written anew without gaps.
    ///
    /// No event changes and no digest, and none is left out: pieces of streamed answers stay too,
    /// for a read of the whole file returns them. Snapshots of a program's own projections are
    /// deleted; they are made anew when they are asked for. Where nobody else has the file open its
    /// pages get the smallest size, which makes it some percent smaller, and batches of appends
    /// somewhat slower.
    ///
    /// Others may read and write meanwhile: the work is done in short transactions, and the file is
    /// whole after each. A process that is killed in the middle leaves a file that reads the same.
    ///
    /// - Parameter progress: called with the bytes of payload done and their number.
    /// - Throws: ``SessionError/Code/busy`` where somebody else writes meanwhile: compact again
    ///   later. `readOnly`, `diskFull`: room for the file once more is needed.
    /// - Cost: one pass over the log with the compressor's full effort, and writing it anew.
    @discardableResult
    public func compact(
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Compaction {
        try await compact(chunk: 4 << 20, progress: progress)
    }

    /// - Parameter chunk: about how many bytes of payload are compressed in one transaction.
    @discardableResult
    package func compact(
        chunk: Int, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Compaction {
        try await sessionErrors {
            let before = log.size
            try await write { try $0.deleteSnapshots(butOf: ProjectionName.reserved) }
            let unreadable = try await log.compact(chunk: chunk, progress: progress)
            return Compaction(before: before, after: log.size, unreadable: unreadable)
        }
    }
}
