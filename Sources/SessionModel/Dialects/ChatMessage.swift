internal import JSONText

/// A message in the form of OpenAI's chat, which many tools write: `{role, content, tool_calls?,
/// tool_call_id?}`.
package struct ChatMessage {
    private let found: [JSON?]

    private static let keys = JSONKeys([
        "role", "content", "tool_calls", "tool_call_id", "reasoning_content", "reasoning",
        "model", "usage", "is_error",
    ])

    package init(_ json: JSON) { found = json.pick(Self.keys) }

    package var role: String? { found[0]?.string }

    /// nil where nobody that is known speaks.
    package var message: Message? {
        let parts = ContentBlocks.parts(of: found[1])
        switch role {
        case "user": return Message(role: .user, parts: parts)
        case "system", "developer": return Message(role: .system, parts: parts)
        case "assistant":
            let thinking = [found[4], found[5]].compactMap { $0 }.first { $0.kind == .string }
            return Message(
                role: .assistant,
                parts: (thinking.map { [.thinking($0)] } ?? []) + parts
                    + ContentBlocks.parts(ofCalls: found[2]),
                model: found[6]?.string, usage: Self.usage(found[7]))
        case "tool", "function":
            let result = Message.Part.toolResult(
                id: found[3]?.string, result: found[1] ?? .null,
                isError: found[8]?.bool ?? false)
            return Message(role: .tool, parts: [result])
        default: return nil
        }
    }

    /// Tokens as OpenAI counts them: those from the cache are among the prompt's.
    package static func usage(_ usage: JSON?) -> TokenUsage? {
        guard let usage, usage.kind == .object else { return nil }
        let all = usage["prompt_tokens"]?.int ?? 0
        let details = usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? 0
        let cached = min(max(details, 0), max(all, 0))
        return TokenUsage(
            input: all - cached, output: usage["completion_tokens"]?.int ?? 0, cacheRead: cached)
    }
}
