import Foundation
import SessionAnswers

/// One line of the screen: stretches of safe text, each in a look of its own.
struct StyledLine: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        var text: String
        /// What selects its look in an escape sequence, such as `1;33`; empty: none.
        var look = ""
        /// Where it begins, counted from 0, whatever stands before it: columns stay in line even
        /// where a terminal takes a character to be wider than we do.
        var column: Int?
    }

    private(set) var spans: [Span] = []

    init() {}

    init(_ text: String, _ look: String = "") {
        if !text.isEmpty { spans = [Span(text: text, look: look)] }
    }

    /// A line as ``Style`` paints it. Text that went through ``DisplayText`` holds no escape
    /// character, so each one here is ours.
    init(painted: String) {
        for (index, piece) in painted.split(
            separator: "\u{1B}[", omittingEmptySubsequences: false
        ).enumerated() {
            guard index > 0 else {
                append(String(piece))
                continue
            }
            let code = piece.prefix { $0 != "m" }
            append(String(piece.dropFirst(code.count + 1)), code == "0" ? "" : String(code))
        }
    }

    var text: String { spans.map(\.text).joined() }
    var width: Int { spans.reduce(0) { $0 + DisplayText.width($1.text) } }
    var isEmpty: Bool { spans.isEmpty }

    mutating func append(_ text: String, _ look: String = "") {
        if !text.isEmpty { spans.append(Span(text: text, look: look)) }
    }

    mutating func append(_ line: StyledLine, at column: Int? = nil) {
        var added = line.spans
        if let column, !added.isEmpty { added[0].column = column }
        spans += added
    }

    /// The line in at most `columns`; what is cut off is marked with `…`.
    func cut(to columns: Int) -> StyledLine {
        guard width > columns else { return self }
        var result = StyledLine()
        var left = columns
        for span in spans where left > 0 {
            let width = DisplayText.width(span.text)
            if width < left {
                result.spans.append(span)
                left -= width
            } else {
                // Cut as if one column were missing, so that the mark fits in any case.
                var span = span
                span.text = DisplayText.cut(span.text + " ", to: left)
                result.spans.append(span)
                left = 0
            }
        }
        return result
    }

    /// The line in exactly `columns`.
    func fitted(to columns: Int) -> StyledLine {
        var result = cut(to: columns)
        result.append(String(repeating: " ", count: max(0, columns - result.width)))
        return result
    }

    /// The same text with a look added to each stretch.
    func with(look: String) -> StyledLine {
        var result = self
        for index in spans.indices {
            let old = spans[index].look
            result.spans[index].look = old.isEmpty ? look : old + ";" + look
        }
        return result
    }

    /// What makes a terminal show the line.
    func escaped(isColoured: Bool) -> String {
        var result = ""
        for span in spans {
            if let column = span.column { result += "\u{1B}[\(column + 1)G" }
            let look = isColoured ? span.look : Self.withoutColour(span.look)
            result += look.isEmpty ? span.text : "\u{1B}[\(look)m\(span.text)\u{1B}[0m"
        }
        return result
    }

    /// Bold, dim and reversed text is no colour; without it the chosen row could not be told.
    private static func withoutColour(_ look: String) -> String {
        look.split(separator: ";").filter { $0.count == 1 }.joined(separator: ";")
    }
}

extension StyledLine {
    /// The line over as many lines as it takes in `columns`, broken at spaces where there are any;
    /// what follows the first one is indented as that is, or by `hanging` columns.
    func wrapped(to columns: Int, hanging: Int? = nil) -> [StyledLine] {
        guard width > columns, columns > 0 else { return [self] }
        let cells = spans.flatMap { span in span.text.map { ($0, span.look) } }
        let indent = min(hanging ?? cells.prefix { $0.0 == " " }.count, columns / 3)
        var result: [StyledLine] = []
        var start = 0
        while start < cells.count {
            let space = result.isEmpty ? 0 : indent
            let end = Self.lineEnd(cells, from: start, room: columns - space)
            var line = StyledLine(String(repeating: " ", count: space))
            line.append(cells[start..<end])
            result.append(line)
            start = end
            // A break swallows the space that it stands for.
            if start < cells.count, cells[start].0 == " " { start += 1 }
        }
        return result
    }

    private static func lineEnd(
        _ cells: [(Character, String)], from start: Int, room: Int
    ) -> Int {
        var end = start
        var used = 0
        var lastSpace: Int?
        while end < cells.count {
            used += DisplayText.width(cells[end].0)
            if used > room { break }
            if cells[end].0 == " ", end > start { lastSpace = end }
            end += 1
        }
        guard end < cells.count else { return end }
        if cells[end].0 == " " { return max(end, start + 1) }
        if let lastSpace, (lastSpace - start) * 2 > room { return lastSpace }
        // A character wider than the room still has to go somewhere.
        return max(end, start + 1)
    }

    private mutating func append(_ cells: ArraySlice<(Character, String)>) {
        for (character, look) in cells {
            if let last = spans.indices.last, spans[last].look == look {
                spans[last].text.append(character)
            } else {
                append(String(character), look)
            }
        }
    }

    /// Marks where `text` occurs, whatever the case of its letters.
    func highlighting(_ text: String) -> StyledLine {
        guard !text.isEmpty else { return self }
        var result = StyledLine()
        for span in spans {
            var rest = span.text[...]
            while let found = rest.range(of: text, options: .caseInsensitive), !found.isEmpty {
                result.spans.append(
                    Span(text: String(rest[..<found.lowerBound]), look: span.look))
                let look = span.look.isEmpty ? "7" : span.look + ";7"
                result.spans.append(Span(text: String(rest[found]), look: look))
                rest = rest[found.upperBound...]
            }
            result.spans.append(Span(text: String(rest), look: span.look))
        }
        result.spans.removeAll { $0.text.isEmpty }
        return result
    }
}
