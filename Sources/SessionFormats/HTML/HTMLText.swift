internal import JSONText
import SessionStore

/// Text inside of a page: what could be read as markup is escaped, what steers a terminal or turns
/// the direction of text round is shown as a mark.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        String(decoding: escaped(Array(text.utf8)[...]), as: UTF8.self)
    }

    static func escaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 16)
        for byte in text { append(byte, to: &result) }
        return result
    }

    private static let mark = Array("\u{FFFD}".utf8)

    private static func append(_ byte: UInt8, to result: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "&"): result += "&amp;".utf8
        case UInt8(ascii: "<"): result += "&lt;".utf8
        case UInt8(ascii: ">"): result += "&gt;".utf8
        case UInt8(ascii: "\""): result += "&quot;".utf8
        case UInt8(ascii: "'"): result += "&#39;".utf8
        case 0..<0x09, 0x0B..<0x20, 0x7F: result += mark
        case 0x80..<0xA0 where result.last == 0xC2: replaceLast(1, in: &result)
        // U+202A to U+202E and U+2066 to U+2069 turn what follows them.
        case 0xAA...0xAE where result.suffix(2) == [0xE2, 0x80]: replaceLast(2, in: &result)
        case 0xA6...0xA9 where result.suffix(2) == [0xE2, 0x81]: replaceLast(2, in: &result)
        default: result.append(byte)
        }
    }

    private static func replaceLast(_ count: Int, in text: inout [UInt8]) {
        text.removeLast(count)
        text += mark
    }

    /// Writes a text of any length piece by piece.
    static func write(_ text: ReadableText, to sink: ([UInt8]) throws -> Void) rethrows {
        var held: [UInt8] = []
        try text.forEachPiece { piece in
            // A character stays in one piece, so that it is seen as a whole.
            let whole = held + piece
            let end = endOfCharacters(whole)
            held = Array(whole[end...])
            try sink(escaped(whole[..<end]))
        }
        if !held.isEmpty { try sink(escaped(held[...])) }
    }

    private static func endOfCharacters(_ text: [UInt8]) -> Int {
        var end = text.count
        while end > 0, text.count - end < 4 {
            end -= 1
            if text[end] < 0x80 { return end + 1 }
            if text[end] >= 0xC0 { return end }
        }
        return text.count
    }
}
