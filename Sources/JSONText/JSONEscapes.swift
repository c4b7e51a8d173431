/// The escapes of JSON strings, both ways.
package enum JSONEscapes {
    package static func simple(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return byte
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        default: return nil
        }
    }

    package static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: return UInt32(byte - 0x30)
        case 0x41...0x46: return UInt32(byte - 0x41 + 10)
        case 0x61...0x66: return UInt32(byte - 0x61 + 10)
        default: return nil
        }
    }

    /// What an escape stands for.
    private enum Escaped {
        case character(Unicode.Scalar)
        case loneSurrogate(UInt32)
    }

    /// The UTF-8 that the inside of a JSON string stands for. A lone surrogate becomes U+FFFD.
    package static func decode(_ inner: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(inner.count)
        forEachPart(of: inner) { plain in
            result.append(contentsOf: plain)
        } escaped: { escaped in
            switch escaped {
            case .character(let scalar): result.append(contentsOf: String(scalar).utf8)
            case .loneSurrogate: result.append(contentsOf: "\u{FFFD}".utf8)
            }
        }
        return result
    }

    /// Appends the inside of a JSON string as JavaScript's `JSON.stringify` writes it (ECMA-262,
    /// QuoteJSONString). A lone surrogate stays an escape.
    package static func rewrite(_ inner: ArraySlice<UInt8>, into result: inout [UInt8]) {
        forEachPart(of: inner) { plain in
            result.append(contentsOf: plain)
        } escaped: { escaped in
            switch escaped {
            case .character(let scalar):
                JSONStyle.hasShortControls.encode(Array(String(scalar).utf8), into: &result)
            case .loneSurrogate(let unit):
                result += Array("\\u\(String(unit, radix: 16))".utf8)
            }
        }
    }

    /// Hands on what stands in a string as it is, and what each escape stands for, in order.
    @inline(__always)
    private static func forEachPart(
        of inner: ArraySlice<UInt8>, plain: (ArraySlice<UInt8>) -> Void,
        escaped: (Escaped) -> Void
    ) {
        var index = inner.startIndex
        while index < inner.endIndex {
            let start = index
            while index < inner.endIndex, inner[index] != UInt8(ascii: "\\") { index += 1 }
            plain(inner[start..<index])
            guard index + 1 < inner.endIndex else { break }
            let escape = inner[index + 1]
            index += 2
            if escape == UInt8(ascii: "u") {
                escaped(character(inner, &index))
            } else if let simple = simple(escape) {
                escaped(.character(Unicode.Scalar(simple)))
            } else {
                plain(inner[index - 1..<index])
            }
        }
    }

    private static func character(_ inner: ArraySlice<UInt8>, _ index: inout Int) -> Escaped {
        guard let first = unit(inner, at: index) else { return .character("\u{FFFD}") }
        index += 4
        if let scalar = Unicode.Scalar(first) { return .character(scalar) }
        guard first < 0xDC00, index + 1 < inner.endIndex, inner[index] == UInt8(ascii: "\\"),
            inner[index + 1] == UInt8(ascii: "u"), let second = unit(inner, at: index + 2),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { return .loneSurrogate(first) }
        index += 6
        return .character(scalar)
    }

    private static func unit(_ inner: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= inner.endIndex else { return nil }
        var value: UInt32 = 0
        for byte in inner[index..<index + 4] {
            guard let digit = hexValue(byte) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// Appends `text`, which is UTF-8, as a JSON string, quotes included.
    package static func encode(_ text: some Sequence<UInt8>, into result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        escape(Array(text)[...], into: &result)
        result.append(UInt8(ascii: "\""))
    }

    /// A part of a JSON string, without quotes.
    package static func escaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        escape(text, into: &result)
        return result
    }

    private static func escape(_ text: ArraySlice<UInt8>, into result: inout [UInt8]) {
        result.reserveCapacity(result.count + text.count + 2)
        var plain = text.startIndex
        for index in text.indices where needsEscape[Int(text[index])] {
            result.append(contentsOf: text[plain..<index])
            result.append(contentsOf: escape(text[index]))
            plain = index + 1
        }
        result.append(contentsOf: text[plain...])
    }

    private static let needsEscape = (0..<256).map { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [UInt8(ascii: "\\"), byte]
        case 0x0A: return Array("\\n".utf8)
        case 0x0D: return Array("\\r".utf8)
        case 0x09: return Array("\\t".utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
