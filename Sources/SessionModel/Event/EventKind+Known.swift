extension EventKind {
    /// What an event of a kind does to the session (design: every event adds, sets or controls).
    public enum Role: Sendable {
        /// Continues the conversation, in order.
        case adds
        /// Gives a subject a new value, or removes it; the last one wins.
        case sets
        /// Speaks of branches, tags and the session itself, on the control line.
        case controls
        /// Belongs to a branch's line without being said or set.
        case marks
    }
}

extension EventKind {
    /// A person asked something: ``PromptSubmitted``.
    public static let promptSubmitted = EventKind(rawValue: "prompt.submitted")
    /// A person gave a command of the tool itself, such as `/compact`: ``CommandGiven``.
    public static let commandGiven = EventKind(rawValue: "command.given")
    /// A context was put together for a model: ``ContextBuilt``.
    public static let contextBuilt = EventKind(rawValue: "context.built")
    /// A model was sent something: ``RequestSent``.
    public static let requestSent = EventKind(rawValue: "request.sent")
    /// A piece of an answer came: ``ResponseStreamed``.
    public static let responseStreamed = EventKind(rawValue: "response.streamed")
    /// A model answered, or a part of an answer is whole: ``ResponseReceived``.
    public static let responseReceived = EventKind(rawValue: "response.received")
    /// A request got no answer: ``ResponseFailed``.
    public static let responseFailed = EventKind(rawValue: "response.failed")
    /// A model called a tool: ``ToolCalled``.
    public static let toolCalled = EventKind(rawValue: "tool.called")
    /// A tool gave something back: ``ToolReturned``.
    public static let toolReturned = EventKind(rawValue: "tool.returned")
    /// A remark that neither side said: ``NoteAdded``.
    public static let noteAdded = EventKind(rawValue: "note.added")

    /// A file has another content, mode or name, or is gone: ``FileChanged``.
    public static let fileChanged = EventKind(rawValue: "file.changed")
    /// A setting has another value, or none: ``SubjectChanged``.
    public static let settingChanged = EventKind(rawValue: "setting.changed")
    /// The session is called otherwise, on this branch: ``TitleChanged``.
    public static let titleChanged = EventKind(rawValue: "title.changed")
    /// A tab of the editor was opened, moved or closed: ``SubjectChanged``.
    public static let editorChanged = EventKind(rawValue: "editor.changed")
    /// A place in the explorer was opened or closed: ``SubjectChanged``.
    public static let explorerChanged = EventKind(rawValue: "explorer.changed")
    /// A terminal has another state, or is gone: ``SubjectChanged``.
    public static let terminalChanged = EventKind(rawValue: "terminal.changed")

    /// The first event of all: ``SessionCreated``.
    public static let sessionCreated = EventKind(rawValue: "session.created")
    /// What follows was taken over from another line: ``BranchMerged``.
    public static let branchMerged = EventKind(rawValue: "branch.merged")
    /// A record of a transcript that has no other kind: ``ForeignRecorded``.
    public static let foreignRecorded = EventKind(rawValue: "foreign.recorded")

    /// A branch begins: ``BranchForked``.
    public static let branchForked = EventKind(rawValue: "branch.forked")
    /// A branch has another name: ``BranchRenamed``.
    public static let branchRenamed = EventKind(rawValue: "branch.renamed")
    /// A branch takes no more events: ``BranchArchived``.
    public static let branchArchived = EventKind(rawValue: "branch.archived")
    /// A tag marks a point; the last one of a name counts: ``TagSet``.
    public static let tagSet = EventKind(rawValue: "tag.set")
    /// The session takes no more events: ``SessionArchived``.
    public static let sessionArchived = EventKind(rawValue: "session.archived")
    /// The session takes events again: ``SessionReopened``.
    public static let sessionReopened = EventKind(rawValue: "session.reopened")
    /// The session was written out; only when asked for: ``SessionExported``.
    public static let sessionExported = EventKind(rawValue: "session.exported")
    /// Events were erased: ``ContentRedacted``.
    public static let contentRedacted = EventKind(rawValue: "content.redacted")
    /// A hold was set or lifted: ``HoldSet``.
    public static let holdSet = EventKind(rawValue: "hold.set")
    /// All heads were signed: ``SessionSealed``.
    public static let sessionSealed = EventKind(rawValue: "session.sealed")

    /// The kinds that continue the conversation.
    public static let adding: [EventKind] = [
        promptSubmitted, commandGiven, contextBuilt, requestSent, responseStreamed,
        responseReceived, responseFailed, toolCalled, toolReturned, noteAdded,
    ]
    /// The kinds that give a subject a value.
    public static let setting: [EventKind] = [
        fileChanged, settingChanged, titleChanged, editorChanged, explorerChanged, terminalChanged,
    ]
    /// The kinds of the control line.
    public static let controlling: [EventKind] = [
        branchForked, branchRenamed, branchArchived, tagSet, sessionArchived, sessionReopened,
        sessionExported, contentRedacted, holdSet, sessionSealed,
    ]
    /// The other kinds of a branch's line.
    public static let marking: [EventKind] = [sessionCreated, branchMerged, foreignRecorded]

    /// Every kind that this version knows.
    public static let known = adding + setting + controlling + marking

    private static let roles: [EventKind: Role] = Dictionary(
        uniqueKeysWithValues: adding.map { ($0, .adds) } + setting.map { ($0, .sets) }
            + controlling.map { ($0, .controls) } + marking.map { ($0, .marks) })

    /// Whether somebody asks for something with it: with a prompt, or with a command.
    public var isAsking: Bool { self == .promptSubmitted || self == .commandGiven }

    /// What it does to the session; nil for a kind that this version does not know.
    public var role: Role? { Self.roles[self] }
}
