internal import SessionStore

extension EventSummary {
    /// The patterns of an ``AuditQuery`` that a person's word for a kind stands for: the word
    /// itself, and the kinds that it is the word for.
    ///
    /// ```swift
    /// try EventSummary.kinds("archived")  // archived, branch.archived, session.archived
    /// ```
    ///
    /// - Parameter word: `tool.called`, `tool.*`, or one of ``labels``, such as `prompt`.
    /// - Throws: ``SessionError/Code/invalidInput`` where it can mean none, with those that there
    ///   are.
    public static func kinds(_ word: String) throws -> [String] {
        let labelled = EventKind.known.filter { labels[$0] == word }
        let isBeginning = EventKind.known.contains { $0.rawValue.hasPrefix(word + ".") }
        guard !labelled.isEmpty || isBeginning || word.contains(".") || word.contains("*")
        else {
            let kinds = EventKind.known.map(\.rawValue).joined(separator: ", ")
            throw SessionError(
                .invalidInput, "there is no kind \"\(word)\"", hint: "Kinds: \(kinds)")
        }
        return [word] + labelled.map(\.rawValue)
    }
}
