import SessionAnswers
import SessionStore

/// Writes what an audit found: as a table, as JSON lines or as CSV.
struct AuditPage {
    enum Form { case table, json, csv }

    private let form: Form
    private let output: Output
    /// Columns of the files' names; 0: there is but one, and it need not be named.
    private let fileWidth: Int
    private var hasHeader = false
    /// Columns of the longest moment so far: a moment that is cut is none.
    private var placeWidth = 12

    init(_ form: Form, of files: [String], output: Output = .standard) {
        self.form = form
        self.output = output
        let widest = files.map { DisplayText.width(DisplayText.oneLine($0)) }.max() ?? 0
        fileWidth = files.count > 1 ? min(widest, 24) : 0
    }

    mutating func write(_ row: AuditRow) throws {
        if !hasHeader {
            placeWidth = max(placeWidth, DisplayText.width(EventSummary.place(of: row.event)))
        }
        try writeHeader()
        switch form {
        case .table:
            let place = EventSummary.place(of: row.event)
            placeWidth = max(placeWidth, DisplayText.width(place))
            try output.line(line(row, at: place))
        case .json: try output.json(Records.row(row))
        case .csv: try output.bytes(Array(CSV.line(row.cells).utf8))
        }
    }

    /// CSV has its first line even where nothing was found.
    mutating func writeHeader() throws {
        guard !hasHeader else { return }
        hasHeader = true
        if form == .csv { try output.bytes(Array(CSV.line(AuditRow.columns).utf8)) }
        if form == .table { try output.line(output.style.dim(header)) }
    }

    private var isRoomy: Bool { (output.columns ?? 200) >= 100 }
    private var widths: (time: Int, actor: Int, label: Int) {
        isRoomy ? (19, 20, 8) : (14, 12, 8)
    }

    private var header: String {
        let names = [
            DisplayText.pad("WHERE", to: placeWidth),
            DisplayText.pad("WHEN", to: widths.time),
            DisplayText.pad("WHO", to: widths.actor),
            DisplayText.pad("WHAT", to: widths.label),
        ]
        return (fileWidth > 0 ? [DisplayText.pad("SESSION", to: fileWidth)] + names : names)
            .joined(separator: "  ").trimmingEnd
    }

    private func line(_ row: AuditRow, at place: String) -> String {
        let event = row.event
        let style = output.style
        let summary = EventSummary(event)
        let time =
            isRoomy ? LocalTime.text(event.occurredAt) : LocalTime.short(event.occurredAt)
        let actor = DisplayText.pad(
            DisplayText.oneLine(event.actor.rawValue), to: widths.actor)
        var cells = [
            style.yellow(DisplayText.pad(place, to: placeWidth)),
            style.dim(time), style.actor(event.actor, actor),
            DisplayText.pad(summary.label, to: widths.label),
        ]
        var used = placeWidth + widths.time + widths.actor + widths.label + 8
        if fileWidth > 0 {
            let name = DisplayText.cutFront(DisplayText.oneLine(row.file), to: fileWidth)
            cells.insert(DisplayText.pad(name, to: fileWidth), at: 0)
            used += fileWidth + 2
        }
        let text = summary.fitting(
            max(1, (output.columns ?? 200) - used), of: event, below: row.folder)
        return (cells + [text]).joined(separator: "  ").trimmingEnd
    }
}

extension String {
    /// Without white space at its end.
    var trimmingEnd: String {
        var text = self[...]
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
