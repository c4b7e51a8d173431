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
    /// - Cost: some seeks for each branch.
    func begins(with copy: LogReader) throws -> Bool {
        guard let epoch = try epoch(), try copy.epoch() == epoch else { return false }
        let (ours, theirs) = (try branches(), try copy.branches())
        guard theirs.count <= ours.count else { return false }
        for (our, their) in zip(ours, theirs) {
            guard our.parent == their.parent, our.fork == their.fork else { return false }
        }
        return try ([BranchID.control] + theirs.map(\.id)).allSatisfy { branch in
            let line = try copy.line(of: branch)
            let head = try copy.head(of: line).revision
            guard head > 0 else { return true }
            let (our, their) = (
                try entry(revision: head, on: self.line(of: branch), headersOnly: true),
                try copy.entry(revision: head, on: line, headersOnly: true)
            )
            return our?.digest == their?.digest && our?.position == their?.position
        }
    }
}
