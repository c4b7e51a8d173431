internal import Foundation
internal import SessionStore

/// Words that are looked for: all of them must occur.
///
/// `"several words"` in quotes occur one behind the other, and `pars*` is the beginning of a word.
/// Nothing in them is syntax of SQLite's: each becomes a string of FTS5, in which a quote is the
/// only letter that means anything (<https://www.sqlite.org/fts5.html#full_text_query_syntax>).
public struct SearchWords: Sendable {
    struct Term: Sendable, Hashable {
        /// As it was written, without quotes and star.
        let text: String
        /// Whether it is the beginning of a word.
        let isPrefix: Bool
    }

    let all: [Term]

    /// Each word, and what stands between two quotes, as it is looked for.
    public var texts: [String] { all.map(\.text) }

    /// - Throws: ``SessionError/Code/invalidInput`` where there is no letter and no digit in it.
    public init(_ text: String) throws {
        all = Self.split(text).filter { $0.text.contains { $0.isLetter || $0.isNumber } }
        guard !all.isEmpty else {
            throw SessionError(
                .invalidInput, "there is no word in \"\(text)\"",
                hint: "Give words to look for, such as: lock timeout, \"lock timeout\", lock*.")
        }
    }

    /// Words, and what stands between two quotes.
    private static func split(_ text: String) -> [Term] {
        var terms: [Term] = []
        var rest = Substring(text)
        while let first = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[first...]
            if rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
                terms.append(
                    Term(text: String(rest[..<end].dropFirst()), isPrefix: false))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                rest = rest[word.endIndex...]
                let isPrefix = word.last == "*" && word.dropLast().last?.isLetterOrDigit == true
                terms.append(
                    Term(text: String(isPrefix ? word.dropLast() : word), isPrefix: isPrefix))
            }
        }
        return terms
    }

    /// What FTS5 is asked for: all of them.
    var expressions: [String] { all.map(\.expression) }

    /// What is looked for where only parts of words are: none of them is a whole one.
    var parts: [String] { Set(all.flatMap { TextWords.of($0.text) }).sorted() }

    static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\0", with: " ").replacing("\"", with: "\"\""))\""
    }

    /// Whether a text holds all of them, within words too, whatever the case.
    func areIn(_ text: String) -> Bool {
        all.allSatisfy {
            text.range(of: $0.text, options: [.caseInsensitive, .diacriticInsensitive]) != nil
        }
    }
}

extension SearchWords.Term {
    var expression: String {
        let text = IndexedText.ofQuery(text)
        // One letter of a script whose words are two letters each is the beginning of one.
        let isOneAsian = self.text.unicodeScalars.count == 1 && text != self.text
        return SearchWords.quoted(text) + (isPrefix || isOneAsian ? "*" : "")
    }
}

extension Character {
    var isLetterOrDigit: Bool { isLetter || isNumber }
}
