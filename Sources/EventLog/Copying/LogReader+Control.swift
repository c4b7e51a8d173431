internal import SessionTerms

extension LogReader {
    /// Checks that each event of the control line is what its digest says, from the session's first
    /// event on: what another copy of a session records is believed then, as far as a chain without
    /// a key can tell.
    ///
    /// - Throws: `damaged` at the first that is not.
    /// - Cost: the control line.
    package func checkControlLine() throws {
        let line = try line(of: BranchID.control)
        let head = try head(of: line).revision
        guard var previous = try stored(at: 1, withPayload: false)?.row.digest else { return }
        var next: Revision = 1
        while next <= head {
            for copy in try copies(on: line, from: next, through: head) {
                guard copy.contribution.digest(after: previous) == copy.entry.digest else {
                    throw LogError.damaged(
                        "the record is not what its digest says", at: copy.entry.position)
                }
                previous = copy.entry.digest
                next = copy.entry.revision + 1
            }
        }
    }
}
