import SessionAnswers
import SessionStore

/// Asks a person about one conflict after the other.
struct MergeDialogue {
    let page: MergePage
    let editor: MergeEditor
    /// Shows lines, asks and gives the answer without its line break; nil at the end of input.
    let ask: (_ lines: [String], _ question: String) throws -> String?

    static let question = "[o]urs, [t]heirs, [b]ase, [e]dit, [s]kip, [q]uit? "

    /// - Returns: whether the person went through all of them; false where they stopped.
    func run(_ merge: inout Merge) throws -> Bool {
        let conflicts = merge.conflicts
        for (index, conflict) in conflicts.enumerated() {
            var lines = page.question(conflict, number: index + 1, of: conflicts.count)
            answering: while true {
                guard let text = try ask(lines, Self.question) else { return false }
                switch text.trimmed.lowercased() {
                case "q", "quit": return false
                case "s", "skip": break answering
                case let word:
                    do {
                        if let answer = try answer(word, conflict) {
                            try merge.resolve(conflict, as: answer)
                            break answering
                        }
                        lines = ["Write one letter: o, t, b, e, s or q."]
                    } catch let error as SessionError {
                        lines = DisplayText.lines(error.description)
                    }
                }
            }
        }
        return true
    }

    private func answer(_ word: String, _ conflict: MergeConflict) throws -> MergeAnswer? {
        let answer: MergeAnswer
        switch word {
        case "o", "ours": answer = .ours
        case "t", "theirs": answer = .theirs
        case "b", "base": answer = .base
        case "e", "edit":
            guard let bytes = try editor.edit(conflict) else {
                throw SessionError(.mergeUnresolved, "there is no text on both sides to edit")
            }
            answer = .content(bytes)
        default: return nil
        }
        try conflict.check(answer)
        return answer
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
