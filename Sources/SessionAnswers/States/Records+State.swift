public import SessionStore

extension Records {
    /// Everything that a session is at a moment: the preview, settings by their kind, and files.
    public static func state(_ state: SessionState) -> JSON {
        .object(
            [
                ("branch", .string(state.point.branch.rawValue)),
                ("revision", .number(state.point.revision)),
                ("occurredAt", time(state.occurredAt)),
            ] + previewFields(state.preview) + [
                ("settings", settings(state.settings)), ("editor", settings(state.editor)),
                ("explorer", settings(state.explorer)), ("terminal", settings(state.terminal)),
                ("files", .array(state.files.map { file($0) })),
            ])
    }

    /// What a list shows of a branch.
    ///
    /// - Parameter path: the session's file; nil: it is not named.
    public static func preview(_ preview: Preview, of path: String? = nil) -> JSON {
        .object(
            [
                ("path", path.map { .string($0) }), ("branch", .string(preview.branch.rawValue)),
                ("revision", .number(preview.revision)),
            ] + previewFields(preview))
    }

    private static func previewFields(_ preview: Preview) -> [(String, JSON?)] {
        let tools = preview.tools.map {
            JSON.object([("name", .string($0.name)), ("calls", .number($0.calls))])
        }
        return [
            ("title", .string(preview.title)), ("lastMessage", .string(preview.lastMessage)),
            ("phase", .string(preview.phase.rawValue)), ("prompts", .number(preview.prompts)),
            ("responses", .number(preview.responses)), ("toolCalls", .number(preview.toolCalls)),
            ("tools", .array(tools)), ("models", .array(preview.models.map { .string($0) })),
            ("tokens", tokens(preview.tokens)), ("fileChanges", .number(preview.fileChanges)),
            ("startedAt", time(preview.startedAt)), ("endedAt", time(preview.endedAt)),
        ]
    }

    /// Tokens that providers reported, by where they went, and their `total`.
    public static func tokens(_ usage: TokenUsage) -> JSON {
        .object([
            ("input", .number(usage.input)), ("output", .number(usage.output)),
            ("cacheRead", .number(usage.cacheRead)),
            ("cacheCreation", .number(usage.cacheCreation)), ("total", .number(usage.total)),
        ])
    }

    private static func settings(_ settings: [SessionState.Setting]) -> JSON {
        .array(
            settings.map {
                .object([
                    ("subject", .string($0.subject)), ("value", $0.value),
                    ("revision", .number($0.revision)),
                ])
            })
    }
}
