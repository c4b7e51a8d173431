/// The escapes of JSON strings, both ways.
enum JSONEscapes {
    static func simple(_ byte: UInt8) -> UInt8? {
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

    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: return UInt32(byte - 0x30)
        case 0x41...0x46: return UInt32(byte - 0x41 + 10)
        case 0x61...0x66: return UInt32(byte - 0x61 + 10)
        default: return nil
        }
    }

    /// The UTF-8 that the inside of a JSON string stands for. A lone surrogate becomes U+FFFD.
    static func decode(_ inner: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(inner.count)
        var index = inner.startIndex
        while index < inner.endIndex {
            let byte = inner[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < inner.endIndex else {
                result.append(byte)
                continue
            }
            let escape = inner[index]
            index += 1
            if escape == UInt8(ascii: "u") {
                result.append(contentsOf: String(scalar(inner, &index)).utf8)
            } else {
                result.append(simple(escape) ?? escape)
            }
        }
        return result
    }

    private static func scalar(_ inner: ArraySlice<UInt8>, _ index: inout Int) -> Unicode.Scalar {
        guard let first = unit(inner, at: index) else { return "\u{FFFD}" }
        index += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, index + 1 < inner.endIndex, inner[index] == UInt8(ascii: "\\"),
            inner[index + 1] == UInt8(ascii: "u"), let second = unit(inner, at: index + 2),
            (0xDC00...0xDFFF).contains(second)
        else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
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

    /// Appends `text` as a JSON string, quotes included.
    static func encode(_ text: some Sequence<UInt8>, into result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case 0x0A: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0x0D: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case 0x09: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                result.append(contentsOf: Array("\\u00".utf8))
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
    }
}
