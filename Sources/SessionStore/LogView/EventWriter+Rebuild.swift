internal import EventLog
internal import SessionModel

extension EventWriter {
    /// Makes the store's own snapshots and previews of branches anew. Those of other projections
    /// are made when they are asked for.
    ///
    /// - Parameter beginnings: by branch, the revision from which there are none.
    func rebuild(from beginnings: [BranchID: Revision]) throws {
        let view = try LogView(writer)
        for (branch, from) in beginnings.sorted(by: { $0.key < $1.key }) {
            let row = try view.row(branch)
            // What lies before the fork was made anew for the branch that it lies on.
            let first = max(from, (row.fork ?? 0) + 1)
            let line = try writer.line(of: branch)
            let head = try writer.head(of: branch).revision
            guard first <= head else { continue }
            // What lies behind a damaged event is made when somebody asks for it.
            _ = try LogError.unlessDamaged {
                try rebuildPreview(of: row, on: line, from: first, through: head, view)
                try writer.rebuildSubjects(on: line, from: first, through: head)
            }
        }
    }

    private func rebuildPreview(
        of row: BranchRow, on line: Line, from first: Revision, through head: Revision,
        _ view: LogView
    ) throws {
        var fold = try PreviewFold.load(on: line, through: first - 1, view)
        try view.forEachEvent(
            on: line, from: first, through: head, kinds: PreviewFold.kindsRead
        ) { event in
            fold.apply(event)
            guard event.revision.number % PreviewKeeper.snapshotDistance == 0 else { return }
            try writer.save(
                fold.state.bytes, of: PreviewFold.name, version: PreviewFold.version,
                branch: row.id, revision: event.revision)
        }
        try writer.save(PreviewRow(fold, of: row))
    }
}
