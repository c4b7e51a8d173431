import SessionAnswers
import SessionStore

/// Draws the lanes of a ``LaneGraph`` with lines and bends, a lane two columns wide.
struct LaneDrawing {
    let style: Style

    /// What stands before an event: its own sign, and the lanes that pass it.
    func prefix(_ row: LaneRow) -> String {
        guard let own = row.column else {
            return cells(row.lanes) { $1 == nil ? "  " : "│ " } + style.dim("◇") + " "
        }
        return cells(row.lanes) { column, branch in
            column == own ? "● " : branch == nil ? "  " : "│ "
        }
    }

    /// Columns that the prefix takes.
    func width(_ row: LaneRow) -> Int { row.lanes.count * 2 + (row.column == nil ? 2 : 0) }

    /// A line that joins two lanes.
    func line(_ joint: LaneJoint) -> String {
        let isRight = joint.child > joint.parent
        let left = min(joint.child, joint.parent)
        let right = max(joint.child, joint.parent)
        return cells(joint.lanes) { column, branch in
            let isLast = column == joint.lanes.count - 1
            let rest = column >= left && column < right ? "─" : isLast ? "" : " "
            switch column {
            case joint.parent: return Self.parentSign(joint.parentEnd, isRight) + rest
            case joint.child: return Self.childSign(joint.childEnd, isRight) + rest
            case joint.crossed: return (branch == nil ? "─" : "┼") + rest
            default: return (branch == nil ? " " : "│") + rest
            }
        }
    }

    /// - Parameter isRight: whether the child is at the right of its parent.
    private static func parentSign(_ end: LaneJoint.End, _ isRight: Bool) -> String {
        switch end {
        case .passes: isRight ? "├" : "┤"
        case .begins: isRight ? "╭" : "╮"
        case .ends: isRight ? "╰" : "╯"
        }
    }

    private static func childSign(_ end: LaneJoint.End, _ isRight: Bool) -> String {
        switch end {
        case .passes: isRight ? "┤" : "├"
        case .begins: isRight ? "╮" : "╭"
        case .ends: isRight ? "╯" : "╰"
        }
    }

    private func cells(
        _ lanes: [BranchName?], _ cell: (Int, BranchName?) -> String
    ) -> String {
        lanes.indices.map { style.lane($0, cell($0, lanes[$0])) }.joined()
    }
}
