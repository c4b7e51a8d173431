public import SessionStore

extension MergeConflict {
    /// What it is about.
    public var name: MergeName { MergeName(kind, subject) }

    /// Why it is open, for people.
    public var explanation: String {
        switch reason {
        case .content: "both changed the same lines"
        case .mode: "both changed its mode"
        case .binary: "both changed it, and it is no text"
        case .value: "both changed it"
        case .removedByUs: "we removed it, they changed it"
        case .removedByThem: "we changed it, they removed it"
        case .unknown: "both changed it, and the log does not hold the content"
        case .severalBases: "both merged each other before, with different answers"
        case .seenDifferently: "before they changed it, each found another content in it"
        }
    }

    /// Refuses an answer that does not fit, before anything is written.
    ///
    /// - Throws: ``SessionError/Code/mergeUnresolved``: answer it otherwise.
    public func check(_ answer: MergeAnswer) throws {
        guard let problem = problem(with: answer) else { return }
        throw SessionError(
            .mergeUnresolved, "\(name.text) cannot become \(answer.name): \(problem)",
            hint: "Answer it otherwise: \(.answerConflict).")
    }
}

extension [MergeConflict] {
    /// The conflicts that a person's text means: the one of exactly this name, or else all that it
    /// fits, as a folder fits its files.
    ///
    /// - Throws: ``SessionError/Code/eventNotFound`` where there is none, with some that there are.
    public func named(_ text: String) throws -> [MergeConflict] {
        let exact = filter { $0.name.text.utf8.elementsEqual(text.utf8) }
        let found = exact.isEmpty ? filter { $0.name.fits(text) } : exact
        guard found.isEmpty else { return found }
        let names = prefix(5).map(\.name.text).joined(separator: ", ")
        throw SessionError(
            .eventNotFound, "no conflict is about \(text)",
            hint: isEmpty
                ? "There are none: leave the answer out."
                : "There are: \(names)" + (count > 5 ? ", …" : ""))
    }
}
