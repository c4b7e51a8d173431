import SessionStore

/// What `--json` writes: one object a line, names as in the library, times in UTC.
enum Records {
    static func state(_ state: SessionState) -> JSON {
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

    static func preview(_ preview: Preview, of path: String) -> JSON {
        .object(
            [
                ("file", .string(path)), ("branch", .string(preview.branch.rawValue)),
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

    static func tokens(_ usage: TokenUsage) -> JSON {
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

    static func file(_ file: FileState) -> JSON {
        .object([
            ("path", .string(file.path)), ("revision", .number(file.revision)),
            ("size", file.size.map { .number($0) }), ("mode", file.change.mode.map { .string($0) }),
            ("removed", file.change.isRemoved ? true : nil),
            ("renamedFrom", file.change.renamedFrom.map { .string($0) }),
            ("unknown", file.change.unknown.map { .string($0) }),
            ("seen", file.sighting.map { sighting($0) }),
        ])
    }

    /// Where a file's content was seen which the log does not tell of the moment itself.
    static func sighting(_ sighting: FileSighting) -> JSON {
        .object([
            ("branch", .string(sighting.point.branch.rawValue)),
            ("revision", .number(sighting.point.revision)), ("later", .bool(sighting.isLater)),
        ])
    }

    static func branch(_ branch: Branch) -> JSON {
        let fork = branch.fork.map {
            JSON.object([
                ("branch", .string($0.branch.rawValue)), ("revision", .number($0.revision)),
            ])
        }
        return .object([
            ("name", .string(branch.name.rawValue)), ("head", .number(branch.head)),
            ("fork", fork), ("digest", .string(branch.digest.description)),
            ("archived", .bool(branch.isArchived)),
        ])
    }

    static func hold(_ hold: Hold) -> JSON {
        [
            "name": .string(hold.name), "reason": .string(hold.reason),
            "actor": .string(hold.actor.rawValue), "setAt": .string(hold.setAt.description),
        ]
    }

    static func finding(_ finding: Finding, in path: String) -> JSON {
        .object([
            ("file", .string(path)), ("kind", .string(finding.kind.rawValue)),
            ("position", finding.position.map { .number(Int($0)) }),
            ("moment", finding.moment.map { .string($0) }),
            ("message", .string(finding.message)), ("advice", .string(finding.advice)),
        ])
    }

    static func error(_ error: SessionError, of path: String) -> JSON {
        let fields = JSON.object([
            ("code", .string(error.code.rawValue)), ("message", .string(error.message)),
            ("hint", error.hint.map { .string($0) }),
        ])
        return .object([("file", .string(path)), ("error", fields)])
    }

    private static func time(_ time: Timestamp?) -> JSON? {
        time.map { .string($0.description) }
    }
}
