/// Splits a text that comes in pieces into lines that are safe to show. Of a text of any
/// length one piece is in memory, and of a long line its last part.
///
/// Tabs become spaces; `\r\n` and U+2028 end a line as `\n` does. Pieces are UTF-8 and end with a
/// character; bytes that are no UTF-8 read as U+FFFD.
public struct DisplayLines: Sendable {
    /// A line, or a part of one that goes on.
    public struct Part: Sendable, Hashable {
        /// Safe to show, and without the end of the line.
        public let text: String
        /// Whether the line ends with it.
        public let isEnd: Bool
    }

    private var parts: [Part] = []
    private var line: [UInt8] = []
    /// Characters of the line so far.
    private var column = 0
    /// Whether the text so far ends with `\r`, of which what follows says what it is.
    private var hasReturn = false
    /// Whether the line's beginning was given out.
    private var isInside = false
    private var isFirst = true

    /// Bytes of a line beyond which its parts are given out as they come.
    private static let lineLimit = 1 << 16

    public init() {}

    /// The lines that end in a piece, and the beginning of a long one.
    ///
    /// - Parameter piece: whole characters of UTF-8.
    public mutating func add(_ piece: ArraySlice<UInt8>) -> [Part] {
        var index = piece.startIndex
        while index < piece.endIndex {
            let byte = piece[index]
            if hasReturn {
                hasReturn = false
                if byte != 0x0A { show(Self.picture(ofControl: 0x0D)) }
            }
            if byte >= 0x20, byte < 0x7F {
                line.append(byte)
                column += 1
                index += 1
            } else if byte == 0x0A {
                end()
                index += 1
            } else if byte < 0x80 {
                control(byte)
                index += 1
            } else {
                index = other(piece, at: index)
            }
        }
        if line.count > Self.lineLimit { give(isEnd: false) }
        return take()
    }

    /// The last line, where it has no end of its own.
    public mutating func finish() -> [Part] {
        if hasReturn { show(Self.picture(ofControl: 0x0D)) }
        hasReturn = false
        if !line.isEmpty || isInside || isFirst { end() }
        return take()
    }

    private mutating func take() -> [Part] {
        defer { parts = [] }
        return parts
    }

    private mutating func end() {
        give(isEnd: true)
        (column, isInside, isFirst) = (0, false, false)
    }

    private mutating func give(isEnd: Bool) {
        parts.append(Part(text: String(decoding: line, as: UTF8.self), isEnd: isEnd))
        line.removeAll(keepingCapacity: true)
        isInside = true
    }

    private mutating func show(_ text: String) {
        line += text.utf8
        column += 1
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x09:
            let width = 4 - column % 4
            line += repeatElement(0x20, count: width)
            column += width
        case 0x0D: hasReturn = true
        default: show(Self.picture(ofControl: byte))
        }
    }

    /// Takes in a character that is no ASCII; gives the place behind it.
    private mutating func other(_ piece: ArraySlice<UInt8>, at index: Int) -> Int {
        let length = piece[index] < 0xE0 ? 2 : piece[index] < 0xF0 ? 3 : 4
        let bytes = piece[index..<min(index + length, piece.endIndex)]
        guard bytes.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }), bytes.count == length,
            let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first
        else {
            line.append(piece[index])
            column += 1
            return index + 1
        }
        if scalar.value == 0x2028 {
            end()
        } else if DisplayText.isHidden(scalar) {
            show(DisplayText.picture(of: scalar))
        } else {
            line += bytes
            column += 1
        }
        return bytes.endIndex
    }

    private static func picture(ofControl byte: UInt8) -> String {
        DisplayText.picture(of: Unicode.Scalar(byte))
    }
}
