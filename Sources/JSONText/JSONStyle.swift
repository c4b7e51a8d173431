/// How some program writes strings as JSON: which characters it escapes, and in which form.
///
/// Two programs write one text in different bytes (`é` or `\u00e9`, `/` or `\/`). Knowing the
/// style, a text that is known already stands for the bytes exactly.
package struct JSONStyle: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Everything outside ASCII is `\uXXXX`.
    package static let escapesNonASCII = JSONStyle(rawValue: 1)
    /// The digits of `\uXXXX` are upper case.
    package static let upperCase = JSONStyle(rawValue: 2)
    package static let escapesSlash = JSONStyle(rawValue: 4)
    /// `<`, `>` and `&` are `\u003c` and so on, as for HTML.
    package static let escapesMarkup = JSONStyle(rawValue: 8)
    /// U+2028 and U+2029 are escaped, as for JavaScript.
    package static let escapesSeparators = JSONStyle(rawValue: 16)
    /// Backspace and form feed are `\b` and `\f`.
    package static let hasShortControls = JSONStyle(rawValue: 32)
    package static let escapesDelete = JSONStyle(rawValue: 64)

    package static let all = JSONStyle(rawValue: 127)

    /// The style that gives exactly these bytes, the inside of a JSON string, for the text that
    /// they stand for; nil where none does: lone surrogates, or characters escaped here and not
    /// there.
    package static func of(_ inner: ArraySlice<UInt8>, standingFor text: [UInt8]) -> JSONStyle? {
        // Most texts have nothing to escape.
        if inner.count == text.count { return inner == text[...] ? [] : nil }
        let style = guess(inner)
        var written: [UInt8] = []
        written.reserveCapacity(inner.count)
        style.encode(text, into: &written)
        return written.elementsEqual(inner) ? style : nil
    }

    private static func guess(_ inner: ArraySlice<UInt8>) -> JSONStyle {
        var style: JSONStyle = []
        var index = inner.startIndex
        while let escape = inner[index...].firstIndex(of: UInt8(ascii: "\\")),
            escape + 1 < inner.endIndex
        {
            index = escape + 2
            switch inner[escape + 1] {
            case UInt8(ascii: "/"): style.insert(.escapesSlash)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): style.insert(.hasShortControls)
            case UInt8(ascii: "u"):
                let digits = inner[index..<min(index + 4, inner.endIndex)]
                style.formUnion(evidence(digits))
                index = digits.endIndex
            default: break
            }
        }
        return style
    }

    private static func evidence(_ digits: ArraySlice<UInt8>) -> JSONStyle {
        let value = digits.reduce(UInt32(0)) { $0 << 4 | (JSONEscapes.hexValue($1) ?? 0) }
        let upper: JSONStyle = digits.contains { (0x41...0x46).contains($0) } ? .upperCase : []
        switch value {
        case 0x3C, 0x3E, 0x26: return [upper, .escapesMarkup]
        case 0x7F: return [upper, .escapesDelete]
        case 0x2028, 0x2029: return [upper, .escapesSeparators]
        case 0x80...: return [upper, .escapesNonASCII]
        default: return upper
        }
    }

    /// Appends the inside of a JSON string, without its quotes. `text` is UTF-8.
    package func encode(_ text: [UInt8], into result: inout [UInt8]) {
        encode(text, text.indices, into: &result)
    }

    /// The same for a part of a text.
    package func encode(_ text: [UInt8], _ part: Range<Int>, into result: inout [UInt8]) {
        var index = part.lowerBound
        while true {
            let end = endOfPlain(text, index..<part.upperBound)
            result.append(contentsOf: text[index..<end])
            guard end < part.upperBound else { return }
            let byte = text[end]
            if byte < 0x80 {
                encode(ascii: byte, into: &result)
                index = end + 1
                continue
            }
            let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            index = min(end + length, part.upperBound)
            encode(wide: text[end..<index], into: &result)
        }
    }

    /// How far nothing stands that might be escaped.
    private func endOfPlain(_ text: [UInt8], _ part: Range<Int>) -> Int {
        // UTF-8 has no byte 0xFF.
        let wide: UInt8 = isDisjoint(with: [.escapesNonASCII, .escapesSeparators]) ? 0xFF : 0x80
        guard isDisjoint(with: [.escapesSlash, .escapesMarkup, .escapesDelete]) else {
            return text.first(in: part) { Self.isEscaped($0, wide) | Self.isSeldomEscaped($0) }
        }
        return text.first(in: part) { Self.isEscaped($0, wide) }
    }

    private static func isEscaped(_ byte: UInt8, _ wide: UInt8) -> UInt8 {
        mark(byte == UInt8(ascii: "\"")) | mark(byte == UInt8(ascii: "\\")) | mark(byte < 0x20)
            | mark(byte >= wide)
    }

    private static func isSeldomEscaped(_ byte: UInt8) -> UInt8 {
        mark(byte == UInt8(ascii: "/")) | mark(byte == 0x3C) | mark(byte == 0x3E)
            | mark(byte == 0x26) | mark(byte == 0x7F)
    }

    private func encode(ascii byte: UInt8, into result: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
        case 0x0A: result += Array("\\n".utf8)
        case 0x0D: result += Array("\\r".utf8)
        case 0x09: result += Array("\\t".utf8)
        case 0x08 where contains(.hasShortControls): result += Array("\\b".utf8)
        case 0x0C where contains(.hasShortControls): result += Array("\\f".utf8)
        case UInt8(ascii: "/") where contains(.escapesSlash): result += Array("\\/".utf8)
        case 0..<0x20: unit(UInt32(byte), into: &result)
        case 0x3C where contains(.escapesMarkup), 0x3E where contains(.escapesMarkup),
            0x26 where contains(.escapesMarkup):
            unit(UInt32(byte), into: &result)
        case 0x7F where contains(.escapesDelete): unit(0x7F, into: &result)
        default: result.append(byte)
        }
    }

    private func encode(wide character: ArraySlice<UInt8>, into result: inout [UInt8]) {
        let isSeparator =
            character.count == 3 && character.starts(with: [0xE2, 0x80])
            && (character.last == 0xA8 || character.last == 0xA9)
        guard
            isSeparator
                ? !isDisjoint(with: [.escapesSeparators, .escapesNonASCII])
                : contains(.escapesNonASCII)
        else { return result.append(contentsOf: character) }
        for value in String(decoding: character, as: UTF8.self).utf16 {
            unit(UInt32(value), into: &result)
        }
    }

    private func unit(_ value: UInt32, into result: inout [UInt8]) {
        let digits = contains(.upperCase) ? Self.upperDigits : Self.lowerDigits
        result += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
        for shift in [12, 8, 4, 0] as [UInt32] {
            result.append(digits[Int(value >> shift & 15)])
        }
    }

    private static let upperDigits = Array("0123456789ABCDEF".utf8)
    private static let lowerDigits = Array("0123456789abcdef".utf8)
}
