/// Makes text that anyone may have written safe to show.
///
/// A transcript holds what models, tools and web pages said. On a terminal, escape sequences in it
/// could move the cursor, retitle the window or hide text; anywhere, direction marks could reorder
/// it. None of them is passed on: control characters become their pictures (`␛`), the rest is
/// spelled out.
///
/// ```swift
/// DisplayText.oneLine("a\u{1B}[31mb\n\tc")  // a␛[31mb c
/// ```
public enum DisplayText {
    /// The text on one line: white space runs become one space.
    ///
    /// - Parameter limit: looks at no more than this many characters, so that the first line of a
    ///   large text costs little.
    public static func oneLine(_ text: String, limit: Int = 1000) -> String {
        var result = ""
        var isSpace = true
        for character in text.prefix(limit) {
            if character.isWhitespace {
                if !isSpace { result.append(" ") }
                isSpace = true
            } else {
                append(character, to: &result)
                isSpace = false
            }
        }
        if isSpace, result.last == " " { result.removeLast() }
        return result
    }

    /// The lines of a text. Tabs become spaces; `\r\n` ends a line as `\n` does.
    public static func lines(_ text: String) -> [String] {
        var splitter = DisplayLines()
        return join(splitter.add(ArraySlice(text.utf8)) + splitter.finish())
    }

    /// Whole lines of the parts that came of a text.
    public static func join(_ parts: [DisplayLines.Part]) -> [String] {
        var lines: [String] = []
        var line = ""
        for part in parts {
            line += part.text
            guard part.isEnd else { continue }
            lines.append(line)
            line = ""
        }
        return lines
    }

    private static func append(_ character: Character, to result: inout String) {
        if character.isASCII, let byte = character.asciiValue, byte >= 0x20, byte != 0x7F {
            result.append(character)
        } else if character.unicodeScalars.allSatisfy({ !isHidden($0) }) {
            result.append(character)
        } else {
            for scalar in character.unicodeScalars { result += picture(of: scalar) }
        }
    }

    /// Characters that act on the terminal or on the order of the others.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: return true
        case 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: return true
        case 0xE0000...0xE007F: return true
        default: return false
        }
    }

    /// What is shown in place of such a character: `␛`, or `<U+202E>`.
    public static func picture(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "?"
        case 0x7F: return "\u{2421}"
        case _ where isHidden(scalar):
            return "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
        default: return String(scalar)
        }
    }
}
