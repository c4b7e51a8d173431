extension EventDraft {
    /// A draft of the kind that the body belongs to.
    public init(
        _ body: some EventBody, by actor: EventActor, subject: String? = nil,
        content: [UInt8]? = nil
    ) {
        self.init(
            kind: type(of: body).kind, version: type(of: body).version, subject: subject,
            actor: actor, body: body.json, content: content)
    }

    public static func prompt(_ text: String, by actor: EventActor) -> EventDraft {
        EventDraft(PromptSubmitted(text: text), by: actor)
    }

    public static func response(
        _ text: String, by actor: EventActor, id: String? = nil, usage: TokenUsage? = nil
    ) -> EventDraft {
        EventDraft(
            ResponseReceived(
                text: text, model: actor.role == "model" ? actor.name : nil, id: id, usage: usage),
            by: actor)
    }

    public static func toolCall(
        _ name: String, arguments: JSON, id: String? = nil, by actor: EventActor
    ) -> EventDraft {
        EventDraft(ToolCalled(name: name, id: id, arguments: arguments), by: actor)
    }

    public static func toolResult(
        _ result: JSON, of name: String, id: String? = nil, errorType: String? = nil
    ) -> EventDraft {
        EventDraft(
            ToolReturned(name: name, id: id, result: result, errorType: errorType),
            by: .tool(name))
    }

    public static func note(_ text: String, by actor: EventActor) -> EventDraft {
        EventDraft(NoteAdded(text: text), by: actor)
    }

    /// The file's content from here on, byte for byte.
    public static func file(
        _ path: String, content: [UInt8], mode: String? = nil, by actor: EventActor
    ) -> EventDraft {
        EventDraft(FileChanged(mode: mode), by: actor, subject: path, content: content)
    }

    public static func removedFile(_ path: String, by actor: EventActor) -> EventDraft {
        EventDraft(FileChanged(isRemoved: true), by: actor, subject: path)
    }

    public static func setting(_ name: String, _ value: JSON, by actor: EventActor) -> EventDraft {
        EventDraft(
            kind: .settingChanged, subject: name, actor: actor,
            body: SubjectChanged(value: value).json)
    }

    public static func title(_ title: String, by actor: EventActor) -> EventDraft {
        EventDraft(TitleChanged(title: title), by: actor)
    }
}
