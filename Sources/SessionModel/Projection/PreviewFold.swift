/// Computes the ``Preview`` of a line, event by event.
public struct PreviewFold: Projection {
    public static let name = "preview"
    public static let version = 3

    /// Titles and messages are cut to this many characters.
    static let textLimit = 200
    /// How many answers are remembered to tell a further part of one from a new one.
    static let answerMemory = 8

    /// The last revision that was folded.
    public internal(set) var revision: Revision = 0
    /// Empty: it was taken away, and no prompt stands in for it.
    var title: String?
    var firstPrompt: String?
    /// The text said last, decoded only when somebody asks.
    var lastText = JSON.string("")
    var streams = PartialAnswers()
    /// Erased ones count, as everywhere: a moment such as `main@{prompt 5}` stays where it is.
    package var prompts = 0
    var responses = 0
    var toolCalls = 0
    var fileChanges = 0
    var tools: [String: Int] = [:]
    var models: [String] = []
    var tokens = TokenUsage()
    /// The answers seen last, each with the usage that was counted for it.
    var answers: [(id: String, usage: TokenUsage)] = []
    var phase = Phase.created
    var startedAt: Timestamp?
    /// The latest time up to here: it never goes back, though events may.
    package var endedAt: Timestamp?

    /// The kinds whose bodies the fold looks into; of others it needs the header alone.
    package static let kindsRead: Set<EventKind> = [
        .promptSubmitted, .responseReceived, .responseStreamed, .responseFailed, .toolCalled,
        .titleChanged,
    ]

    public init() {}

    public mutating func apply(_ event: Event) {
        revision = event.revision
        startedAt = startedAt ?? event.occurredAt
        endedAt = max(endedAt ?? event.occurredAt, event.occurredAt)
        guard !event.isErased else { return count(erased: event.kind) }
        switch event.kind {
        case .promptSubmitted: applyPrompt(event)
        case .commandGiven: askFor()
        case .responseReceived, .responseFailed: applyAnswer(event)
        case .responseStreamed: applyPiece(event)
        case .toolCalled: applyCall(event)
        case .contextBuilt, .requestSent:
            if phase == .firstPrompt { phase = .analyzing }
        case .titleChanged: applyTitle(event)
        case .fileChanged: fileChanges += 1
        default: break
        }
    }

    /// Of an answer in several parts each erased one counts: nothing says which belong together.
    private mutating func count(erased kind: EventKind) {
        switch kind {
        case .promptSubmitted: prompts += 1
        case .responseReceived: responses += 1
        case .toolCalled: toolCalls += 1
        case .fileChanged: fileChanges += 1
        default: break
        }
    }

    private mutating func applyPrompt(_ event: Event) {
        prompts += 1
        if let text = event.message?.spokenText {
            firstPrompt = firstPrompt ?? text.beginning(limit: Self.textLimit)
            say(text)
        }
        askFor()
    }

    private mutating func askFor() {
        phase = phase == .created ? .firstPrompt : phase == .active ? .interaction : phase
    }

    private mutating func applyAnswer(_ event: Event) {
        if event.kind == .responseReceived { streams.finish(event.id) }
        guard let message = event.message else { return }
        count(message)
        if let text = message.spokenText { say(text) }
        if phase != .interaction { phase = .active }
    }

    /// A piece is no response yet and has no tokens: only what it says is shown, while it lasts.
    private mutating func applyPiece(_ event: Event) {
        guard let text = event.message?.spokenText else { return }
        if let answer = event.answerID {
            streams.add(text, to: answer)
        } else {
            say(text)
        }
        if phase != .interaction { phase = .active }
    }

    private mutating func say(_ text: JSON) {
        // Of a long one no more is kept than is shown: it would hold its whole event.
        let isShort = text.source.count < Self.textLimit * 8
        lastText = isShort ? text : .string(text.beginning(limit: Self.textLimit) ?? "")
        streams.isLast = false
    }

    private mutating func applyCall(_ event: Event) {
        guard let message = event.message else { return }
        count(message)
        for case .toolCall(_, let name, _) in message.parts {
            toolCalls += 1
            tools[name, default: 0] += 1
        }
        if phase != .interaction { phase = .active }
    }

    /// Counts an answer once, however many events it came in, with the usage of its last part.
    private mutating func count(_ message: Message) {
        if let model = message.model, !models.contains(model) { models.append(model) }
        let usage = message.usage ?? TokenUsage()
        guard let id = message.responseID else {
            // A record that tells nothing but usage belongs to what was said before it.
            let isCounted = message.usage != nil && !message.parts.isEmpty
            responses += isCounted || message.hasText ? 1 : 0
            tokens = tokens + usage
            return
        }
        if let index = answers.firstIndex(where: { $0.id == id }) {
            guard let usage = message.usage else { return }
            tokens = tokens - answers[index].usage + usage
            answers[index].usage = usage
            return
        }
        responses += 1
        tokens = tokens + usage
        answers.append((id, usage))
        if answers.count > Self.answerMemory { answers.removeFirst() }
    }

    private mutating func applyTitle(_ event: Event) {
        if let text = event.title { title = String(text.prefix(Self.textLimit)) }
    }

    /// The beginning of the text said last.
    var lastMessage: String {
        streams.lastText ?? lastText.beginning(limit: Self.textLimit) ?? ""
    }

    /// What was folded so far.
    public func preview(of branch: BranchName) -> Preview {
        var preview = Preview(branch: branch)
        preview.revision = revision
        preview.title = title ?? firstPrompt.map { Self.firstLine($0) } ?? ""
        preview.lastMessage = lastMessage
        preview.prompts = prompts
        preview.responses = responses
        preview.toolCalls = toolCalls
        preview.fileChanges = fileChanges
        preview.tools = tools.map { ToolCount(name: $0.key, calls: $0.value) }
            .sorted { ($1.calls, $0.name) < ($0.calls, $1.name) }
        preview.models = models
        preview.tokens = tokens
        preview.phase = phase
        preview.startedAt = startedAt
        preview.endedAt = endedAt
        return preview
    }

    private static func firstLine(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).prefix { !$0.isNewline })
    }
}

extension Message {
    fileprivate var hasText: Bool {
        parts.contains { if case .text = $0 { true } else { false } }
    }

    /// The first text that is said and not empty.
    fileprivate var spokenText: JSON? {
        for case .text(let value) in parts where value.kind == .string && value.range.count > 2 {
            return value
        }
        return nil
    }
}
