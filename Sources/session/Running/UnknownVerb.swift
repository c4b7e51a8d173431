/// What stands where a verb should, and is none.
struct UnknownVerb: Error {
    let name: String

    var message: String { "there is no verb \"\(name)\"" }

    var hint: String {
        let near = Self.nearest(to: name, among: SessionCommand.verbs)
        return (near.map { "Did you mean \"\($0)\"?\n" } ?? "")
            + "The verb comes first, then the session's file: session log app.session\n"
            + "Verbs: " + SessionCommand.verbs.joined(separator: ", ")
    }

    /// Refuses a first word that is no verb, and one that help is asked about.
    static func check(_ arguments: [String]) throws {
        let words = arguments.prefix { !$0.hasPrefix("-") }.prefix(2)
        let asked = words.first == "help" ? words.dropFirst() : words.prefix(1)
        for name in asked where !SessionCommand.verbs.contains(name) {
            throw UnknownVerb(name: name)
        }
    }

    /// The word that is meant, most likely; nil where none is near.
    static func nearest(to name: String, among words: [String]) -> String? {
        let name = name.lowercased()
        if let longer = words.first(where: { name.count >= 3 && $0.hasPrefix(name) }) {
            return longer
        }
        let near = words.map { (word: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= max(1, min(name.count, $0.word.count) / 2 - 1) }
        return near.min { $0.distance < $1.distance }?.word
    }

    /// How many letters have to be put in, left out, changed, or swapped with their neighbours
    /// (Damerau, 1964).
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.prefix(64)), Array(right.prefix(64)))
        var before: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let change = previous[column] + (letter == other ? 0 : 1)
                var best = min(change, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
