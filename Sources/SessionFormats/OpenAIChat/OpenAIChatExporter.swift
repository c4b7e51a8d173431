internal import JSONText
import SessionStore

extension TranscriptFormat {
    /// `{"messages": […]}` as OpenAI's chat has it, the plainest form of a conversation.
    public static let openAIChat = TranscriptFormat(
        "openai", title: "OpenAI chat", exporter: OpenAIChatExporter.self)
}

/// Writes a branch's conversation as one object of OpenAI's chat
/// (<https://platform.openai.com/docs/api-reference/chat>).
struct OpenAIChatExporter: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    /// - Parameter moment: nil: the head of `main`.
    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        let point = try await session.resolve(moment ?? .named(.main))
        var report = ExportReport()
        var messages = OpenAIChatMessages()
        try sink(nil, Array(#"{"messages":["#.utf8))
        for try await event in session.events(on: point.branch, from: 1, through: point.revision) {
            if try messages.take(event, to: { try sink(nil, $0) }) { report.converted += 1 }
        }
        try messages.finish { try sink(nil, $0) }
        try sink(nil, Array("\n]}\n".utf8))
        report.leftOut = messages.lost
        return report
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String { stem + ".json" }
}

/// The messages of a chat, one behind the other. What a model says and calls in a row is one.
struct OpenAIChatMessages {
    /// What had no form, with how many there were of each.
    private(set) var lost: [String: Int] = [:]
    private var isEmpty = true
    /// The model's message that is not written yet.
    private var content: [PortablePart] = []
    private var calls: [ComposedJSON] = []
    /// Of calls without an id: results without one are of the last.
    private var lastCall = ""

    typealias Sink = ([UInt8]) throws -> Void

    /// - Returns: whether the event is a part of the chat.
    mutating func take(_ event: Event, to sink: Sink) throws -> Bool {
        let isContext = event.kind == .contextBuilt && event.dialect != nil
        guard Self.kinds.contains(event.kind) || isContext else { return false }
        guard !event.isErased else {
            lose("erased event")
            return false
        }
        guard let message = event.message, !message.parts.isEmpty else { return false }
        if message.role == .assistant {
            for part in message.portableParts { takeSaid(part, event) }
            return true
        }
        try finish(to: sink)
        try write(message, to: sink)
        return true
    }

    private static let kinds: Set<EventKind> = [
        .promptSubmitted, .commandGiven, .responseReceived, .toolCalled, .toolReturned, .noteAdded,
    ]

    private mutating func lose(_ what: String) { lost[what, default: 0] += 1 }

    private mutating func takeSaid(_ part: PortablePart, _ event: Event) {
        switch part {
        case .call(let id, let name, let arguments):
            lastCall = id ?? "call_\(event.digest.short)"
            calls.append([
                "id": ComposedJSON(.string(lastCall)), "type": "function",
                "function": [
                    "name": ComposedJSON(.string(name)), "arguments": .string(of: arguments),
                ],
            ])
        case .lost(let what): lose(what)
        default: content.append(part)
        }
    }

    /// Writes the model's message, once another one follows.
    mutating func finish(to sink: Sink) throws {
        guard !content.isEmpty || !calls.isEmpty else { return }
        defer { (content, calls) = ([], []) }
        try write(
            .object([
                ("role", "assistant"),
                ("content", content.isEmpty ? ComposedJSON(.null) : Self.content(content)),
                ("tool_calls", calls.isEmpty ? nil : .array(calls)),
            ]), to: sink)
    }

    private mutating func write(_ message: Message, to sink: Sink) throws {
        var said: [PortablePart] = []
        for part in message.portableParts {
            switch part {
            case .result(let id, let content, let isError):
                if isError { lose("mark of an error") }
                try write(result(id, content), to: sink)
            case .lost(let what): lose(what)
            default: said.append(part)
            }
        }
        guard !said.isEmpty else { return }
        let role: ComposedJSON = message.role == .system ? "system" : "user"
        try write(["role": role, "content": Self.content(said)], to: sink)
    }

    /// A result is a text, or several; it holds no images.
    private mutating func result(_ id: String?, _ content: [PortablePart]) -> ComposedJSON {
        for case .image in content { lose("image in a result") }
        let texts = content.filter { $0.text != nil }
        return [
            "role": "tool", "tool_call_id": ComposedJSON(.string(id ?? lastCall)),
            "content": texts.isEmpty ? "" : Self.content(texts),
        ]
    }

    private static func content(_ parts: [PortablePart]) -> ComposedJSON {
        if parts.count == 1, let text = parts[0].text { return text }
        return .array(
            parts.compactMap { part in
                if case .image(let image) = part {
                    return ["type": "image_url", "image_url": ["url": ComposedJSON(image.url)]]
                }
                return part.text.map { ["type": "text", "text": $0] }
            })
    }

    private mutating func write(_ message: ComposedJSON, to sink: Sink) throws {
        var line = PiecedLine()
        try line.add(Array((isEmpty ? "\n" : ",\n").utf8), to: sink)
        try message.forEachPieceOfLine { try line.add($0, to: sink) }
        try line.flush(to: sink)
        isEmpty = false
    }
}
