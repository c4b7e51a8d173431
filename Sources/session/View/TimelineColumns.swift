import SessionAnswers
import SessionStore

/// The timeline's rows: mark, revision, time, kind, what it says, as far as there is room.
struct TimelineColumns {
    private let model: ViewModel
    private let width: Int
    private let revisionWidth: Int
    private let timeWidth: Int

    init(_ model: ViewModel, width: Int) {
        self.model = model
        self.width = width
        revisionWidth = "\(model.head)".count
        // A time that leaves no room for what was said is in the status line all the same.
        let room = width - revisionWidth - 12
        timeWidth = room >= 45 ? 14 : room >= 26 ? 8 : room >= 18 ? 5 : 0
    }

    func line(_ revision: Revision) -> StyledLine {
        let isChosen = revision == model.revision
        let isMarked = model.mark.map { model.owners.owner(of: $0) == owner(revision) } ?? false
        let chosen = model.fits(revision) ? "▸" : "▹"
        var line = StyledLine(isChosen ? chosen : isMarked ? "◆" : " ", "1")
        let number = DisplayText.pad("\(revision)", to: revisionWidth, right: true)
        line.append(number + " ", isMarked ? "1;33" : "33")
        if let row = model.rows[revision] { add(row, to: &line) }
        line = line.fitted(to: width)
        return isChosen ? line.with(look: "7") : line
    }

    private func owner(_ revision: Revision) -> Point? {
        model.rows[revision].map { Point(branch: $0.owner, revision: revision) }
    }

    private func add(_ row: TimelineRow, to line: inout StyledLine) {
        if timeWidth > 0 { line.append(time(row.time) + " ", "2") }
        let label = DisplayText.pad(EventSummary.label(of: row.kind), to: 8)
        line.append(label + " ", Self.look(of: row.actor))
        let names = model.labels[Point(branch: row.owner, revision: row.revision)] ?? []
        if !names.isEmpty {
            line.append("(" + Counts.few(names) + ") ", "36")
        }
        let text = DisplayText.cut(
            row.text ?? "", around: row.path, to: max(1, width - line.width))
        line.append(text, row.kind.isAsking ? "1" : "")
    }

    private func time(_ time: Timestamp?) -> String {
        guard let time else { return String(repeating: " ", count: timeWidth) }
        let short = LocalTime.short(time)
        switch timeWidth {
        case 14: return short
        case 8: return String(short.suffix(8))
        default: return String(short.suffix(8).prefix(5))
        }
    }

    /// The colours that ``Style`` gives actors.
    private static func look(of actor: EventActor) -> String {
        switch actor.role {
        case "user": "32"
        case "model": "35"
        case "tool": "34"
        default: "2"
        }
    }
}
