public import SessionStore

extension Records {
    /// An event on one line, as a page lists it: its ``summary(_:)``, what led to it, how large it
    /// is, the tool that was called or returned, and whether something went wrong or is mere
    /// bookkeeping.
    ///
    /// - Parameter length: characters of the text, up to 1,000.
    public static func row(_ event: Event, length: Int = 1000) -> JSON {
        .object(
            fields(of: EventSummary(event), event, length: length) + [
                ("cause", event.cause.map { .number($0) }),
                ("bytes", .number(event.body.bytes.count + (event.content?.count ?? 0))),
                ("tool", event.isErased ? nil : event.toolNames.first.map { .string($0) }),
                ("failed", event.isFailure ? true : nil),
                ("bookkeeping", event.isBookkeeping ? true : nil),
            ])
    }

    /// What an event of another tool says, in one form for all tools; nil where it says nothing.
    public static func message(of event: Event) -> JSON? {
        guard event.dialect != nil, let message = event.message else { return nil }
        return .object([
            ("role", .string(message.role.rawValue)),
            ("model", message.model.map { .string($0) }),
            ("response", message.responseID.map { .string($0) }),
            ("tokens", message.usage.map { tokens($0) }),
            ("parts", .array(message.parts.map { part($0) })),
        ])
    }

    private static func part(_ part: Message.Part) -> JSON {
        switch part {
        case .text(let text): ["text": text]
        case .thinking(let text): ["thinking": text]
        case .toolCall(let id, let name, let arguments):
            [
                "call": .object([
                    ("id", id.map { .string($0) }), ("name", .string(name)),
                    ("arguments", arguments),
                ])
            ]
        case .toolResult(let id, let result, let isError):
            [
                "result": .object([
                    ("id", id.map { .string($0) }), ("value", result), ("failed", .bool(isError)),
                ])
            ]
        case .other(let type, let value): ["other": .string(type), "value": value]
        }
    }
}
