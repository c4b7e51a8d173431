internal import JSONText

/// What an event says, in one shape for every format: who speaks, in which parts.
///
/// Computed from the body where it lies; texts are decoded when they are asked for.
public struct Message: Sendable {
    /// Who speaks; a note is the system's.
    public enum Role: String, Sendable {
        /// A person, or a program in a person's place.
        case user
        /// A model.
        case assistant
        /// A tool, with the result of a call.
        case tool
        /// Nobody of these: notes, instructions.
        case system
    }

    /// The side that says it, whatever the format calls it.
    public var role: Role
    /// In the order written.
    public var parts: [Part]
    /// The model that answered.
    public var model: String?
    /// Joins the parts of one answer that lie in several events.
    public var responseID: String?
    /// Of several events of one answer, the last one's counts.
    public var usage: TokenUsage?

    public init(
        role: Role, parts: [Part], model: String? = nil, responseID: String? = nil,
        usage: TokenUsage? = nil
    ) {
        self.role = role
        self.parts = parts
        self.model = model
        self.responseID = responseID
        self.usage = usage
    }

    /// One part of a message.
    public enum Part: Sendable {
        /// What is said: a JSON string.
        case text(JSON)
        /// What a model thought aloud: a JSON string.
        case thinking(JSON)
        /// A model calls a tool; the result repeats the id.
        case toolCall(id: String?, name: String, arguments: JSON)
        /// What a call gave: any JSON.
        case toolResult(id: String?, result: JSON, isError: Bool)
        /// Anything else, such as an image, kept as it was written.
        case other(type: String, value: JSON)
    }

    /// What is new in a message that came before without it: its calls, or their results.
    fileprivate func withoutWhatWasSaid(of kind: EventKind) -> Message {
        var rest = self
        if kind == .toolReturned { rest.role = .tool }
        rest.parts = parts.filter { part in
            switch part {
            case .toolCall: kind == .toolCalled
            case .toolResult: kind == .toolCalled || kind == .toolReturned
            default: false
            }
        }
        return rest
    }

    /// The spoken text, parts joined by line breaks; without thinking, calls and results.
    public var text: String {
        parts.compactMap { part in
            if case .text(let value) = part { return value.string } else { return nil }
        }.joined(separator: "\n")
    }
}

extension Event {
    /// What the event says; nil for kinds that say nothing, and for erased events.
    public var message: Message? {
        guard !isErased else { return nil }
        guard dialect == nil else { return recordMessage }
        switch kind {
        case .promptSubmitted, .commandGiven:
            return Message(role: .user, parts: textPart(body))
        case .noteAdded: return Message(role: .system, parts: textPart(body))
        case .responseReceived, .responseStreamed: return response
        case .responseFailed:
            return Message(role: .assistant, parts: (body["message"].map { [.text($0)] }) ?? [])
        case .toolCalled: return call
        case .toolReturned: return result
        default: return nil
        }
    }

    /// A record that does not name the model has it in the event's actor.
    private var recordMessage: Message? {
        guard var message = record?.message(of: kind) else { return nil }
        if message.role == .assistant, message.model == nil { message.model = modelName }
        return subject == Self.saidBefore ? message.withoutWhatWasSaid(of: kind) : message
    }

    /// The subject of a record that came before, with less in it, and comes again.
    package static let saidBefore = "again"

    private func textPart(_ body: JSON) -> [Message.Part] {
        body[Attribute.text].map { [.text($0)] } ?? []
    }

    private static let responseKeys = JSONKeys(
        ["thinking", Attribute.text, Attribute.responseModel, Attribute.responseID]
            + TokenUsage.names)

    private var response: Message {
        let found = body.pick(Self.responseKeys)
        return Message(
            role: .assistant,
            parts: (found[0].map { [.thinking($0)] } ?? []) + (found[1].map { [.text($0)] } ?? []),
            model: found[2]?.string ?? modelName, responseID: found[3]?.string,
            usage: TokenUsage(picked: found[4...]))
    }

    private static let callKeys = JSONKeys(
        [
            Attribute.toolName, Attribute.toolCallID, Attribute.toolArguments,
            Attribute.responseID,
        ] + TokenUsage.names)

    private var call: Message {
        let found = body.pick(Self.callKeys)
        return Message(
            role: .assistant,
            parts: [
                .toolCall(
                    id: found[1]?.string, name: found[0]?.string ?? "",
                    arguments: found[2] ?? .null)
            ],
            model: modelName, responseID: found[3]?.string,
            usage: TokenUsage(picked: found[4...]))
    }

    private var result: Message {
        let result = ToolReturned(body, version: version)
        return Message(
            role: .tool,
            parts: [
                .toolResult(id: result.id, result: result.result, isError: result.errorType != nil)
            ])
    }

    private var modelName: String? { actor.role == "model" ? actor.name : nil }
}
