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
    public static let promptSubmitted = EventKind(rawValue: "prompt.submitted")
    public static let contextBuilt = EventKind(rawValue: "context.built")
    public static let requestSent = EventKind(rawValue: "request.sent")
    public static let responseStreamed = EventKind(rawValue: "response.streamed")
    public static let responseReceived = EventKind(rawValue: "response.received")
    public static let responseFailed = EventKind(rawValue: "response.failed")
    public static let toolCalled = EventKind(rawValue: "tool.called")
    public static let toolReturned = EventKind(rawValue: "tool.returned")
    public static let noteAdded = EventKind(rawValue: "note.added")

    public static let fileChanged = EventKind(rawValue: "file.changed")
    public static let settingChanged = EventKind(rawValue: "setting.changed")
    public static let titleChanged = EventKind(rawValue: "title.changed")
    public static let editorChanged = EventKind(rawValue: "editor.changed")
    public static let explorerChanged = EventKind(rawValue: "explorer.changed")
    public static let terminalChanged = EventKind(rawValue: "terminal.changed")

    public static let sessionCreated = EventKind(rawValue: "session.created")
    public static let branchMerged = EventKind(rawValue: "branch.merged")
    public static let foreignRecorded = EventKind(rawValue: "foreign.recorded")

    public static let branchForked = EventKind(rawValue: "branch.forked")
    public static let branchRenamed = EventKind(rawValue: "branch.renamed")
    public static let branchArchived = EventKind(rawValue: "branch.archived")
    public static let tagSet = EventKind(rawValue: "tag.set")
    public static let sessionArchived = EventKind(rawValue: "session.archived")
    public static let sessionReopened = EventKind(rawValue: "session.reopened")
    public static let sessionExported = EventKind(rawValue: "session.exported")
    public static let contentRedacted = EventKind(rawValue: "content.redacted")
    public static let holdSet = EventKind(rawValue: "hold.set")
    public static let sessionSealed = EventKind(rawValue: "session.sealed")

    /// The kinds that continue the conversation.
    public static let adding: [EventKind] = [
        promptSubmitted, contextBuilt, requestSent, responseStreamed, responseReceived,
        responseFailed, toolCalled, toolReturned, noteAdded,
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

    /// What it does to the session; nil for a kind that this version does not know.
    public var role: Role? { Self.roles[self] }
}
