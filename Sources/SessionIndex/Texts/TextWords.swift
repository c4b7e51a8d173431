internal import Foundation

/// The words of texts, as parts of words are looked for among them: without case and marks, of
/// three letters or digits at least. Of Chinese, Japanese and Korean there are none: pairs of
/// letters find parts there (``IndexedText``).
enum TextWords {
    private static let shortest = 3
    /// Bytes: longer ones are nobody's words. Digests in hexadecimal have up to 128.
    private static let longest = 128

    /// In the order of the text, each as often as it stands there.
    static func of(_ text: String) -> [String] {
        var words: [String] = []
        forEach(in: text) { words.append($0) }
        return words
    }

    static func forEach(in text: String, _ body: (String) -> Void) {
        let kinds = Self.kinds
        var word: [UInt8] = []
        var isASCII = true
        for byte in text.utf8 {
            let kind = kinds[Int(byte)]
            if kind != 0 {
                word.append(kind)
                if byte >= 0x80 { isASCII = false }
            } else if !word.isEmpty {
                give(word, isASCII, body)
                word.removeAll(keepingCapacity: true)
                isASCII = true
            }
        }
        if !word.isEmpty { give(word, isASCII, body) }
    }

    /// Of each byte: the small letter or the digit, the byte itself where it is part of a letter
    /// beyond ASCII, 0 where it is part of no word.
    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) -> UInt8 in
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x80...: byte
        case 0x41...0x5A: byte | 0x20
        default: 0
        }
    }

    private static func give(_ word: [UInt8], _ isASCII: Bool, _ body: (String) -> Void) {
        guard word.count >= shortest, word.count <= longest else { return }
        let text = String(decoding: word, as: UTF8.self)
        guard !isASCII else { return body(text) }
        for part in text.unicodeScalars.split(whereSeparator: { !isPart($0) }) {
            let folded = String(part).folding(
                options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            if folded.count >= shortest { body(folded) }
        }
    }

    /// Whether SQLite takes a letter for a part of a word
    /// (<https://www.sqlite.org/fts5.html#unicode61_tokenizer>).
    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x80 else { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark:
            return !IndexedText.isAsian(scalar)
        default: return false
        }
    }
}

/// Three neighbouring letters each, by which a part of a word is found among words.
enum Triples {
    /// Those of a word without case and marks, between spaces.
    static func of(_ word: String) -> String {
        let letters = Array(word)
        guard letters.count >= 3 else { return "" }
        return (0...letters.count - 3).map { String(letters[$0..<$0 + 3]) }.joined(separator: " ")
    }
}

/// The different words of texts, by month.
struct SaidWords: Sendable {
    private(set) var words: [Month: Set<String>] = [:]

    /// Takes in the words of a text of which parts are found.
    mutating func take(_ piece: TextPiece) {
        guard piece.sort.hasParts else { return }
        let month = Month(at: piece.time)
        var said = words.removeValue(forKey: month) ?? []
        TextWords.forEach(in: piece.text) { said.insert($0) }
        words[month] = said
    }

    mutating func take(_ other: SaidWords) {
        words.merge(other.words) { $0.union($1) }
    }
}
