internal import SessionModel

/// The ids and subjects of one batch that had secrets in them.
///
/// The log keeps none of the originals, not even as a hash, by which a password could be guessed.
/// So whether a masked one is the same as one that is there cannot be told, unless both came in
/// this batch.
struct MaskedNames {
    private var ids: [[UInt8]: String] = [:]
    private var subjects: [Subject: String] = [:]

    private struct Subject: Hashable {
        let kind: EventKind
        let text: [UInt8]
    }

    /// Refuses a draft whose id or subject would become that of something else.
    mutating func check(_ ready: ReadyDraft, index: Int, _ view: LogView, on line: Line) throws {
        let draft = ready.draft
        if let given = ready.givenID, let id = draft.id {
            let isThere = try view.entry(id: id, on: line) != nil
            let earlier = ids.updateValue(given, forKey: Array(id.utf8))
            if Self.isOther(given, earlier, isThere: isThere) {
                throw Self.refusal(.idConflict, "event \(index + 1): the id \"\(id)\"", "ids")
            }
        }
        if let given = ready.givenSubject, let subject = draft.subject {
            let isThere =
                try view.latest(
                    kind: draft.kind, subject: subject, on: line, headersOnly: true) != nil
            let key = Subject(kind: draft.kind, text: Array(subject.utf8))
            let earlier = subjects.updateValue(given, forKey: key)
            if Self.isOther(given, earlier, isThere: isThere) {
                throw Self.refusal(
                    .invalidEvent, "event \(index + 1) (\(draft.kind)): the subject \"\(subject)\"",
                    "subjects")
            }
        }
    }

    private static func isOther(_ given: String, _ earlier: String?, isThere: Bool) -> Bool {
        earlier.map { !$0.utf8.elementsEqual(given.utf8) } ?? isThere
    }

    private static func refusal(
        _ code: SessionError.Code, _ what: String, _ names: String
    ) -> SessionError {
        SessionError(
            code,
            "\(what), as it is with the secret in it masked, is there already, and whether it is "
                + "the same one cannot be told",
            hint: "Give \(names) without secrets.")
    }
}
