import SessionStore

/// What a person is asked for in the last line.
struct Prompt: Sendable, Hashable {
    enum Question: Sendable, Hashable { case moment, search, fork, filter }

    let question: Question
    /// As typed so far.
    var text = ""
    /// Why the text was not taken.
    var refusal: String?
    /// Whether the text is being looked at.
    var isAsking = false
}

/// Questions and their answers. A prompt stays open until its text was taken, or until Esc.
extension ViewModel {
    /// Whether what else is typed is for what comes of this: a text is being looked at, or a search
    /// has just begun, which finds most things at once.
    var holdsKeys: Bool { isAsking || seek?.isFresh == true }

    /// Whether a text is being looked at.
    var isAsking: Bool {
        if case .input(let prompt) = mode { prompt.isAsking } else { false }
    }

    mutating func asks(_ key: Key) -> Bool {
        switch key {
        case .character(":"), .character("g"): mode = .input(Prompt(question: .moment))
        case .character("/"): mode = .input(Prompt(question: .search))
        case .character("f"): mode = .input(Prompt(question: .fork))
        case .character("F"):
            mode = .input(Prompt(question: .filter, text: askedFilter?.text ?? ""))
        case .character("b"):
            pending.append(.branches)
            mode = .branches(selected: branches.firstIndex { $0.name == branch } ?? 0)
        default: return false
        }
        return true
    }

    mutating func type(_ key: Key, into prompt: Prompt) {
        var prompt = prompt
        switch key {
        case .character(let character) where prompt.text.utf8.count < 1000:
            prompt.text.append(character)
        case .backspace where prompt.text.isEmpty: return close(prompt)
        case .backspace: prompt.text.removeLast()
        case .control("u"): prompt.text = ""
        case .escape: return close(prompt)
        case .enter: return answer(prompt)
        default: return
        }
        prompt.refusal = nil
        mode = .input(prompt)
    }

    private mutating func close(_ prompt: Prompt) {
        mode = .browsing
        if prompt.isAsking { pending.removeAll { $0.question != nil } }
    }

    private mutating func answer(_ prompt: Prompt) {
        let text = prompt.text
        let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        switch prompt.question {
        case .search:
            mode = .browsing
            if !text.isEmpty { search = text }
            searchAgain(isForward: true)
        case .moment where trimmed.isEmpty, .fork where trimmed.isEmpty: mode = .browsing
        case .filter where trimmed.isEmpty:
            mode = .browsing
            filter(by: nil)
        case .filter: ask(.filter(trimmed), prompt)
        case .moment: ask(.resolve(trimmed), prompt)
        case .fork: ask(.fork(BranchName(rawValue: trimmed), point), prompt)
        }
    }

    private mutating func ask(_ load: Load, _ prompt: Prompt) {
        var prompt = prompt
        prompt.isAsking = true
        pending.append(load)
        mode = .input(prompt)
    }

    // MARK: What came of it

    /// Closes the prompt whose text was taken.
    mutating func accept(_ load: Load) {
        guard case .input(let prompt) = mode, prompt.isAsking, prompt.question == load.question
        else { return }
        mode = .browsing
    }

    /// Leaves the prompt open with the text as it was typed.
    mutating func refuse(_ load: Load, because reason: String) {
        guard case .input(var prompt) = mode, prompt.isAsking, prompt.question == load.question
        else {
            note = Note(text: reason, isError: true)
            return
        }
        prompt.isAsking = false
        prompt.refusal = reason
        mode = .input(prompt)
    }
}

extension Load {
    /// What a person was asked for that this looks at; nil: nothing.
    var question: Prompt.Question? {
        switch self {
        case .resolve: .moment
        case .fork: .fork
        case .filter: .filter
        default: nil
        }
    }
}
