internal import JSONText
import SessionStore

/// The text of a conversation in Markdown, event by event.
struct MarkdownPage {
    /// Who spoke last, so that the parts of one answer stand under one heading.
    private var speaker = ""
    /// The model that answered last, which the heading names.
    private var model = ""
    /// Pieces of an unfinished answer, joined.
    private var streamed: (first: Event, thinking: String, text: String)?

    static func head(_ preview: Preview) -> String {
        var facts = ["branch `\(preview.branch)@\(preview.revision)`"]
        if let start = preview.startedAt, let end = preview.endedAt {
            facts.append("\(minute(start)) – \(minute(end)) UTC")
        }
        facts.append(count(preview.prompts, "prompt"))
        facts.append(count(preview.toolCalls, "tool call"))
        if preview.tokens.total > 0 { facts.append("\(preview.tokens.total) tokens") }
        facts += preview.models.map { "`\($0)`" }
        let title = preview.title.isEmpty ? "Session" : preview.title
        let line = title.split(whereSeparator: \.isNewline).joined(separator: " ")
            .drop { $0 == "#" || $0 == " " }
        return "# \(line)\n\n\(facts.joined(separator: " · "))\n"
    }

    static func foot(_ files: [FileState]) -> String {
        guard !files.isEmpty else { return "" }
        let lines = files.map { file in
            let note = file.size.map { "\($0) bytes" } ?? file.change.unknown ?? "content unknown"
            return "- `\(file.path)` — \(note), revision \(file.revision)\n"
        }
        return "\n## Files\n\n" + lines.joined()
    }

    /// What an event adds to the page; nothing for what is not part of the conversation.
    mutating func blocks(of event: Event) -> [MarkdownBlock] {
        if event.kind == .fileChanged { return rest() + [.plain(fileLine(event))] }
        guard let message = event.message else { return [] }
        if let piece = event.view(as: ResponseStreamed.self) { return collect(piece, event) }
        return rest() + blocks(of: message, event)
    }

    /// Adds a piece to those before it; gives what came before them where it is of another answer.
    private mutating func collect(
        _ piece: ResponseStreamed, _ event: Event
    ) -> [MarkdownBlock] {
        let isNext = streamed.map { $0.first.answerID == event.answerID } ?? false
        let done = isNext ? [] : rest()
        let before = streamed ?? (event, "", "")
        streamed = (
            before.first, before.thinking + (piece.thinking ?? ""), before.text + piece.text
        )
        return done
    }

    /// The unfinished answer that is not on the page yet.
    mutating func rest() -> [MarkdownBlock] {
        guard let (first, thinking, text) = streamed else { return [] }
        streamed = nil
        let parts: [Message.Part] = [
            .thinking(.string(thinking)), .text(.string(text)),
            .other(type: "unfinished", value: .null),
        ]
        let model = first.message?.model
        return blocks(of: Message(role: .assistant, parts: parts, model: model), first)
    }

    private mutating func blocks(of message: Message, _ event: Event) -> [MarkdownBlock] {
        let parts = message.parts.map { Self.blocks(of: $0) }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { return [] }
        return [.plain(heading(message, event) + "\n")]
            + parts.joined(separator: [.plain("\n\n")]) + [.plain("\n")]
    }

    private mutating func heading(_ message: Message, _ event: Event) -> String {
        let name: String
        switch message.role {
        case .user: name = event.actor.role == "user" ? "Prompt" : "Task"
        case .assistant: name = "Answer"
        case .tool: return ""
        case .system: name = "Note"
        }
        defer {
            speaker = name
            model = message.model ?? model
        }
        let isSame = name == speaker && name == "Answer" && (message.model ?? model) == model
        if isSame { return "" }
        let who = message.role == .assistant ? message.model : event.actor.name
        let by = who.map { " · \($0)" } ?? ""
        return "\n## \(name)\(by) · \(Self.minute(event.occurredAt))\n"
    }

    private func fileLine(_ event: Event) -> String {
        let change = event.view(as: FileChanged.self)
        let verb = change?.isRemoved == true ? "removed" : "changed"
        let note = change?.unknown.map { " (\($0))" } ?? ""
        return "\n> File \(verb): `\(event.subject ?? "")`\(note)\n"
    }

    private static func blocks(of part: Message.Part) -> [MarkdownBlock] {
        switch part {
        case .text(let text): return spoken(text)
        case .thinking(let thought):
            let text = spoken(thought)
            return text.isEmpty
                ? [] : [.plain("<details><summary>Thinking</summary>\n\n")] + text + [end]
        case .toolCall(_, let name, let arguments):
            return [.plain("**\(name)**\n\n")] + MarkdownBlock.arguments(arguments)
        case .toolResult(_, let result, let isError):
            let title = isError ? "Error" : "Result"
            return [
                .plain("<details><summary>\(title)</summary>\n\n"),
                .fenced(ReadableText(result), language: ""), end,
            ]
        case .other(let type, _): return [.plain("*[\(type)]*")]
        }
    }

    private static let end = MarkdownBlock.plain("\n\n</details>")

    private static func spoken(_ value: JSON) -> [MarkdownBlock] {
        let text = ReadableText(value)
        return value.kind != .string || text.isEmpty ? [] : [.spoken(text)]
    }

    private static func minute(_ time: Timestamp) -> String {
        let civil = CivilTime(time)
        return "\(civil.date) \(civil.clock.prefix(5))"
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
