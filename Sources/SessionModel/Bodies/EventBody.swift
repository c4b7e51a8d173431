/// The typed view of a body of one kind, as `Schemas/events/KIND.schema.json` describes it.
///
/// Names of attributes follow OpenTelemetry's conventions for generative AI where one exists
/// (<https://opentelemetry.io/docs/specs/semconv/gen-ai/>).
public protocol EventBody: Sendable, Hashable {
    static var kind: EventKind { get }
    /// The version that ``json`` writes; every version from 1 to this one is read.
    static var version: Int { get }
    /// Reads a body of any known version. What is missing or of another type reads as absent.
    init(_ body: JSON, version: Int)
    var json: JSON { get }
}

extension EventBody {
    /// Kinds begin with 1; one whose schema has changed says more.
    public static var version: Int { 1 }
}

extension Event {
    /// The body as one kind sees it; nil for an event of another kind, of another tool's format,
    /// or an erased one.
    public func view<Body: EventBody>(as type: Body.Type) -> Body? {
        guard kind == Body.kind, dialect == nil, !isErased else { return nil }
        return Body(body, version: version)
    }
}

/// Attribute names that several kinds share.
package enum Attribute {
    package static let text = "text"
    package static let requestModel = "gen_ai.request.model"
    package static let responseModel = "gen_ai.response.model"
    package static let responseID = "gen_ai.response.id"
    package static let finishReasons = "gen_ai.response.finish_reasons"
    package static let provider = "gen_ai.provider.name"
    package static let inputTokens = "gen_ai.usage.input_tokens"
    package static let outputTokens = "gen_ai.usage.output_tokens"
    package static let cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
    package static let cacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens"
    package static let toolName = "gen_ai.tool.name"
    package static let toolCallID = "gen_ai.tool.call.id"
    package static let toolArguments = "gen_ai.tool.call.arguments"
    package static let toolResult = "gen_ai.tool.call.result"
    package static let errorType = "error.type"
}

extension JSON {
    /// A string where there is one; JSON strings only.
    static func optional(_ text: String?) -> JSON? { text.map { .string($0) } }
    static func optional(_ number: Int?) -> JSON? { number.map { .number($0) } }
}
