package import SessionTerms

/// What a line of another copy of the session has in common with the lines of this one.
package struct SharedHistory: Sendable, Hashable {
    /// The branch of this file whose line shares most with it.
    package let branch: BranchID
    /// The last revision that both have; 0: none.
    package let revision: Revision

    package init(branch: BranchID, revision: Revision) {
        self.branch = branch
        self.revision = revision
    }

    /// Equal digests mean equal histories, so the last revision that two lines share is found by
    /// halves.
    ///
    /// - Parameter branches: of this file.
    /// - Cost: one seek in each file for each branch, and a search by halves for those that share
    ///   more than the ones before.
    package init(
        of theirs: LineEnd, in their: LogReader, among branches: [BranchRow], in our: LogReader
    ) throws {
        var (branch, known) = (BranchID.first, Revision(0))
        for row in branches {
            let line = try Line(of: row.id, among: branches)
            let end = min(try our.head(of: line).revision, theirs.revision)
            func isShared(_ revision: Revision) throws -> Bool {
                let ours = try our.entry(revision: revision, on: line, headersOnly: true)
                let other = try their.entry(
                    revision: revision, on: theirs.line, headersOnly: true)
                return ours != nil && ours?.digest == other?.digest
            }
            guard known < end, try isShared(known + 1) else { continue }
            var (low, high) = (known + 1, end)
            while low < high {
                let middle = low + (high - low + 1) / 2
                if try isShared(middle) { low = middle } else { high = middle - 1 }
            }
            (branch, known) = (row.id, low)
        }
        self.init(branch: branch, revision: known)
    }
}
