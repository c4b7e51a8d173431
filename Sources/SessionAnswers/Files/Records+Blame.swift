public import SessionStore

extension Records {
    /// A line of a file with the change that it came in with: where that is, who made it and when,
    /// and, unless the line is older than anything that is recorded, the model and the prompt.
    ///
    /// - Parameters:
    ///   - line: one of `blame.lines`.
    public static func line(_ line: Blame.Line, of blame: Blame) -> JSON {
        let source = blame.sources[line.source]
        let isOlder = source.certainty == .older
        return .object(
            [("line", .number(line.number))] + content(line.bytes) + [
                ("branch", source.event.branch.map { .string($0.rawValue) }),
                ("revision", .number(source.event.revision)),
                ("position", .number(source.event.position)), ("path", .string(source.path)),
                ("actor", .string(source.event.actor.rawValue)),
                ("occurredAt", time(source.event.occurredAt)),
                ("model", isOlder ? nil : source.model.map { .string($0) }),
                ("prompt", isOlder ? nil : source.prompt.map { prompt($0) }),
                (
                    "certainty",
                    source.certainty == .certain ? nil : .string(source.certainty.rawValue)
                ),
            ])
    }

    /// What was asked, and where.
    private static func prompt(_ event: Event) -> JSON {
        .object([
            ("branch", event.branch.map { .string($0.rawValue) }),
            ("revision", .number(event.revision)),
            ("text", event.isErased ? nil : event.message.map { .string($0.text) }),
        ])
    }
}
