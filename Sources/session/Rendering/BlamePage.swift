import SessionAnswers
import SessionStore

/// The lines of a file, each with the change that it came in with.
struct BlamePage {
    private let blame: Blame
    private let output: Output
    private let marks: [[String]]
    private let widths: [Int]

    init(_ blame: Blame, _ output: Output) {
        self.blame = blame
        self.output = output
        let marks = blame.sources.map { Self.mark($0, in: blame) }
        self.marks = marks
        widths = (0..<4).map { column in
            marks.map { DisplayText.width($0[column]) }.max() ?? 0
        }
    }

    /// The change, when it was, the model, what was asked.
    private static func mark(_ source: Blame.Source, in blame: Blame) -> [String] {
        let time = LocalTime.minute(source.event.occurredAt)
        guard source.certainty != .older else { return [source.markedPlace, time, "", ""] }
        let isSame = source.path.utf8.elementsEqual(blame.path.utf8)
        let name = isSame ? "" : DisplayText.oneLine(" (\(source.path))")
        let prompt = source.prompt.map { EventSummary($0).text } ?? ""
        return [
            source.markedPlace, time,
            DisplayText.cut(
                DisplayText.oneLine(source.model ?? source.event.actor.rawValue), to: 18),
            DisplayText.cut(prompt, to: 28) + DisplayText.cutFront(name, to: 24),
        ]
    }

    var lines: [String] {
        let style = output.style
        let numberWidth = String(blame.lines.last?.number ?? 0).count
        var last: Int?
        return blame.lines.map { line in
            let isSame = line.source == last
            last = line.source
            let mark = zip(marks[line.source], widths).map { text, width in
                DisplayText.pad(isSame ? "" : text, to: width)
            }
            let number = DisplayText.pad("\(line.number)", to: numberWidth, right: true)
            let cells = [
                style.yellow(mark[0]), style.dim(mark[1]), style.magenta(mark[2]),
                style.green(mark[3]), style.dim(number),
            ]
            let used = widths.reduce(0, +) + numberWidth + 10
            let text = Self.text(line.bytes)
            let room = output.columns.map { max(8, $0 - used) }
            return (cells + [room.map { DisplayText.cut(text, to: $0) } ?? text])
                .joined(separator: "  ").trimmingEnd
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return DisplayText.lines(text).first ?? ""
    }
}

extension Blame.Source {
    /// The change as a moment, `main@58`: `^` before it where the lines are older, `?` behind it
    /// where they may be.
    var markedPlace: String {
        let place = EventSummary.place(of: event)
        switch certainty {
        case .certain: return place
        case .uncertain: return place + "?"
        case .older: return "^" + place
        }
    }
}
