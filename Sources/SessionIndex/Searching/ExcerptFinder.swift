internal import Foundation

/// Finds the piece of a text in which the words stand closest together.
struct ExcerptFinder {
    private let terms: SearchWords
    /// Letters that are shown around the words.
    private static let width = 160
    /// Letters that are shown before the first word.
    private static let lead = 40
    /// Places of words that are compared.
    private static let limit = 512

    init(_ terms: SearchWords) { self.terms = terms }

    func excerpt(of text: String) -> Excerpt {
        let places = places(in: text)
        let start = start(in: text, places)
        let end = text.index(start, offsetBy: Self.width, limitedBy: text.endIndex) ?? text.endIndex
        var parts: [Excerpt.Part] = []
        var next = start
        for (range, _) in places where range.lowerBound >= next && range.upperBound <= end {
            add(text[next..<range.lowerBound], isMatch: false, to: &parts)
            add(text[range], isMatch: true, to: &parts)
            next = range.upperBound
        }
        add(text[next..<end], isMatch: false, to: &parts)
        return Excerpt(
            parts: parts, isCutBefore: start > text.startIndex, isCutBehind: end < text.endIndex)
    }

    private func add(_ text: Substring, isMatch: Bool, to parts: inout [Excerpt.Part]) {
        guard !text.isEmpty else { return }
        var shown = ""
        for character in text {
            if !character.isWhitespace {
                shown.append(character)
            } else if shown.last != " ", !(shown.isEmpty && parts.last?.text.last == " ") {
                shown.append(" ")
            }
        }
        if !shown.isEmpty { parts.append(Excerpt.Part(text: shown, isMatch: isMatch)) }
    }

    /// Where the piece begins: with most different words, and the first of these.
    private func start(
        in text: String, _ places: [(range: Range<String.Index>, term: Int)]
    ) -> String.Index {
        var best = (count: 0, index: text.startIndex)
        for (index, place) in places.enumerated() {
            let end = text.utf8.index(
                place.range.lowerBound, offsetBy: Self.width - Self.lead, limitedBy: text.endIndex)
            let seen = places[index...].prefix { $0.range.upperBound <= end ?? text.endIndex }
            let count = Set(seen.map(\.term)).count
            if count > best.count { best = (count, place.range.lowerBound) }
        }
        return text.index(best.index, offsetBy: -Self.lead, limitedBy: text.startIndex)
            ?? text.startIndex
    }

    /// The places of all words, in the order of the text.
    private func places(in text: String) -> [(range: Range<String.Index>, term: Int)] {
        var places: [(range: Range<String.Index>, term: Int)] = []
        for (index, term) in terms.all.enumerated() {
            let found = Self.ranges(of: term.text, in: text, asWords: true)
            let ranges =
                found.isEmpty ? Self.ranges(of: term.text, in: text, asWords: false) : found
            places += ranges.map { ($0, index) }
        }
        return places.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func ranges(
        of word: String, in text: String, asWords: Bool
    ) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var from = text.startIndex
        while ranges.count < limit,
            let range = text.range(
                of: word, options: [.caseInsensitive, .diacriticInsensitive],
                range: from..<text.endIndex)
        {
            from = range.upperBound > from ? range.upperBound : text.index(after: from)
            if !asWords || beginsWord(range, in: text) { ranges.append(range) }
            if from >= text.endIndex { break }
        }
        return ranges
    }

    private static func beginsWord(_ range: Range<String.Index>, in text: String) -> Bool {
        guard range.lowerBound > text.startIndex else { return true }
        return !text[text.index(before: range.lowerBound)].isLetterOrDigit
    }
}
