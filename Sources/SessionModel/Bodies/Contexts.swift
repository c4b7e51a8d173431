/// What a model saw, as a view of the log: ranges of revisions, what is in no event, parameters.
public struct ContextView: Sendable, Hashable {
    /// Closed ranges of revisions on the event's own line, in the order seen.
    public var ranges: [ClosedRange<Revision>]
    /// What is in no event: messages, or single values of them.
    public var literals: [JSON]
    /// Settings of the request; an object, or null.
    public var parameters: JSON

    public init(
        ranges: [ClosedRange<Revision>] = [], literals: [JSON] = [], parameters: JSON = .null
    ) {
        self.ranges = ranges
        self.literals = literals
        self.parameters = parameters
    }

    init(_ body: JSON) {
        ranges = (body["ranges"]?.elements ?? []).compactMap { pair in
            let ends = pair.elements.compactMap(\.revision)
            guard ends.count == 2, ends[0] >= 1, ends[0] <= ends[1] else { return nil }
            return ends[0]...ends[1]
        }
        literals = body["literals"]?.elements ?? []
        parameters = body["parameters"] ?? .null
    }

    var members: [(String, JSON?)] {
        let pairs = ranges.map { JSON.array([.number($0.lowerBound), .number($0.upperBound)]) }
        return [
            ("ranges", .array(pairs)), ("literals", literals.isEmpty ? nil : .array(literals)),
            ("parameters", parameters.isNull ? nil : parameters),
        ]
    }
}

/// The context that was put together for a request: the files in it are the changes that its ranges
/// name.
public struct ContextBuilt: EventBody {
    public static let kind = EventKind.contextBuilt
    /// What went into it: ranges of revisions, and what is in no event.
    public var context: ContextView
    /// The revision of the context that this one builds on; nil: of none.
    public var base: Revision?
    /// What the model should know of its surroundings, and how it should work; nil: as before.
    public var setup: String?
    /// How the model should work; nil: as before.
    public var guidance: String?

    public init(
        context: ContextView, base: Revision? = nil, setup: String? = nil, guidance: String? = nil
    ) {
        self.context = context
        self.base = base
        self.setup = setup
        self.guidance = guidance
    }

    public init(_ body: JSON, version: Int) {
        context = ContextView(body)
        base = body["base"]?.revision.flatMap { $0 >= 1 ? $0 : nil }
        setup = body["setup"]?.string
        guidance = body["guidance"]?.string
    }

    public var json: JSON {
        .object(
            [
                ("base", .optional(base)), ("setup", .optional(setup)),
                ("guidance", .optional(guidance)),
            ] + context.members)
    }
}

/// A request to a model. Where its bytes were given, the event's content is the recipe that gives
/// them back (Schemas/request-1.md).
public struct RequestSent: EventBody {
    public static let kind = EventKind.requestSent
    /// As the request names it.
    public var model: String?
    /// Such as `anthropic`; nil where nobody said it.
    public var provider: String?
    /// What the model saw, as ranges of revisions and literals.
    public var context: ContextView

    public init(model: String? = nil, provider: String? = nil, context: ContextView) {
        self.model = model
        self.provider = provider
        self.context = context
    }

    public init(_ body: JSON, version: Int) {
        model = body[Attribute.requestModel]?.string
        provider = body[Attribute.provider]?.string
        context = ContextView(body)
    }

    public var json: JSON {
        .object(
            [
                (Attribute.requestModel, .optional(model)),
                (Attribute.provider, .optional(provider)),
            ] + context.members)
    }
}
