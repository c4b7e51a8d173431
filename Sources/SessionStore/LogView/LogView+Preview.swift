internal import EventLog
internal import SessionModel

extension LogView {
    func preview(at point: Point) throws -> Preview {
        let row = try row(point.branch)
        return try preview(
            of: row, on: line(row.id), at: point.revision, controlState)
    }

    /// - Parameter control: read once, however many previews are asked for.
    func preview(
        of row: BranchRow, on line: Line, at revision: Revision, _ control: ControlState
    ) throws -> Preview {
        let fold = try PreviewFold.load(on: line, through: revision, self)
        var preview = fold.preview(of: row.name)
        if try reader.head(of: line).revision == revision {
            preview.phase = try phase(atHeadOf: row, on: line, control, saying: preview.phase)
        }
        return preview
    }

    /// The phase at a head, where the control line has a say too.
    private func phase(
        atHeadOf row: BranchRow, on line: Line, _ control: ControlState, saying folded: Phase
    ) throws -> Phase {
        if row.isArchived || control.isArchived { return .archived }
        if control.exported > 0 {
            let last = try reader.entries(
                on: line, from: 1, through: .max, ascending: false, limit: 1, headersOnly: true)
            if control.exported > last.first?.position ?? 0 { return .exported }
        }
        return branches.contains { !$0.isArchived && $0.id != row.id } ? .branching : folded
    }

    var controlState: ControlState {
        get throws {
            ControlState(
                isArchived: try isArchived,
                exported: try lastControl(.sessionExported)?.position ?? 0)
        }
    }

    /// Whether the session as a whole is archived.
    var isArchived: Bool {
        get throws {
            guard let archived = try lastControl(.sessionArchived) else { return false }
            return archived.revision > (try lastControl(.sessionReopened)?.revision ?? 0)
        }
    }

    /// The header of the last event of a kind on the control line.
    private func lastControl(_ kind: EventKind) throws -> LogEntry? {
        try latest(kind: kind, on: line(.control), headersOnly: true)
    }
}

/// What the control line says about the session as a whole.
struct ControlState {
    let isArchived: Bool
    /// Where the last export is; 0: there was none.
    let exported: Position
}
