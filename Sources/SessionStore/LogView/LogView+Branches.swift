internal import EventLog
internal import SessionModel

extension LogView {
    /// The branch's row, once it is known to take events.
    func writable(_ name: BranchName) throws -> BranchRow {
        let row = try row(name)
        if row.isArchived {
            throw SessionError(
                .branchArchived, "\(name) is archived and takes no more events",
                hint: "Fork it: \(.fork(nil, from: name)).")
        }
        try checkNotArchived()
        return row
    }

    func checkNotArchived() throws {
        guard try !isArchived else {
            throw SessionError(
                .sessionArchived, "the session is archived and takes no more events",
                hint: "\(.reopen) opens it again.")
        }
    }
}

extension LogView {
    /// The branch that a revision of a line is written on: forking there makes chains no deeper
    /// than the history is.
    func owner(of revision: Revision, on line: Line) -> BranchID? {
        line.segments.last { $0.revisions.contains(revision) }?.branch
    }
}

extension LogView {
    /// The branch on which the event with this digest and revision was written.
    ///
    /// - Parameter likely: the branch to look at first; where it is that one the cost is a seek.
    func owner(of digest: EventDigest?, revision: Revision, likely: BranchID?) -> BranchID? {
        guard let digest, revision > 0 else { return nil }
        return ([likely].compactMap { $0 } + branches.map(\.id)).first { branch in
            let entry = try? reader.entry(revision: revision, writtenOn: branch)
            return entry?.digest == digest
        }
    }
}
