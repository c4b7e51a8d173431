import SessionAnswers

extension DisplayText {
    /// Columns that a text takes on a terminal: two for wide East Asian characters and emoji.
    static func width(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 }
            ? text.utf8.count : text.reduce(0) { $0 + width($1) }
    }

    static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if character.isASCII { return 1 }
        let properties = first.properties
        if properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") {
            return 2
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(first.value) ? 2 : 1
        }
    }

    /// The blocks of Unicode's EastAsianWidth.txt that are wide throughout.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            return true
        default: return false
        }
    }

    /// The text in at most `columns`; what is cut off is marked with `…`.
    static func cut(_ text: String, to columns: Int) -> String {
        if width(text) <= columns { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = used + width(character)
            guard next < columns else { break }
            result.append(character)
            used = next
        }
        return columns > 0 ? result + "…" : ""
    }

    /// The end of a text in at most `columns`, as of a path whose beginning says least.
    static func cutFront(_ text: String, to columns: Int) -> String {
        if width(text) <= columns { return text }
        return "…" + String(cut(String(text.reversed()), to: columns).dropLast().reversed())
    }

    /// The text in exactly `columns`, cut or filled up with spaces.
    static func pad(_ text: String, to columns: Int, right: Bool = false) -> String {
        let fitting = cut(text, to: columns)
        let space = String(repeating: " ", count: max(0, columns - width(fitting)))
        return right ? space + fitting : fitting + space
    }
}
