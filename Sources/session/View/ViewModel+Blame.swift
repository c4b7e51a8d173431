import SessionStore

/// Where the lines of the file shown came in.
extension ViewModel {
    /// A line that is to be found again at another moment.
    struct Landing: Sendable, Hashable {
        let text: String
        let number: Int
    }

    /// Only of a file that is shown, and beside it: it may take long.
    var missingBlame: BlameRequest? {
        guard isBlaming, let shown = shownText, let path = shown.content.path else { return nil }
        let request = BlameRequest(path: path, point: point)
        return blame?.request == request ? nil : request
    }

    /// The lines of the file that is asked for, once they are there.
    private var shownText: (content: PaneContent, text: FileText)? {
        guard pane == .file, let content, content.request == wantedPane, let text = content.text,
            text.numbers.contains(where: { $0 > 0 })
        else { return nil }
        return (content, text)
    }

    /// What is known of the lines shown; nil: nothing yet, or it was not asked for.
    var shownBlame: FileBlame? {
        guard isBlaming, let blame, let shown = shownText,
            blame.request == BlameRequest(path: shown.content.path ?? "", point: point)
        else { return nil }
        return blame
    }

    /// The row of the pane in which the chosen line begins.
    var chosenLine: Int? {
        guard isBlaming, isPaneFocused, let text = shownText?.text else { return nil }
        return text.numbers.firstIndex(of: line) ?? text.numbers.firstIndex { $0 > 0 }
    }

    mutating func toggleBlame() {
        isBlaming.toggle()
        guard isBlaming else { return }
        show(.file)
        isPaneFocused = true
        if let numbers = shownText?.text.numbers {
            line = numbers.dropFirst(scroll).first { $0 > 0 } ?? 1
        }
    }

    /// - Returns: whether there are lines to choose from.
    mutating func moveLine(by count: Int) -> Bool {
        guard let row = chosenLine, let numbers = shownText?.text.numbers,
            let first = numbers.firstIndex(where: { $0 > 0 }),
            let last = numbers.lastIndex(where: { $0 > 0 })
        else { return false }
        let target = min(max(row &+ count, first), last)
        // A step goes to another line, however many rows this one takes.
        let isStep = abs(count) == 1
        line = isStep ? min(max(numbers[row] + count, 1), numbers[last]) : numbers[target]
        showLine()
        return true
    }

    private mutating func showLine() {
        guard let row = chosenLine else { return }
        scroll = line == 1 ? 0 : min(max(scroll, row - layout.bodyHeight + 1), row)
        clampScroll()
    }

    /// Goes to the moment at which the chosen line came in.
    mutating func goToOrigin() {
        guard let row = chosenLine, let content, let source = shownBlame?.source(of: line) else {
            return
        }
        guard let target = source.point, target != point else {
            note = Note(text: "this line came in here")
            return
        }
        let origin = point
        landing = Landing(text: content.fileText(ofRow: row), number: line)
        path = source.path
        go(to: target)
        note = Note(text: "here the line came in; g \(origin) goes back")
    }

    /// Chooses the line that was followed here, or what changed first.
    mutating func land() {
        guard let landing, let (content, text) = shownText else { return }
        self.landing = nil
        let begins = text.numbers.indices.filter { row in
            text.numbers[row] > 0 && (row == 0 || text.numbers[row - 1] != text.numbers[row])
        }
        let same = begins.filter { content.fileText(ofRow: $0) == landing.text }
        // Rows are as long as there is room for them, and that may be another one here.
        let rows =
            same.isEmpty
            ? begins.filter { content.fileText(ofRow: $0).isAlike(landing.text) } : same
        let row = rows.min { left, right in
            func distance(_ row: Int) -> (Int, Int) {
                let number = text.numbers[row]
                return (text.changed.contains(number) ? 0 : 1, abs(number - landing.number))
            }
            return distance(left) < distance(right)
        }
        line = row.map { text.numbers[$0] } ?? text.changed.min() ?? line
        showLine()
    }
}

extension PaneContent {
    /// What stands behind a row's number and mark.
    fileprivate func fileText(ofRow row: Int) -> String {
        String(lines[row].text.dropFirst(text?.gutter ?? 0))
    }
}

extension String {
    /// Whether one of them begins with the other.
    fileprivate func isAlike(_ other: String) -> Bool {
        isEmpty == other.isEmpty && (hasPrefix(other) || other.hasPrefix(self))
    }
}
