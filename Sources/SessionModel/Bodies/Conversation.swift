internal import JSONText

/// What a person asked.
public struct PromptSubmitted: EventBody {
    public static let kind = EventKind.promptSubmitted
    /// As it was asked, in full.
    public var text: String

    public init(text: String) { self.text = text }

    public init(_ body: JSON, version: Int) { text = body[Attribute.text]?.string ?? "" }

    public var json: JSON { [Attribute.text: .string(text)] }
}

/// A command of the tool itself that a person gave where a prompt would stand. It is no prompt: the
/// moments `main~2` and `main@{prompt 5}` do not count it.
public struct CommandGiven: EventBody {
    public static let kind = EventKind.commandGiven
    /// As it was typed: `/compact keep the plan`, `!make`.
    public var text: String

    public init(text: String) { self.text = text }

    public init(_ body: JSON, version: Int) { text = body[Attribute.text]?.string ?? "" }

    public var json: JSON { [Attribute.text: .string(text)] }
}

/// A model's answer, or one part of it; parts of one answer share ``id``.
public struct ResponseReceived: EventBody {
    public static let kind = EventKind.responseReceived
    /// What is said to the person; empty where the answer is thinking or calls alone.
    public var text: String
    /// What the model thought aloud, where the provider shows it.
    public var thinking: String?
    /// As the provider names it in the answer.
    public var model: String?
    /// The provider's id of the answer. Unlike ``EventDraft/id`` it says nothing of the event:
    /// parts of one answer are several events with the same one.
    public var id: String?
    /// Why the model stopped, in the provider's words, such as `stop`.
    public var finishReasons: [String]
    /// Of several parts of one answer the last one's usage counts.
    public var usage: TokenUsage?

    public init(
        text: String, thinking: String? = nil, model: String? = nil, id: String? = nil,
        finishReasons: [String] = [], usage: TokenUsage? = nil
    ) {
        self.text = text
        self.thinking = thinking
        self.model = model
        self.id = id
        self.finishReasons = finishReasons
        self.usage = usage
    }

    public init(_ body: JSON, version: Int) {
        text = body[Attribute.text]?.string ?? ""
        thinking = body["thinking"]?.string
        model = body[Attribute.responseModel]?.string
        id = body[Attribute.responseID]?.string
        finishReasons = body[Attribute.finishReasons]?.elements.compactMap(\.string) ?? []
        usage = TokenUsage(attributesOf: body)
    }

    public var json: JSON {
        .object(
            [
                (Attribute.text, .string(text)), ("thinking", .optional(thinking)),
                (Attribute.responseModel, .optional(model)), (Attribute.responseID, .optional(id)),
                (
                    Attribute.finishReasons,
                    finishReasons.isEmpty ? nil : .array(finishReasons.map { .string($0) })
                ),
            ] + (usage?.attributes ?? []))
    }
}

extension TokenUsage {
    /// Reads OpenTelemetry's usage attributes; nil where a body has none of them.
    package init?(attributesOf body: JSON) {
        self.init(picked: body.pick(Self.keys)[...])
    }

    /// The attributes' names; ``init(picked:)`` takes their values in this order.
    static let names = [
        Attribute.inputTokens, Attribute.outputTokens, Attribute.cacheReadTokens,
        Attribute.cacheCreationTokens,
    ]
    private static let keys = JSONKeys(names)

    init?(picked values: ArraySlice<JSON?>) {
        let counts = values.map { $0?.int }
        guard counts.contains(where: { $0 != nil }) else { return nil }
        self.init(
            input: counts[0] ?? 0, output: counts[1] ?? 0, cacheRead: counts[2] ?? 0,
            cacheCreation: counts[3] ?? 0)
    }

    var attributes: [(String, JSON?)] {
        [
            (Attribute.inputTokens, .number(input)), (Attribute.outputTokens, .number(output)),
            (Attribute.cacheReadTokens, cacheRead == 0 ? nil : .number(cacheRead)),
            (Attribute.cacheCreationTokens, cacheCreation == 0 ? nil : .number(cacheCreation)),
        ]
    }
}

/// A request that got no answer.
public struct ResponseFailed: EventBody {
    public static let kind = EventKind.responseFailed
    /// A class of errors, such as `timeout` or `overloaded_error`.
    public var errorType: String
    /// As the provider gave it.
    public var message: String
    /// The model that was asked.
    public var model: String?

    public init(errorType: String, message: String, model: String? = nil) {
        self.errorType = errorType
        self.message = message
        self.model = model
    }

    public init(_ body: JSON, version: Int) {
        errorType = body[Attribute.errorType]?.string ?? ""
        message = body["message"]?.string ?? ""
        model = body[Attribute.requestModel]?.string
    }

    public var json: JSON {
        .object([
            (Attribute.errorType, .string(errorType)), ("message", .string(message)),
            (Attribute.requestModel, .optional(model)),
        ])
    }
}

/// A remark that is part of the conversation without being said by either side.
public struct NoteAdded: EventBody {
    public static let kind = EventKind.noteAdded
    /// As it was noted, in full.
    public var text: String

    public init(text: String) { self.text = text }

    public init(_ body: JSON, version: Int) { text = body[Attribute.text]?.string ?? "" }

    public var json: JSON { [Attribute.text: .string(text)] }
}
