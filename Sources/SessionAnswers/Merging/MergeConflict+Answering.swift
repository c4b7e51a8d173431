public import SessionStore
public import Texts

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

    /// How many places of a file are open, each of which can be answered by itself; 0: the file, or
    /// whatever it is about, can only be answered as a whole.
    ///
    /// - Cost: three line diffs.
    public var places: Int { joinable?.conflicts.count ?? 0 }

    /// A file whose lines are joined: both sides' changes that are in nobody's way are kept, and
    /// the places that are open become what is chosen. Of anything else the whole side is taken;
    /// nil where that cannot be, as nothing is both.
    ///
    /// - Parameter choose: is given the number of each place, from 1; 1 where there are none.
    public func answer(choosing choose: (_ place: Int) -> ThreeWayText.Choice) -> MergeAnswer? {
        guard let text = joinable else {
            switch choose(1) {
            case .ours: return .ours
            case .theirs: return .theirs
            case .both: return nil
            }
        }
        let bytes = text.resolved(choose)
        // What is one side's all the same is recorded as that.
        if bytes == content(ours) { return .ours }
        if bytes == content(theirs) { return .theirs }
        return .content(bytes)
    }

    private var joinable: ThreeWayText? {
        guard kind == .fileChanged, reason == .content, let text = text(), !text.conflicts.isEmpty
        else { return nil }
        return text
    }

    private func content(_ value: MergeValue?) -> [UInt8]? {
        if case .file(let bytes, _) = value?.content { bytes } else { nil }
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
