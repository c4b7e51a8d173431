import SessionAnswers
import SessionIndex
import SessionStore

/// The sessions of a folder as a table.
struct ListPage {
    private let rows: [IndexedSession]
    /// Whether those of one folder stand under its name.
    private let isByFolder: Bool

    init(_ rows: [IndexedSession], isByFolder: Bool) {
        self.rows = rows
        self.isByFolder = isByFolder
    }

    func lines(_ output: Output) -> [String] {
        var table = Table(
            ["FILE", "LAST EVENT", "PROMPTS", "CALLS", "TOKENS", "TITLE"], right: [2, 3, 4])
        for row in rows { table.add(cells(row, output)) }
        let lines = table.lines(output.style, columns: output.columns)
        guard isByFolder else { return lines }
        return [lines[0]] + grouped(Array(lines.dropFirst()), output.style)
    }

    /// Puts the repository above the lines of its sessions.
    private func grouped(_ lines: [String], _ style: Style) -> [String] {
        var all: [String] = []
        var last: String?
        for (row, line) in zip(rows, lines) {
            let content = try? row.content.get()
            let place = content?.repository ?? "no folder"
            if place != last { all.append(style.bold(DisplayText.oneLine(place))) }
            last = place
            all.append(line)
        }
        return all
    }

    private func cells(_ row: IndexedSession, _ output: Output) -> [String] {
        let room = output.columns.map { max(16, $0 / 3) } ?? .max
        let file = DisplayText.cutFront(DisplayText.oneLine(row.path), to: room)
        switch row.content {
        case .failure(let error):
            return [file, "—", "—", "—", "—", "✗ " + DisplayText.oneLine(error.message)]
        case .success(let content):
            let preview = content.preview
            return [
                file, preview.endedAt.map { LocalTime.minute($0) } ?? "—",
                Counts.grouped(preview.prompts), Counts.grouped(preview.toolCalls),
                Counts.short(preview.tokens.total), title(content),
            ]
        }
    }

    private func title(_ content: IndexedSession.Content) -> String {
        let title = content.preview.title
        let own = content.branches - content.subagents
        let notes = [
            own > 1 ? "\(own) branches" : nil,
            content.subagents > 0 ? Counts.of(content.subagents, "subagent") : nil,
            content.isHeld ? "held" : nil, content.isArchived ? "archived" : nil,
        ].compactMap { $0 }
        return (content.isPinned ? "★ " : "")
            + DisplayText.oneLine(title.isEmpty ? "(no title)" : title)
            + (notes.isEmpty ? "" : "  (\(notes.joined(separator: ", ")))")
    }
}
