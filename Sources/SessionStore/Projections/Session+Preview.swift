internal import EventLog
public import SessionModel

extension Session {
    /// What a list of sessions shows, at any moment.
    ///
    /// - Cost: at a head the stored row is read; elsewhere at most 512 events are folded behind the
    ///   nearest snapshot.
    public func preview(at moment: Moment) async throws -> Preview {
        try await read { view in try view.preview(at: view.resolve(moment)) }
    }

    /// The previews of all branches at their heads, in the order the branches began.
    public func previews() async throws -> [Preview] {
        try await read { view in
            try view.branches.map { row in
                let head = try view.reader.head(of: view.line(row.id))
                return try view.preview(
                    at: Point(branch: BranchName(rawValue: row.name), revision: Int(head.revision)))
            }
        }
    }
}

extension LogView {
    func preview(at point: Point) throws -> Preview {
        let row = try row(point.branch)
        let fold = try PreviewFold.load(of: row.id, through: Int64(point.revision), self)
        var preview = fold.preview(of: point.branch)
        let head = try reader.head(of: line(row.id))
        if Int64(point.revision) == head.revision {
            preview.phase = try phase(atHeadOf: row, saying: preview.phase)
        }
        return preview
    }

    /// The phase at a head, where the control line has a say too.
    private func phase(atHeadOf row: BranchRow, saying folded: Phase) throws -> Phase {
        if try row.isArchived || isArchived { return .archived }
        let control = try Line(of: BranchRow.control, among: [])
        if let export = try reader.latest(
            kind: EventKind.sessionExported.rawValue, subject: nil, on: control, headersOnly: true)
        {
            let head = try reader.head(of: line(row.id)).revision
            let last = try reader.entry(revision: head, on: line(row.id), headersOnly: true)
            if export.position > last?.position ?? 0 { return .exported }
        }
        return branches.contains { !$0.isArchived && $0.id != row.id } ? .branching : folded
    }

    /// Whether the session as a whole is archived.
    var isArchived: Bool {
        get throws {
            let control = try Line(of: BranchRow.control, among: [])
            let archived = try reader.latest(
                kind: EventKind.sessionArchived.rawValue, subject: nil, on: control,
                headersOnly: true)
            guard let archived else { return false }
            let reopened = try reader.latest(
                kind: EventKind.sessionReopened.rawValue, subject: nil, on: control,
                headersOnly: true)
            return archived.revision > reopened?.revision ?? 0
        }
    }
}
