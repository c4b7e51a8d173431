internal import JSONText
public import SessionStore

/// An event on one line: a word for its kind, and what it says. Whoever lists events shows this
/// line, whatever the format that the event came in.
///
/// ```swift
/// let summary = EventSummary(event)
/// print(EventSummary.place(of: event), summary.label, summary.text)  // main@58 call bash make
/// ```
///
/// The text is safe to show, see ``DisplayText``, and at most 1,000 characters long.
/// - Cost: reads of the event no more than is shown.
public struct EventSummary: Sendable, Hashable {
    /// What happened, in a word.
    public let label: String
    /// The most telling part of it.
    public let text: String

    /// - Parameters:
    ///   - redaction: what is known of how the event was erased.
    ///   - names: of the subjects whose conflicts a merge answered, as far as they are known.
    public init(
        _ event: Event, erasedBy redaction: Redaction? = nil, answered names: AnsweredNames = [:]
    ) {
        label = Self.label(of: event.kind)
        let merged = event.isErased ? nil : event.view(as: BranchMerged.self)
        text =
            event.isErased
            ? Self.erasure(redaction)
            : DisplayText.oneLine(merged.map { Self.merge($0, names) } ?? Self.text(of: event))
    }

    private static func erasure(_ redaction: Redaction?) -> String {
        guard let redaction else { return "(erased)" }
        return DisplayText.oneLine("(erased by \(redaction.actor): \(redaction.reason))")
    }

    /// The words for the kinds; a kind that this version does not know shows its own name.
    public static let labels: [EventKind: String] = [
        .promptSubmitted: "prompt", .commandGiven: "command", .contextBuilt: "context",
        .requestSent: "request",
        .responseReceived: "response", .responseFailed: "failure", .toolCalled: "call",
        .responseStreamed: "piece", .toolReturned: "result", .noteAdded: "note",
        .fileChanged: "file",
        .settingChanged: "setting", .titleChanged: "title", .editorChanged: "editor",
        .explorerChanged: "explorer", .terminalChanged: "terminal", .sessionCreated: "created",
        .branchMerged: "merged", .foreignRecorded: "record", .branchForked: "forked",
        .branchRenamed: "renamed", .branchArchived: "archived", .tagSet: "tag",
        .sessionArchived: "archived", .sessionReopened: "reopened", .sessionExported: "exported",
        .contentRedacted: "redacted", .holdSet: "hold", .sessionSealed: "sealed",
    ]

    /// The word for a kind of event.
    public static func label(of kind: EventKind) -> String {
        labels[kind] ?? DisplayText.oneLine(kind.rawValue)
    }

    /// The event as a moment, `main@58`; of the control line its position, `#4711`.
    public static func place(of event: Event) -> String {
        DisplayText.oneLine(
            event.branch.map { "\($0)@\(event.revision)" } ?? "#\(event.position)")
    }

    private static func text(of event: Event) -> String {
        if event.kind == .foreignRecorded { return record(event) }
        if let message = event.message { return conversation(event, message) }
        switch event.kind.role {
        case .sets: return subject(event)
        case .controls: return control(event)
        default: return other(event)
        }
    }

    /// Characters at most: what is not on the line anyway is not read.
    private static let lengthLimit = 1000

    private static func beginning(of value: JSON) -> String {
        ReadableText(value).beginning(limit: lengthLimit)
    }

    // MARK: Conversation

    private static func conversation(_ event: Event, _ message: Message) -> String {
        let parts = message.parts.map { part(of: $0) }.filter { !$0.isEmpty }
        if event.kind == .responseFailed, let failure = event.view(as: ResponseFailed.self) {
            return ([failure.errorType] + parts).filter { !$0.isEmpty }.joined(separator: ": ")
        }
        let counted = message.parts.isEmpty ? message.usage : nil
        if let counted { return Counts.of(counted.total, "token") }
        return parts.isEmpty ? "(empty)" : parts.joined(separator: " ")
    }

    private static func part(of part: Message.Part) -> String {
        switch part {
        case .text(let text): return beginning(of: text)
        case .thinking(let text):
            return "(thinking) " + beginning(of: text)
        case .toolCall(_, let name, let arguments):
            return name + " " + MessageText.telling(arguments, limit: lengthLimit)
        case .toolResult(_, let result, let isError):
            return (isError ? "(error) " : "") + beginning(of: result)
        case .other(let type, _): return "[\(type)]"
        }
    }

    // MARK: Subjects

    private static func subject(_ event: Event) -> String {
        if let title = event.view(as: TitleChanged.self) { return title.title }
        let name = event.subject ?? ""
        if let file = event.view(as: FileChanged.self) { return name + fileChange(file, event) }
        guard event.dialect == nil else { return event.title ?? name }
        let change = SubjectChanged(event.body)
        return change.isRemoved ? "\(name) removed" : "\(name) = \(beginning(of: change.value))"
    }

    private static func fileChange(_ change: FileChanged, _ event: Event) -> String {
        var notes: [String] = []
        if change.isRemoved { notes.append("removed") }
        if let old = change.renamedFrom { notes.append("was \(old)") }
        if let reason = change.unknown { notes.append("content unknown: \(reason)") }
        if let content = event.content { notes.append(Counts.bytes(content.count)) }
        if let edits = change.derivation?.edits, !edits.isEmpty {
            notes.append(Counts.of(edits.count, "edit"))
        }
        return notes.isEmpty ? "" : " (" + notes.joined(separator: ", ") + ")"
    }

    // MARK: Control line and the rest

    private static func control(_ event: Event) -> String {
        if let fork = event.view(as: BranchForked.self) {
            return "\(fork.name) at revision \(fork.revision)"
        }
        if let rename = event.view(as: BranchRenamed.self) {
            return "\(rename.from) is now \(rename.to)"
        }
        if let archived = event.view(as: BranchArchived.self) { return "branch \(archived.name)" }
        if let tag = event.view(as: TagSet.self) {
            return "\(tag.name) at \(tag.branch)@\(tag.revision)"
        }
        if let redacted = event.view(as: ContentRedacted.self) {
            return Counts.of(redacted.digests.count, "event") + ": " + redacted.reason
        }
        if let hold = event.view(as: HoldSet.self) {
            return "\(hold.name) \(hold.isRemoved ? "released" : "set"): \(hold.reason)"
        }
        if let seal = event.view(as: SessionSealed.self) { return self.seal(seal) }
        switch event.kind {
        case .sessionArchived, .sessionReopened: return "the session"
        case .sessionExported: return event.body["format"]?.string ?? beginning(of: event.body)
        default: return beginning(of: event.body)
        }
    }

    private static func seal(_ seal: SessionSealed) -> String {
        guard let note = SignedNote(seal.note), let checkpoint = Checkpoint(note.text) else {
            return "(no seal)"
        }
        let names = Counts.few(note.signatures.map(\.name))
        return "\(Counts.of(checkpoint.size, "event")) by \(names)"
    }

    private static func other(_ event: Event) -> String {
        if let created = event.view(as: SessionCreated.self) {
            return "session \(created.session)"
        }
        if let context = event.view(as: ContextBuilt.self) {
            let files = Counts.of(context.context.ranges.count, "file")
            return context.base.map { "\(files) changed since \($0)" } ?? "all of \(files)"
        }
        if let request = event.view(as: RequestSent.self) {
            return (request.model.map { "to \($0), " } ?? "") + seen(request.context)
        }
        return record(event)
    }

    private static func merge(_ merged: BranchMerged, _ names: AnsweredNames) -> String {
        let what =
            merged.revision.map { "\(merged.branch)@\($0)" }
            ?? "\(Counts.of(merged.picked.count, "event")) picked from \(merged.branch)"
        let answers = merged.answers.map { answer in
            let name =
                answer.revision.map { names[$0] ?? "@\($0)" } ?? MergeName(answer.kind, nil).text
            return "\(name): \(answer.answer)"
        }
        return answers.isEmpty ? what : what + " (" + answers.joined(separator: ", ") + ")"
    }

    /// What a model saw, as ranges of revisions.
    private static func seen(_ context: ContextView) -> String {
        let literals =
            context.literals.isEmpty ? [] : [Counts.of(context.literals.count, "literal")]
        let parts =
            (context.ranges.isEmpty ? [] : [Counts.ranges(context.ranges)]) + literals
        return parts.isEmpty ? "nothing said before" : "saw " + parts.joined(separator: ", ")
    }

    /// A record that keeps another tool's shape, or an event of an unknown kind.
    private static func record(_ event: Event) -> String {
        event.recordLabel(limit: lengthLimit) ?? beginning(of: event.body)
    }
}
