internal import JSONText
import SessionStore

/// The conversation in HTML, event by event.
struct HTMLPage {
    /// Whether an article is open, and whose it is: the parts of one answer stand in one.
    private var speaker: String?
    /// Pieces of an unfinished answer, joined.
    private var streamed: (first: Event, thinking: String, text: String)?

    typealias Sink = ([UInt8]) throws -> Void

    var end: String { (speaker == nil ? "" : "</article>\n") + "</main>\n" }

    /// - Parameter diff: of a file's change, what it changed.
    mutating func write(_ event: Event, diff: UnifiedDiff?, to sink: Sink) throws {
        if event.isErased { return try writeErased(event, to: sink) }
        if let piece = event.view(as: ResponseStreamed.self) {
            return try collect(piece, event, to: sink)
        }
        if event.kind == .fileChanged {
            try writeStreamed(to: sink)
            return try HTMLFileChange.write(event, diff, to: sink)
        }
        guard let message = event.message, !message.parts.isEmpty else { return }
        try writeStreamed(to: sink)
        try write(message, event, to: sink)
    }

    private mutating func writeErased(_ event: Event, to sink: Sink) throws {
        guard event.kind.isSaid || event.kind == .fileChanged else { return }
        try close(to: sink)
        try sink(
            Array(
                """
                <article class="erased" id="r\(event.revision)">
                <div class="who">\(event.kind) · \(HTMLHead.minute(event.occurredAt))</div>
                (erased)
                </article>

                """.utf8))
    }

    private mutating func collect(
        _ piece: ResponseStreamed, _ event: Event, to sink: Sink
    ) throws {
        if let streamed, streamed.first.answerID != event.answerID {
            try writeStreamed(to: sink)
        }
        let before = streamed ?? (event, "", "")
        streamed = (
            before.first, before.thinking + (piece.thinking ?? ""), before.text + piece.text
        )
    }

    private mutating func writeStreamed(to sink: Sink) throws {
        guard let (first, thinking, text) = streamed else { return }
        streamed = nil
        let parts: [Message.Part] = [
            .thinking(.string(thinking)), .text(.string(text)),
            .other(type: "unfinished", value: .null),
        ]
        try write(
            Message(role: .assistant, parts: parts, model: first.message?.model), first, to: sink)
    }

    private mutating func close(to sink: Sink) throws {
        if speaker != nil { try sink(Array("</article>\n".utf8)) }
        speaker = nil
    }

    private mutating func write(_ message: Message, _ event: Event, to sink: Sink) throws {
        // Results stand below the calls that they are of.
        let who = message.role == .tool ? speaker ?? "tool" : message.speaker(event)
        if who != speaker || message.role == .user || message.role == .system {
            try close(to: sink)
            speaker = who
            let side = message.role == .tool ? "assistant" : message.role.rawValue
            try sink(
                Array(
                    """
                    <article class="\(side)" id="r\(event.revision)">
                    <div class="who">\(HTMLText.escaped(who)) · \
                    \(HTMLHead.minute(event.occurredAt))</div>

                    """.utf8))
        }
        for part in message.parts { try HTMLPart.write(part, to: sink) }
    }
}

extension EventKind {
    /// Whether such an event is a part of the conversation.
    fileprivate var isSaid: Bool {
        [
            .promptSubmitted, .commandGiven, .responseReceived, .responseFailed, .toolCalled,
            .toolReturned, .noteAdded,
        ].contains(self)
    }
}

extension Message {
    fileprivate func speaker(_ event: Event) -> String {
        switch role {
        case .user: event.actor.role == "user" ? event.actor.name : event.actor.rawValue
        case .assistant: model ?? "model"
        case .tool: "tool"
        case .system: event.kind == .contextBuilt ? "context" : "note"
        }
    }
}
