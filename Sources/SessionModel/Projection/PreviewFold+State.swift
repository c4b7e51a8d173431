/// The fold's own state, as it stands in snapshots and in the preview table.
extension PreviewFold {
    public var state: JSON {
        .object([
            ("version", .number(Self.version)), ("revision", .number(revision)),
            ("title", .optional(title)),
            ("firstPrompt", .optional(firstPrompt)),
            ("lastMessage", .string(lastText.beginning(limit: Self.textLimit) ?? "")),
            ("streams", streams.json),
            (
                "counts",
                .array([prompts, responses, toolCalls, fileChanges].map { .number($0) })
            ),
            (
                "tools",
                .object(tools.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
            ),
            ("models", .array(models.map { .string($0) })), ("tokens", tokens.json),
            (
                "answers",
                .array(answers.map { .array([.string($0.id), $0.usage.json]) })
            ),
            ("phase", .string(phase.rawValue)),
            ("startedAt", startedAt.map { .number($0.microseconds) }),
            ("endedAt", endedAt.map { .number($0.microseconds) }),
        ])
    }

    /// Whether a state is this version's: one of another cannot be gone on with.
    package static func isCurrent(_ state: JSON) -> Bool { state["version"]?.int == version }

    public init?(state: JSON) {
        self.init()
        guard Self.isCurrent(state), let revision = state["revision"]?.revision,
            let counts = state["counts"]?.elements.compactMap(\.int), counts.count == 4,
            let tokens = state["tokens"].flatMap({ TokenUsage(json: $0) }),
            let phase = state["phase"]?.string.flatMap({ Phase(rawValue: $0) }),
            (counts + [revision.number]).allSatisfy({ (0..<(1 << 53)).contains($0) })
        else { return nil }
        self.revision = revision
        (prompts, responses, toolCalls, fileChanges) = (counts[0], counts[1], counts[2], counts[3])
        self.tokens = tokens
        self.phase = phase
        title = state["title"]?.string
        firstPrompt = state["firstPrompt"]?.string
        lastText = state["lastMessage"] ?? .string("")
        streams = PartialAnswers(json: state["streams"])
        for (name, calls) in state["tools"]?.members ?? [] {
            tools[name] = calls.int.map { min(max($0, 0), 1 << 53) }
        }
        models = state["models"]?.elements.compactMap(\.string) ?? []
        answers = (state["answers"]?.elements ?? []).compactMap { pair in
            let parts = pair.elements
            guard parts.count == 2, let id = parts[0].string,
                let usage = TokenUsage(json: parts[1])
            else { return nil }
            return (id, usage)
        }
        startedAt = state["startedAt"]?.int.map { Timestamp(microseconds: $0) }
        endedAt = state["endedAt"]?.int.map { Timestamp(microseconds: $0) }
    }
}

extension TokenUsage {
    fileprivate var json: JSON {
        .array([input, output, cacheRead, cacheCreation].map { .number($0) })
    }

    fileprivate init?(json: JSON) {
        let counts = json.elements.compactMap(\.int)
        guard counts.count == 4 else { return nil }
        self.init(
            input: counts[0], output: counts[1], cacheRead: counts[2], cacheCreation: counts[3])
    }
}
