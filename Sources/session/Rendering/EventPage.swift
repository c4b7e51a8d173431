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

    func body(_ event: Event) -> [String] {
        if event.isErased { return indent(erasure) }
        if let message = event.message, !message.parts.isEmpty {
            return Array(message.parts.map { part($0) }.joined(separator: [""]))
                + usage(message)
        }
        let summary = EventSummary(event, answered: answered).text
        let isOurs = event.kind.role != nil && event.kind != .foreignRecorded
        let text =
            isOurs && event.dialect == nil
            ? [summary] : cut(DisplayText.lines(MessageText.indented(event.body)))
        return indent(text) + content(event)
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

    private func part(_ part: Message.Part) -> [String] {
        switch part {
        case .text(let text): return indent(cut(DisplayText.lines(MessageText.plain(text))))
        case .thinking(let text):
            let lines = cut(DisplayText.lines(text.string ?? ""))
            return indent([style.dim("thinking")] + lines.map { style.dim($0) })
        case .toolCall(let id, let name, let arguments):
            let title = style.blue("calls ") + style.bold(DisplayText.oneLine(name)) + identity(id)
            return indent([title] + self.arguments(arguments))
        case .toolResult(let id, let result, let isError):
            let title = (isError ? style.red("failed") : style.blue("returned")) + identity(id)
            return indent([title] + indent(cut(DisplayText.lines(MessageText.plain(result)))))
        case .other(let type, let value):
            let size = Counts.bytes(value.bytes.count)
            return indent([style.dim("[\(DisplayText.oneLine(type)), \(size)]")])
        }
    }

    private func arguments(_ arguments: JSON) -> [String] {
        arguments.isNull
            ? [] : indent(cut(DisplayText.lines(MessageText.indented(arguments))))
    }

    private func identity(_ id: String?) -> String {
        id.map { style.dim("  " + DisplayText.oneLine($0)) } ?? ""
    }

    private func usage(_ message: Message) -> [String] {
        guard let usage = message.usage else { return [] }
        let model = message.model.map { DisplayText.oneLine($0) + ", " } ?? ""
        return ["", style.dim("  " + model + "tokens: " + Self.tokens(usage))]
    }

    private func content(_ event: Event) -> [String] {
        guard let content = event.content else { return [] }
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            return indent([style.dim("(binary, \(Counts.bytes(content.count)))")])
        }
        return [""] + indent(cut(DisplayText.lines(text)))
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

    private func cut(_ lines: [String]) -> [String] {
        guard let limit, lines.count > limit + 1 else { return lines }
        let rest = Counts.of(lines.count - limit, "line")
        return lines.prefix(limit) + [style.dim("… \(rest) more, see --full")]
    }

    private func indent(_ lines: [String]) -> [String] {
        lines.map { $0.isEmpty ? "" : "  " + $0 }
    }
}
