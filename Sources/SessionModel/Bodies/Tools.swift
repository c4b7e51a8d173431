/// A model's call of a tool.
public struct ToolCalled: EventBody {
    public static let kind = EventKind.toolCalled
    /// The tool's, as the model calls it.
    public var name: String
    /// Joins the call and its result.
    public var id: String?
    /// As the model wrote them: an object, as a rule.
    public var arguments: JSON

    public init(name: String, id: String? = nil, arguments: JSON = .object([])) {
        self.name = name
        self.id = id
        self.arguments = arguments
    }

    public init(_ body: JSON, version: Int) {
        name = body[Attribute.toolName]?.string ?? ""
        id = body[Attribute.toolCallID]?.string
        arguments = body[Attribute.toolArguments] ?? .null
    }

    public var json: JSON {
        .object([
            (Attribute.toolName, .string(name)), (Attribute.toolCallID, .optional(id)),
            (Attribute.toolArguments, arguments),
        ])
    }
}

/// What a tool gave back.
public struct ToolReturned: EventBody {
    public static let kind = EventKind.toolReturned
    /// The tool's; nil where the record tells only the call.
    public var name: String?
    /// That of the call; nil where nobody said it.
    public var id: String?
    /// Any JSON; most often a string.
    public var result: JSON
    /// A class of errors where the call failed.
    public var errorType: String?

    public init(
        name: String? = nil, id: String? = nil, result: JSON, errorType: String? = nil
    ) {
        self.name = name
        self.id = id
        self.result = result
        self.errorType = errorType
    }

    public init(_ body: JSON, version: Int) {
        name = body[Attribute.toolName]?.string
        id = body[Attribute.toolCallID]?.string
        result = body[Attribute.toolResult] ?? .null
        errorType = body[Attribute.errorType]?.string
    }

    public var json: JSON {
        .object([
            (Attribute.toolName, .optional(name)), (Attribute.toolCallID, .optional(id)),
            (Attribute.toolResult, result), (Attribute.errorType, .optional(errorType)),
        ])
    }
}
