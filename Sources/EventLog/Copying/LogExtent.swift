package import SessionTerms

/// How far a log goes, and in which state of its file.
package struct LogExtent: Sendable, Hashable {
    /// Of the last event.
    package let position: Position
    /// The chain's digest at that event.
    package let digest: EventDigest
    /// ``LogReader/epoch()``.
    package let epoch: UInt64?
}

extension LogReader {
    /// How far this log goes. Cost: some seeks.
    package func extent() throws -> LogExtent {
        let last = try lastPosition()
        guard let entry = try entry(at: last, headersOnly: true) else {
            throw LogError.damaged("the last event is missing", at: last)
        }
        return LogExtent(position: last, digest: entry.digest, epoch: try epoch())
    }

    /// The last position that was recorded at a time or before it; nil: all were later.
    ///
    /// - Cost: one pass over the log's headers.
    package func lastPosition(recordedBy time: Timestamp) throws -> Position? {
        try rows.lastPosition(recordedBy: time.microseconds)
    }

    /// Whether another file holds the beginning of this very file, row for row: both are of one
    /// epoch, so no row was written anew, and each line of the other ends with an event that stands
    /// in this one at the same position, with the same digest, which tells of all before it.
    ///
    /// - Cost: a seek for each branch.
    func begins(with other: LogEnds) throws -> Bool {
        let ours = try branches()
        guard try epoch() == other.epoch, other.branches.count <= ours.count else { return false }
        for (our, their) in zip(ours, other.branches) {
            guard our.parent == their.parent, our.fork == their.fork else { return false }
        }
        return try other.heads.allSatisfy { branch, head in
            let entry = try entry(
                revision: head.revision, on: line(of: branch), headersOnly: true)
            return entry?.digest == head.digest && entry?.position == head.position
        }
    }
}

/// Where each line of a file ends: what tells whether another file goes on from there.
struct LogEnds: Sendable {
    let epoch: UInt64
    /// The last one.
    let position: Position
    fileprivate let branches: [BranchRow]
    fileprivate let heads: [BranchID: Head]

    fileprivate struct Head: Sendable {
        let revision: Revision
        let digest: EventDigest
        let position: Position
    }

    /// Nil: the file has no epoch, and nothing may be remembered of it.
    ///
    /// - Cost: some seeks for each branch.
    init?(_ reader: LogReader) throws {
        guard let epoch = try reader.epoch() else { return nil }
        self.epoch = epoch
        position = try reader.lastPosition()
        branches = try reader.branches()
        heads = try ([BranchID.control] + branches.map(\.id)).reduce(into: [:]) { heads, branch in
            let line = try reader.line(of: branch)
            let end = try reader.head(of: line).revision
            let entry = try reader.entry(revision: end, on: line, headersOnly: true)
            heads[branch] = entry.map {
                Head(revision: $0.revision, digest: $0.digest, position: $0.position)
            }
        }
    }
}
