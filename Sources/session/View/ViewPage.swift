import SessionAnswers
import SessionStore

/// Draws a model: as many lines as the terminal has rows, none wider than it is.
struct ViewPage {
    let model: ViewModel
    private var layout: ViewLayout { model.layout }

    var lines: [StyledLine] {
        var lines: [StyledLine] = []
        if layout.hasHeading { lines.append(heading) }
        lines += body
        lines.append(status)
        if layout.hasKeys { lines.append(keys) }
        return lines.map { $0.cut(to: layout.columns) }
    }

    // MARK: Heading

    private var heading: StyledLine {
        if case .help = model.mode {
            return StyledLine(" session view: the keys", "1").fitted(to: layout.columns)
        }
        guard layout.isSplit else {
            return (model.isPaneFocused || isCovered ? tabs : title).fitted(to: layout.columns)
        }
        return joined(title, tabs)
    }

    private var title: StyledLine {
        let file = model.file.split(separator: "/").last.map(String.init) ?? model.file
        let branch = DisplayText.oneLine(model.branch.rawValue)
        let room = max(4, layout.timelineWidth - DisplayText.width(branch) - 3)
        var line = StyledLine(" " + DisplayText.cut(DisplayText.oneLine(file), to: room), "1")
        line.append(" " + branch, "36")
        return line
    }

    private var tabs: StyledLine {
        switch model.mode {
        case .branches:
            return StyledLine(
                " [" + Counts.of(model.branches.count, "branch", plural: "branches")
                    + "]", "1")
        case .browsing, .input, .help: break
        }
        if model.pane == .difference, let mark = model.mark {
            var line = StyledLine(" [difference]", "1")
            line.append(" " + DisplayText.oneLine("\(mark) → \(model.point)"), "33")
            return line
        }
        let isRoomy = layout.paneWidth >= 38
        var line = StyledLine()
        for pane in Pane.tabs where isRoomy || pane == model.pane {
            if pane == model.pane {
                line.append(" ")
                line.append("[\(pane.rawValue)]", "1")
            } else {
                line.append(" \(pane.rawValue)", "2")
            }
        }
        return line
    }

    /// Left and right side by side. The right one begins at its column whatever a terminal takes
    /// the left one's characters to be.
    private func joined(_ left: StyledLine, _ right: StyledLine) -> StyledLine {
        var line = left.fitted(to: layout.timelineWidth)
        line.append(
            StyledLine(model.isPaneFocused ? "┃" : "│", model.isPaneFocused ? "36" : "2"),
            at: layout.timelineWidth)
        line.append(right.cut(to: layout.paneWidth))
        return line
    }

    // MARK: Body

    /// Whether a list lies over what the narrow screen shows.
    private var isCovered: Bool {
        switch model.mode {
        case .branches, .help: true
        case .browsing, .input: false
        }
    }

    private var body: [StyledLine] {
        let height = layout.bodyHeight
        if case .help(let scroll) = model.mode {
            return padded(ViewHelp.lines.dropFirst(scroll).map { StyledLine(" " + $0) }, height)
        }
        guard layout.isSplit else {
            return padded(
                isCovered || model.isPaneFocused ? right(height) : timeline(height), height)
        }
        return zip(padded(timeline(height), height), padded(right(height), height))
            .map { joined($0, $1) }
    }

    private func padded(_ lines: [StyledLine], _ height: Int) -> [StyledLine] {
        let shown = lines.prefix(height)
        return shown + Array(repeating: StyledLine(), count: height - shown.count)
    }

    private func timeline(_ height: Int) -> [StyledLine] {
        let columns = TimelineColumns(model, width: layout.timelineWidth)
        guard !model.shown.isEmpty else { return [StyledLine("  no events", "2")] }
        return model.shown.map { columns.line($0) }
    }

    private func right(_ height: Int) -> [StyledLine] {
        if case .branches(let selected) = model.mode { return branches(selected, height) }
        let chosen = model.chosenRow
        let isEvent = model.pane == .event || model.pane == .conversation
        let top = model.paneTop
        let lines = model.paneLines
        return lines.indices.dropFirst(top).prefix(height).map { index in
            let isChosen = chosen == index
            var shown = StyledLine(isChosen ? "▸" : " ")
            var line = blamed(index, isShown: isChosen || index == top)
            line.append(isEvent ? lines[index].highlighting(model.search ?? "") : lines[index])
            shown.append(isChosen ? line.fitted(to: layout.paneWidth - 1).with(look: "7") : line)
            return shown
        }
    }

    /// The columns left of a file's line: where it came in, once for lines that came in together.
    ///
    /// - Parameter isShown: whether it is said in any case.
    private func blamed(_ row: Int, isShown: Bool) -> StyledLine {
        guard model.isBlaming, model.pane == .file, let text = model.content?.text,
            text.numbers.indices.contains(row), text.numbers[row] > 0
        else { return StyledLine() }
        let columns = BlameColumns(paneWidth: layout.paneWidth)
        let source = model.shownBlame?.source(of: text.numbers[row])
        let above = row > 0 ? model.shownBlame?.source(of: text.numbers[row - 1]) : nil
        return columns.line(source == above && !isShown ? nil : source)
    }

    /// Two lines a branch: where it stands, and what was said last on it.
    private func branches(_ selected: Int, _ height: Int) -> [StyledLine] {
        let room = max(1, height / 2)
        let first = max(0, min(selected - room / 2, model.branches.count - room))
        return model.branches.indices.dropFirst(first).prefix(room).flatMap { index in
            let branch = model.branches[index]
            let isChosen = index == selected
            var line = StyledLine(isChosen ? " ▸ " : "   ")
            line.append(DisplayText.oneLine(branch.name.rawValue), "1;36")
            line.append("  " + Counts.of(branch.head.number, "event"))
            if let fork = branch.fork {
                line.append("  " + DisplayText.oneLine("from \(fork)"), "2")
            }
            if branch.isArchived { line.append("  archived", "2") }
            if isChosen { line = line.fitted(to: layout.paneWidth).with(look: "7") }
            let text = model.previews[branch.name].map { preview in
                preview.lastMessage.isEmpty ? preview.title : preview.lastMessage
            }
            let preview = DisplayText.oneLine(text ?? "…", limit: TimelineRow.textLimit)
            return [line, StyledLine("   " + (preview.isEmpty ? "nothing said" : preview), "2")]
        }
    }

    // MARK: Status

    private var status: StyledLine {
        if case .input(let prompt) = model.mode, let refusal = prompt.refusal {
            return StyledLine(" " + DisplayText.oneLine(refusal), "31;7").fitted(to: layout.columns)
        }
        var parts = ["\(model.point) of \(Counts.grouped(model.head.number))"]
        if model.unseen > 0 {
            parts.append("\(Counts.of(model.unseen, "new event")), G goes there")
        }
        if let filter = model.filterText { parts.append(filter) }
        if model.chosenLine != nil, let source = model.shownBlame?.source(of: model.line) {
            parts = [
                "line \(model.line): \(source.place)", LocalTime.text(source.time), source.actor,
                source.prompt,
            ]
        } else if let row = model.rows[model.revision] {
            if let time = row.time { parts.append(LocalTime.text(time)) }
            parts += [row.actor.rawValue, EventSummary.label(of: row.kind)]
        }
        if let mark = model.mark, model.pane != .difference { parts.append("marked \(mark)") }
        let count = model.paneLines.count
        var right = ""
        if count > layout.bodyHeight, !isCovered, layout.isSplit || model.isPaneFocused {
            let first = model.paneTop
            right = "\(first + 1)–\(min(first + layout.bodyHeight, count))/\(count) "
        }
        let room = max(0, layout.columns - DisplayText.width(right))
        let left = " " + parts.map { DisplayText.oneLine($0) }.joined(separator: "  ")
        guard room >= 30 else { return StyledLine(left).fitted(to: layout.columns).with(look: "7") }
        let isBoth = !right.isEmpty
        return StyledLine(
            DisplayText.pad(left, to: room - (isBoth ? 1 : 0)) + (isBoth ? " " : "") + right, "7")
    }

    // MARK: The last line

    private var keys: StyledLine {
        if case .input(let prompt) = model.mode { return input(prompt) }
        if let seek = model.seek { return searching(seek) }
        if model.missingBlame != nil {
            return StyledLine(" looking for where each line came in, B stops", "33")
        }
        if let note = model.note {
            return StyledLine(" " + DisplayText.oneLine(note.text), note.isError ? "31" : "")
        }
        switch model.mode {
        case .branches: return hints(["↑↓ choose", "Enter opens it"], ["Esc back"])
        case .help: return hints([], ["Esc back"])
        case .browsing, .input: break
        }
        if model.chosenLine != nil {
            let keys = ["↑↓ line", "Enter where it came in", "← timeline", "B ends blame"]
            return hints(keys, ["? help", "q quit"])
        }
        let pane = model.pane == .files ? "choose a file" : "scroll"
        return hints(
            [
                model.isPaneFocused ? "↑↓ \(pane)" : "↑↓ event", "[ ] prompt", "{ } file",
                "Tab pane", "/ search", "g go",
            ]
                + [model.isPaneFocused ? "← timeline" : "→ \(pane)"]
                + ["b branches", "F filter", "m c compare", "f fork"],
            (model.askedFilter == nil ? [] : ["Esc no filter"]) + ["? help", "q quit"])
    }

    /// As many hints as fit; the last ones in any case.
    private func hints(_ hints: [String], _ last: [String]) -> StyledLine {
        var room = layout.columns - 1 - last.reduce(0) { $0 + DisplayText.width($1) + 2 }
        let fitting = hints.prefix { hint in
            room -= DisplayText.width(hint) + 2
            return room >= 0
        }
        return StyledLine(" " + (fitting + last).joined(separator: "  "), "2")
    }

    private func input(_ prompt: Prompt) -> StyledLine {
        let label =
            switch prompt.question {
            case .moment: " go to (main@120, main~2, #4711, a tag): "
            case .search: " search: "
            case .filter: " show only (kind:prompt path:src/ actor:model): "
            case .fork: " " + DisplayText.oneLine("fork at \(model.point), name:") + " "
            }
        let short = DisplayText.width(label) * 2 > layout.columns ? " > " : label
        var line = StyledLine(short, "1")
        let room = max(1, layout.columns - line.width - 1)
        // A space at the end counts, so each character is made safe by itself.
        let safe = DisplayText.lines(prompt.text).joined(separator: " ")
        line.append(DisplayText.cutFront(safe, to: room))
        line.append(" ", "7")
        return line
    }

    private func searching(_ seek: Seek) -> StyledLine {
        let what =
            switch seek.target {
            case .prompt: "looking for a prompt"
            case .fileChange: "looking for a file change"
            case .text(let text): "searching \"\(DisplayText.oneLine(text))\""
            }
        let place =
            "\(Counts.grouped(max(0, seek.next.number))) of \(Counts.grouped(model.head.number))"
        return StyledLine(" \(what): at \(place), Esc stops", "33")
    }
}
