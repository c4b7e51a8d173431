public import SessionStore

extension Records {
    /// What models and tools did: a value a day and model, then one a day and tool, then how many
    /// events are erased and not counted.
    public static func usage(_ usage: Usage) -> [JSON] {
        let requests = usage.requests.map { row in
            JSON.object([
                ("day", .string(row.day)), ("model", row.model.map { .string($0) } ?? .null),
                ("answered", .number(row.answered)), ("failed", .number(row.failed)),
                ("tokens", tokens(row.tokens)),
            ])
        }
        let calls = usage.calls.map { row -> JSON in
            ["day": .string(row.day), "tool": .string(row.tool), "calls": .number(row.count)]
        }
        return requests + calls + (usage.erased > 0 ? [["erased": .number(usage.erased)]] : [])
    }
}
