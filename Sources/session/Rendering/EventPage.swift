import JSONText
import SessionAnswers
import SessionStore

/// One event laid out to be read: what it says about itself, then what it says.
struct EventPage {
    let style: Style
    /// Lines shown of a long text; nil: all.
    let limit: Int?
    /// What is known of how the event was erased.
    var redaction: Redaction?
    /// What the conflicts of a merge were about.
    var answered: AnsweredNames = [:]

    // MARK: About the event

    /// A row that names the event, where several stand under each other.
    func caption(_ event: Event, mark: Bool) -> String {
        let summary = EventSummary(event)
        let actor = DisplayText.oneLine(event.actor.rawValue)
        return (mark ? style.yellow("▶ ") : "  ") + style.yellow(EventSummary.place(of: event))
            + "  "
            + style.dim(LocalTime.text(event.occurredAt)) + "  "
            + style.actor(event.actor, actor) + "  " + style.bold(summary.label)
    }

    func header(_ event: Event) -> [String] {
        var table = Table()
        for (name, value) in fields(event) {
            if let value { table.add([name, DisplayText.oneLine(value)]) }
        }
        let title =
            style.yellow(EventSummary.place(of: event)) + "  " + style.dim("#\(event.position)")
            + "  "
            + style.bold(DisplayText.oneLine(event.kind.rawValue))
        return [title] + table.lines() + [""]
    }

    private func fields(_ event: Event) -> [(String, String?)] {
        [
            ("subject", event.subject),
            ("actor", event.actor.rawValue),
            ("occurred", LocalTime.full(event.occurredAt)),
            ("recorded", LocalTime.full(event.recordedAt)),
            (
                "cause",
                event.cause.map { cause in
                    event.branch.map { "\($0)@\(cause)" } ?? "control revision \(cause)"
                }
            ),
            ("origin", event.origin?.description),
            ("id", event.id),
            ("format", event.dialect?.rawValue),
            ("version", event.version == 1 ? nil : "\(event.version)"),
            ("digest", event.digest.description),
            (
                "size",
                Counts.bytes(event.body.bytes.count)
                    + (event.content.map { " and \(Counts.bytes($0.count)) of content" } ?? "")
            ),
        ]
    }

    // MARK: What it says

    func body(_ event: Event) -> [String] { blocks(event).flatMap { lines(of: $0) } }

    /// Writes what ``body(_:)`` gives, in little memory however long it is.
    func writeBody(of event: Event, to output: Output) throws {
        for block in blocks(event) {
            if case .text(let text, let look) = block, limit == nil, isLarge(text) {
                try write(text, look, to: output)
            } else {
                try output.lines(lines(of: block))
            }
        }
    }

    private enum Block {
        case lines([String])
        /// A text of any length.
        case text(ReadableText, Look = Look())
    }

    /// What lines of a text have before them, where they are not empty, and whether they are dim.
    private struct Look {
        var margin = "  "
        var isDim = false
    }

    private func blocks(_ event: Event) -> [Block] {
        if event.isErased { return [.lines(indent(erasure))] }
        if let message = event.message, !message.parts.isEmpty {
            return Array(message.parts.map { part($0) }.joined(separator: [.lines([""])]))
                + [.lines(usage(message))]
        }
        let isOurs = event.kind.role != nil && event.kind != .foreignRecorded
        let text =
            isOurs && event.dialect == nil
            ? .lines(indent([EventSummary(event, answered: answered).text])) : json(event.body)
        return [text] + content(event)
    }

    /// Who erased it and why.
    private var erasure: [String] {
        guard let redaction else { return [style.dim("(erased)")] }
        let who = [redaction.actor.rawValue] + (redaction.authority.map { ["for \($0)"] } ?? [])
        return [
            DisplayText.oneLine(
                "erased on \(LocalTime.text(redaction.erasedAt)) by "
                    + who.joined(separator: ", ")),
            DisplayText.oneLine("reason: \(redaction.reason)"),
        ].map { style.dim($0) }
    }

    private func part(_ part: Message.Part) -> [Block] {
        switch part {
        case .text(let text): return [.text(ReadableText(text))]
        case .thinking(let text):
            let text = ReadableText(text)
            return [.lines(indent([style.dim("thinking")])), .text(text, Look(isDim: true))]
        case .toolCall(let id, let name, let arguments):
            let title = style.blue("calls ") + style.bold(DisplayText.oneLine(name)) + identity(id)
            return [.lines(indent([title]))]
                + (arguments.isNull ? [] : [json(arguments, Self.inner)])
        case .toolResult(let id, let result, let isError):
            let title = (isError ? style.red("failed") : style.blue("returned")) + identity(id)
            return [.lines(indent([title])), .text(ReadableText(result), Self.inner)]
        case .other(let type, let value):
            let size = Counts.bytes(value.range.count)
            return [.lines(indent([style.dim("[\(DisplayText.oneLine(type)), \(size)]")]))]
        }
    }

    /// Below the title of a part.
    private static let inner = Look(margin: "    ")

    /// JSON over indented lines; a large one as it was written.
    private func json(_ value: JSON, _ look: Look = Look()) -> Block {
        let text = ReadableText(json: value)
        guard !isLarge(text) else { return .text(text, look) }
        return .lines(laidOut(cut(DisplayText.lines(MessageText.indented(value))), look))
    }

    private func identity(_ id: String?) -> String {
        id.map { style.dim("  " + DisplayText.oneLine($0)) } ?? ""
    }

    private func usage(_ message: Message) -> [String] {
        guard let usage = message.usage else { return [] }
        let model = message.model.map { DisplayText.oneLine($0) + ", " } ?? ""
        return ["", style.dim("  " + model + "tokens: " + Self.tokens(usage))]
    }

    private func content(_ event: Event) -> [Block] {
        guard let content = event.content else { return [] }
        let text = ReadableText(bytes: content)
        guard !content.contains(0), text.isUTF8 else {
            return [.lines(indent([style.dim("(binary, \(Counts.bytes(content.count)))")]))]
        }
        return [.lines([""]), .text(text)]
    }

    /// `1,204 in, 310 out, 15,000 from cache, 900 to cache`
    static func tokens(_ usage: TokenUsage) -> String {
        var parts = ["\(Counts.grouped(usage.input)) in", "\(Counts.grouped(usage.output)) out"]
        if usage.cacheRead != 0 {
            parts.append("\(Counts.grouped(usage.cacheRead)) from cache")
        }
        if usage.cacheCreation != 0 {
            parts.append("\(Counts.grouped(usage.cacheCreation)) to cache")
        }
        return parts.joined(separator: ", ")
    }

    // MARK: Lines

    /// Bytes from which a text is not laid out at once.
    private static let largeSize = 1 << 20
    /// Characters of a large text that are shown of it.
    private static let beginning = 1 << 14

    private func isLarge(_ text: ReadableText) -> Bool { text.size > Self.largeSize }

    private func lines(of block: Block) -> [String] {
        switch block {
        case .lines(let lines): return lines
        case .text(let text, let look):
            guard let limit, isLarge(text) else {
                return laidOut(cut(DisplayText.lines(text.whole)), look)
            }
            let shown = DisplayText.lines(text.beginning(limit: Self.beginning)).prefix(limit)
            let rest = style.dim("… the rest of \(Counts.bytes(text.size)), see --full")
            return laidOut(shown + [rest], look)
        }
    }

    private func write(_ text: ReadableText, _ look: Look, to output: Output) throws {
        var splitter = DisplayLines()
        var isInside = false
        func send(_ parts: [DisplayLines.Part]) throws {
            for part in parts {
                let margin = isInside || part.text.isEmpty ? "" : look.margin
                let end = part.isEnd ? "\n" : ""
                try output.text(margin + (look.isDim ? style.dim(part.text) : part.text) + end)
                isInside = !part.isEnd
            }
        }
        try text.forEachPiece { try send(splitter.add($0)) }
        try send(splitter.finish())
    }

    private func laidOut(_ lines: [String], _ look: Look) -> [String] {
        lines.map { line in
            line.isEmpty ? "" : look.margin + (look.isDim ? style.dim(line) : line)
        }
    }

    private func cut(_ lines: [String]) -> [String] {
        guard let limit, lines.count > limit + 1 else { return lines }
        let rest = Counts.of(lines.count - limit, "line")
        return lines.prefix(limit) + [style.dim("… \(rest) more, see --full")]
    }

    private func indent(_ lines: [String]) -> [String] { laidOut(lines, Look()) }
}
