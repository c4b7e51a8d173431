internal import SessionModel
internal import Texts

/// What a draft must be like before it is written; every refusal says what to write instead.
enum DraftCheck {
    /// - Parameters:
    ///   - index: the draft's place in its batch, for the message.
    ///   - isRebuilding: whether merges are recorded again that were committed elsewhere.
    static func check(_ draft: EventDraft, index: Int, isRebuilding: Bool = false) throws {
        let name = "event \(index + 1) (\(draft.kind))"
        func refuse(_ reason: String, _ hint: Hint) -> SessionError {
            SessionError(.invalidEvent, "\(name): \(reason)", hint: hint)
        }
        switch draft.kind.role {
        case .controls:
            throw refuse(
                "control events are not appended", "Use fork, rename, archive and the like.")
        case .marks
        where draft.kind != .foreignRecorded && !(isRebuilding && draft.kind == .branchMerged):
            throw refuse("the store writes these itself", "Append what was said or set.")
        case .sets where draft.kind != .titleChanged && (draft.subject ?? "").isEmpty:
            throw refuse(
                "it sets no subject", "Give the file's path, the setting's name or the tab's id.")
        default: break
        }
        guard draft.kind.rawValue.contains("."), draft.kind.rawValue.utf8.count <= 100 else {
            throw refuse(
                "this is no kind", "Kinds are written noun.verbed, such as prompt.submitted.")
        }
        guard !draft.actor.rawValue.isEmpty else {
            throw refuse(
                "nobody did it", "Give an actor: user:ana, model:NAME, tool:NAME or system.")
        }
        guard (1...1_000_000).contains(draft.version) else {
            throw refuse("version \(draft.version) is out of range", "Versions are counted from 1.")
        }
        if let time = draft.occurredAt, !Timestamp.recordable.contains(time) {
            throw refuse("its time is out of range", "Times lie in the years 1 to 9999.")
        }
        if draft.dialect == nil { try checkBody(draft, refuse) }
    }

    private static func checkBody(
        _ draft: EventDraft, _ refuse: (String, Hint) -> SessionError
    ) throws {
        guard draft.body.kind == .object else {
            throw refuse("its body is no JSON object", #"Write an object: {"text": "…"}."#)
        }
        if draft.origin == nil,
            let violation = EventSchemas.violation(in: draft.body, of: draft.kind)
        {
            throw refuse(
                "its body does not follow the schema: \(violation)",
                "\(.schema(draft.kind)) describes it.")
        }
        if draft.kind == .fileChanged, draft.origin == nil {
            let change = FileChanged(draft.body, version: draft.version)
            let told = [
                draft.content != nil, change.isRemoved, change.unknown != nil,
                change.derivation != nil,
            ].count { $0 }
            guard told == 1 else {
                throw refuse(
                    told == 0
                        ? "it does not say what became of the file" : "it says two things at once",
                    #"Give its content, or "removed": true, or "unknown": "why"."#)
            }
        }
    }

    /// The draft with secrets masked, in its body, its content and its actor.
    static func masked(_ draft: EventDraft) -> EventDraft {
        var draft = draft
        if let body = SecretScanner.shared.mask(draft.body.bytes) {
            draft.body = JSON(unchecked: body)
        }
        if let content = draft.content.flatMap({ SecretScanner.shared.mask($0) }) {
            draft.content = content
        }
        if let actor = SecretScanner.shared.mask(draft.actor.rawValue) {
            draft.actor = EventActor(rawValue: actor)
        }
        return draft
    }
}
