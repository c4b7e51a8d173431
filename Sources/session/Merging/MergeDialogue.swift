import SessionAnswers
import SessionStore
import Texts

/// Asks a person about one conflict after the other.
struct MergeDialogue {
    let page: MergePage
    let editor: MergeEditor
    /// Shows lines, asks and gives the answer without its line break; nil at the end of input.
    let ask: (_ lines: [String], _ question: String) throws -> String?

    static let question = "[o]urs, [t]heirs, [b]ase, [p]lace by place, [e]dit, [s]kip, [q]uit? "
    static let placeQuestion = "[o]urs, [t]heirs, [b]oth, [c]ancel? "

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
                        lines = ["Write one letter: o, t, b, p, e, s or q."]
                    } catch let error as SessionError {
                        lines = DisplayText.lines(error.description)
                    }
                }
            }
        }
        return true
    }

    /// - Returns: nil where the person went back.
    private func askPlaces(_ conflict: MergeConflict) throws -> MergeAnswer? {
        let count = conflict.places
        guard count > 0 else {
            throw SessionError(.mergeUnresolved, "there are no lines to choose from")
        }
        var choices: [ThreeWayText.Choice] = []
        while choices.count < count {
            let lines = page.place(choices.count + 1, of: conflict)
            guard let text = try ask(lines, Self.placeQuestion) else { return nil }
            switch text.trimmed.lowercased() {
            case "o", "ours": choices.append(.ours)
            case "t", "theirs": choices.append(.theirs)
            case "b", "both": choices.append(.both)
            case "c", "cancel": return nil
            default: break
            }
        }
        return try conflict.joined { choices[$0 - 1] }
    }

    private func answer(_ word: String, _ conflict: MergeConflict) throws -> MergeAnswer? {
        let answer: MergeAnswer
        switch word {
        case "o", "ours": answer = try conflict.joined { _ in .ours }
        case "t", "theirs": answer = try conflict.joined { _ in .theirs }
        case "b", "base": answer = .base
        case "p", "places":
            guard let places = try askPlaces(conflict) else { return nil }
            answer = places
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
