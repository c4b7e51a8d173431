import Foundation
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
        let place = EventSummary.place(of: source.event)
        let time = LocalTime.minute(source.event.occurredAt)
        guard source.certainty != .older else { return ["^" + place, time, "", ""] }
        let isSame = source.path.utf8.elementsEqual(blame.path.utf8)
        let name = isSame ? "" : DisplayText.oneLine(" (\(source.path))")
        let prompt = source.prompt.map { EventSummary($0).text } ?? ""
        return [
            place + (source.certainty == .uncertain ? "?" : ""), time,
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

    // MARK: For programs

    static func record(_ line: Blame.Line, of blame: Blame) -> JSON {
        let source = blame.sources[line.source]
        let isOlder = source.certainty == .older
        let text = String(validating: line.bytes, as: UTF8.self)
        return .object([
            ("line", .number(line.number)), ("text", text.map { .string($0) }),
            ("base64", text == nil ? .string(Data(line.bytes).base64EncodedString()) : nil),
            ("branch", source.event.branch.map { .string($0.rawValue) }),
            ("revision", .number(source.event.revision)),
            ("position", .number(Int(source.event.position))), ("path", .string(source.path)),
            ("actor", .string(source.event.actor.rawValue)),
            ("time", .string(source.event.occurredAt.description)),
            ("model", isOlder ? nil : source.model.map { .string($0) }),
            ("prompt", isOlder ? nil : source.prompt.map { prompt($0) }),
            (
                "certainty",
                source.certainty == .certain ? nil : .string(source.certainty.rawValue)
            ),
        ])
    }

    /// What was asked, and where.
    static func prompt(_ event: Event) -> JSON {
        .object([
            ("branch", event.branch.map { .string($0.rawValue) }),
            ("revision", .number(event.revision)),
            ("text", event.isErased ? nil : event.message.map { .string($0.text) }),
        ])
    }
}
