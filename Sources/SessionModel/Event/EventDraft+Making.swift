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

    /// What a person asked.
    public static func prompt(_ text: String, by actor: EventActor) -> EventDraft {
        EventDraft(PromptSubmitted(text: text), by: actor)
    }

    /// A model's answer, or a part of one.
    ///
    /// - Parameters:
    ///   - id: the provider's id of the answer, which its parts and the calls in it share. It is a
    ///     part of what is said; ``EventDraft/id``, which makes an append repeatable, is another.
    ///   - usage: the provider's count of the whole answer; of several parts the last one's counts.
    public static func response(
        _ text: String, by actor: EventActor, id: String? = nil, usage: TokenUsage? = nil
    ) -> EventDraft {
        EventDraft(
            ResponseReceived(
                text: text, model: actor.role == "model" ? actor.name : nil, id: id, usage: usage),
            by: actor)
    }

    /// A model calls a tool.
    ///
    /// - Parameter id: the provider's id of the call, which its result repeats. It is a part of
    ///   what is said, and not ``EventDraft/id``.
    public static func toolCall(
        _ name: String, arguments: JSON, id: String? = nil, by actor: EventActor
    ) -> EventDraft {
        EventDraft(ToolCalled(name: name, id: id, arguments: arguments), by: actor)
    }

    /// What a tool gave back; the tool did it.
    ///
    /// - Parameters:
    ///   - id: that of the call.
    ///   - errorType: a class of errors, such as `timeout`, where the call failed.
    public static func toolResult(
        _ result: JSON, of name: String, id: String? = nil, errorType: String? = nil
    ) -> EventDraft {
        EventDraft(
            ToolReturned(name: name, id: id, result: result, errorType: errorType),
            by: .tool(name))
    }

    /// A remark that neither side said.
    public static func note(_ text: String, by actor: EventActor) -> EventDraft {
        EventDraft(NoteAdded(text: text), by: actor)
    }

    /// The file's content from here on, byte for byte: an array, Foundation's `Data`, a part of
    /// either.
    ///
    /// - Parameter mode: as git writes it, such as `100755`; nil: a plain file.
    public static func file(
        _ path: String, content: some Sequence<UInt8>, mode: String? = nil, by actor: EventActor
    ) -> EventDraft {
        EventDraft(FileChanged(mode: mode), by: actor, subject: path, content: Array(content))
    }

    /// The file's content from here on: the text's UTF-8.
    public static func file(
        _ path: String, content text: String, mode: String? = nil, by actor: EventActor
    ) -> EventDraft {
        file(path, content: text.utf8, mode: mode, by: actor)
    }

    /// The file is gone from here on.
    public static func removedFile(_ path: String, by actor: EventActor) -> EventDraft {
        EventDraft(FileChanged(isRemoved: true), by: actor, subject: path)
    }

    /// A setting's value from here on; any JSON.
    public static func setting(_ name: String, _ value: JSON, by actor: EventActor) -> EventDraft {
        EventDraft(
            kind: .settingChanged, subject: name, actor: actor,
            body: SubjectChanged(value: value).json)
    }

    /// The setting has no value from here on.
    public static func removedSetting(_ name: String, by actor: EventActor) -> EventDraft {
        EventDraft(
            kind: .settingChanged, subject: name, actor: actor, body: SubjectChanged.removed.json)
    }

    /// What the session is called from here on, on its branch.
    public static func title(_ title: String, by actor: EventActor) -> EventDraft {
        EventDraft(TitleChanged(title: title), by: actor)
    }
}
