internal import EventLog
internal import SessionModel

/// States of projections that are kept in the file.
extension LogView {
    /// The newest state of a projection on a line, up to a revision; nil where there is none.
    func snapshot(
        of projection: String, version: Int, on line: Line, through: Revision
    ) throws -> (revision: Revision, state: [UInt8])? {
        try reader.snapshot(of: projection, version: version, on: line, through: through)
            .map { ($0.revision, $0.state) }
    }
}

extension EventWriter {
    /// Keeps states of a projection, unless rows were rewritten since they were folded. Those of
    /// earlier versions go.
    func keep(
        _ snapshots: [DueSnapshot], of projection: String, version: Int, epoch: UInt64
    ) throws {
        guard try writer.reader.epoch() == epoch else { return }
        try writer.deleteSnapshots(of: projection, before: version)
        for snapshot in snapshots {
            try writer.save(
                snapshot.state, of: projection, version: version, branch: snapshot.branch,
                revision: snapshot.revision)
        }
    }

    /// Deletes the snapshots of projections other than these.
    func deleteSnapshots(butOf names: [String]) throws {
        try writer.deleteSnapshots(butOf: names)
    }
}
