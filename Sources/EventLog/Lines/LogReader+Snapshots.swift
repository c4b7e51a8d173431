package import SessionTerms

extension LogReader {
    /// The newest snapshot of a projection on a line, up to a revision. A damaged one counts as
    /// none: the log can always make it anew.
    package func snapshot(
        of projection: String, version: Int, on line: Line, through: Revision
    ) throws -> Snapshot? {
        for segment in line.segments(from: 1, through: through).reversed() {
            let found = try rows.snapshot(of: projection, version: version, in: segment)
            if let found { return found }
        }
        return nil
    }

    /// The revisions of a branch at which a projection has snapshots.
    package func snapshotRevisions(
        of projection: String, version: Int, branch: BranchID
    ) throws -> Set<Revision> {
        try rows.snapshotRevisions(of: projection, version: version, branch: branch)
    }

    /// The stored preview of a branch; nil where there is none, or a damaged one.
    package func preview(of branch: BranchID) throws -> PreviewRow? { try rows.preview(of: branch) }

    /// Whether a preview of a branch is stored, damaged or not.
    package func hasPreview(of branch: BranchID) throws -> Bool { try rows.hasPreview(of: branch) }
}

extension LogWriter {
    package func save(
        _ state: [UInt8], of projection: String, version: Int, branch: BranchID, revision: Revision
    ) throws {
        let snapshot = Snapshot(revision: revision, state: state)
        try rows.save(snapshot, of: projection, version: version, branch: branch)
    }

    /// Deletes a projection's snapshots of older versions.
    package func deleteSnapshots(of projection: String, before version: Int) throws {
        try rows.deleteSnapshots(of: projection, before: version)
    }

    /// Deletes the snapshots of projections other than these.
    package func deleteSnapshots(butOf names: [String]) throws {
        try rows.deleteSnapshots(butOf: names)
    }

    package func save(_ preview: PreviewRow) throws { try rows.save(preview) }
}
