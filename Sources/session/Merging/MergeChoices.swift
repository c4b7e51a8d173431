import ArgumentParser
import SessionAnswers
import SessionStore
import Texts

/// What was said of conflicts, one by one and place by place, until it is known to be complete.
struct MergeChoices {
    private struct Chosen {
        let conflict: MergeConflict
        /// Nil: the places that are not named are open.
        var whole: ThreeWayText.Choice?
        var places: [Int: ThreeWayText.Choice] = [:]
        var answer: MergeAnswer?
    }

    private let conflicts: [MergeConflict]
    private var chosen: [Chosen] = []

    init(_ conflicts: [MergeConflict]) { self.conflicts = conflicts }

    /// - Parameter name: of conflicts, or of one place: `src/a.py#2`.
    mutating func choose(_ choice: ThreeWayText.Choice, for name: String) throws {
        if let (conflict, place) = try place(name) {
            let index = index(of: conflict)
            guard chosen[index].answer == nil, chosen[index].places[place] ?? choice == choice
            else { throw Self.contradiction(name) }
            chosen[index].places[place] = choice
            return
        }
        for conflict in try conflicts.named(name) {
            let index = index(of: conflict)
            guard chosen[index].answer == nil, chosen[index].whole ?? choice == choice else {
                throw Self.contradiction(conflict.name.text)
            }
            chosen[index].whole = choice
        }
    }

    mutating func answer(_ conflict: MergeConflict, _ answer: MergeAnswer) throws {
        let index = index(of: conflict)
        let isNew = chosen[index].whole == nil && chosen[index].places.isEmpty
        guard isNew, chosen[index].answer ?? answer == answer else {
            throw Self.contradiction(conflict.name.text)
        }
        try conflict.check(answer)
        chosen[index].answer = answer
    }

    /// - Throws: ``SessionError/Code/mergeUnresolved`` where a file's places are answered in part.
    func answers() throws -> [(MergeConflict, MergeAnswer)] {
        try chosen.map { chosen in (chosen.conflict, try answer(chosen)) }
    }

    private func answer(_ chosen: Chosen) throws -> MergeAnswer {
        if let answer = chosen.answer { return answer }
        let conflict = chosen.conflict
        let count = chosen.whole == nil ? conflict.places : 0
        if chosen.whole == nil,
            let open = (1...max(1, count)).first(where: { chosen.places[$0] == nil })
        {
            let name = conflict.name.text
            throw SessionError(
                .mergeUnresolved, "place \(open) of \(count) of \(name) is open",
                hint: "Answer it, too, as with --ours \(name)#\(open), or the rest of the file as "
                    + "with --theirs \(name).")
        }
        let answer = try conflict.joined { chosen.places[$0] ?? chosen.whole ?? .ours }
        try conflict.check(answer)
        return answer
    }

    /// Of `NAME#2`, where no conflict is called just so.
    private func place(_ name: String) throws -> (MergeConflict, Int)? {
        let isWhole = conflicts.contains { $0.name.text.utf8.elementsEqual(name.utf8) }
        guard !isWhole, let sign = name.lastIndex(of: "#"),
            let number = Int(name[name.index(after: sign)...])
        else { return nil }
        let found = try conflicts.named(String(name[..<sign]))
        guard found.count == 1, (1...max(1, found[0].places)).contains(number) else {
            let places = found.map { "\($0.name.text): \(Counts.of($0.places, "place"))" }
            throw SessionError(
                .eventNotFound, "there is no place \(name)",
                hint: "There are: \(places.joined(separator: ", "))")
        }
        return (found[0], number)
    }

    private mutating func index(of conflict: MergeConflict) -> Int {
        if let index = chosen.firstIndex(where: { $0.conflict == conflict }) { return index }
        chosen.append(Chosen(conflict: conflict))
        return chosen.count - 1
    }

    private static func contradiction(_ name: String) -> ValidationError {
        ValidationError("\(name) has two answers.")
    }
}

extension MergeConflict {
    /// - Throws: ``SessionError/Code/mergeUnresolved`` where nothing can be both.
    func joined(_ choose: (_ place: Int) -> ThreeWayText.Choice) throws -> MergeAnswer {
        if let answer = answer(choosing: choose) { return answer }
        throw SessionError(
            .mergeUnresolved, "\(name.text) cannot be both: it has no lines to join",
            hint: "Answer it otherwise: \(.answerConflict).")
    }
}
