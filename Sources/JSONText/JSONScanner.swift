/// Why bytes are not JSON, and where.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// Offset in bytes from the start of the text.
    public let offset: Int
    /// What is wrong there, in words.
    public let reason: String

    public var description: String { "\(reason) at byte \(offset)" }
}

/// Walks over JSON text byte by byte, without allocating.
///
/// Two ways to walk: ``document()`` checks every rule; ``skipValue()`` trusts bytes that were
/// checked before, only keeps inside the text, and is several times as fast.
public struct JSONScanner {
    /// How deep arrays and objects may be nested.
    public static let depthLimit = 512

    package let bytes: [UInt8]
    package let end: Int
    /// Where the walk is, in bytes from the start of the text.
    public private(set) var index: Int

    /// At the beginning of a text; nothing is read yet.
    public init(_ bytes: [UInt8]) { self.init(bytes, from: 0, to: bytes.count) }

    package init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        self.end = min(end, bytes.count)
        self.index = start
    }

    package static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Moves past white space, of which there may be none.
    public mutating func skipSpace() {
        while index < end, Self.isSpace(bytes[index]) { index += 1 }
    }

    package mutating func advance() { index += 1 }
}

// MARK: Trusting

extension JSONScanner {
    /// Past the next `"key":`, or nil where there is none. Gives the key's range, quotes included.
    package mutating func nextKey() -> Range<Int>? {
        skipSpace()
        guard index < end, bytes[index] == UInt8(ascii: "\""), let key = skipString() else {
            return nil
        }
        skipSpace()
        guard index < end, bytes[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        return key
    }

    package mutating func skipComma() -> Bool {
        skipSpace()
        guard index < end, bytes[index] == UInt8(ascii: ",") else { return false }
        index += 1
        return true
    }

    /// Past one value, and where it lies; nil at a closing bracket or the end.
    package mutating func skipValue() -> Range<Int>? {
        skipSpace()
        guard index < end else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested()
        default: return skipScalar()
        }
    }

    package mutating func skipString() -> Range<Int>? {
        let start = index
        index += 1
        while index < end {
            index = bytes.pastBlocks(from: index, to: end) {
                mark($0 == UInt8(ascii: "\"")) | mark($0 == UInt8(ascii: "\\"))
            }
            let stop = min(end, index + [UInt8].blockSize)
            while index < stop {
                switch bytes[index] {
                case UInt8(ascii: "\""):
                    index += 1
                    return start..<index
                case UInt8(ascii: "\\"): index += 2
                default: index += 1
                }
            }
        }
        index = end
        return nil
    }

    /// Past the next string, key or value, at whatever depth, and where it lies; nil where there is
    /// none.
    package mutating func nextString() -> Range<Int>? {
        while index < end, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        return index < end ? skipString() : nil
    }

    private mutating func skipNested() -> Range<Int>? {
        let start = index
        var depth = 0
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard skipString() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            index += 1
            if depth == 0 { return start..<index }
        }
        return nil
    }

    private mutating func skipScalar() -> Range<Int>? {
        let start = index
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
                || Self.isSpace(byte)
            {
                break
            }
            index += 1
        }
        return index > start ? start..<index : nil
    }
}

// MARK: Checking

extension JSONScanner {
    /// Checks one whole text and gives its value's range.
    package mutating func document() throws(JSONError) -> Range<Int> {
        let range = try value()
        skipSpace()
        guard index == end else { throw error("another value after the first") }
        return range
    }

    /// Checks one value and moves past it; what follows is not looked at.
    public mutating func value() throws(JSONError) -> Range<Int> {
        skipSpace()
        let start = index
        try checkValue(depth: 0)
        return start..<index
    }

    private func error(_ reason: String) -> JSONError { JSONError(offset: index, reason: reason) }

    private mutating func checkValue(depth: Int) throws(JSONError) {
        skipSpace()
        guard index < end else { throw error("the text ends before the value") }
        guard depth <= Self.depthLimit else { throw error("nested too deep") }
        switch bytes[index] {
        case UInt8(ascii: "{"): try checkObject(depth: depth)
        case UInt8(ascii: "["): try checkArray(depth: depth)
        case UInt8(ascii: "\""): try checkString()
        case UInt8(ascii: "t"): try checkWord("true")
        case UInt8(ascii: "f"): try checkWord("false")
        case UInt8(ascii: "n"): try checkWord("null")
        default: try checkNumber()
        }
    }

    private mutating func checkObject(depth: Int) throws(JSONError) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        repeat {
            skipSpace()
            guard index < end, bytes[index] == UInt8(ascii: "\"") else {
                throw error("a key was expected")
            }
            try checkString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("a colon was expected") }
            try checkValue(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("a comma or } was expected") }
    }

    private mutating func checkArray(depth: Int) throws(JSONError) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return }
        repeat {
            try checkValue(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error("a comma or ] was expected") }
    }

    private mutating func checkString() throws(JSONError) {
        index += 1
        while index < end {
            index = bytes.pastBlocks(from: index, to: end) {
                mark($0 == UInt8(ascii: "\"")) | mark($0 == UInt8(ascii: "\\")) | mark($0 < 0x20)
                    | mark($0 >= 0x80)
            }
            let stop = min(end, index + [UInt8].blockSize)
            while index < stop {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") {
                    index += 1
                    return
                }
                if byte == UInt8(ascii: "\\") {
                    try checkEscape()
                } else if byte < 0x20 {
                    throw error("a control character in a string")
                } else if byte < 0x80 {
                    index += 1
                } else {
                    try checkMultibyte()
                }
            }
        }
        throw error("the text ends inside a string")
    }

    private mutating func checkEscape() throws(JSONError) {
        index += 1
        guard index < end else { throw error("the text ends inside a string") }
        if bytes[index] == UInt8(ascii: "u") {
            guard index + 4 < end,
                bytes[index + 1...index + 4].allSatisfy({ JSONEscapes.hexValue($0) != nil })
            else { throw error("four hexadecimal digits were expected") }
            index += 5
        } else {
            guard JSONEscapes.simple(bytes[index]) != nil else { throw error("an unknown escape") }
            index += 1
        }
    }

    /// One character of two to four bytes: no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func checkMultibyte() throws(JSONError) {
        let lead = bytes[index]
        let second: ClosedRange<UInt8>
        let length: Int
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw error("not UTF-8")
        }
        guard index + length <= end, second.contains(bytes[index + 1]),
            bytes[index + 2..<max(index + 2, index + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw error("not UTF-8") }
        index += length
    }

    private mutating func checkWord(_ word: StaticString) throws(JSONError) {
        let text = word.description.utf8
        guard index + text.count <= end, bytes[index..<index + text.count].elementsEqual(text)
        else { throw error("a value was expected") }
        index += text.count
    }

    private mutating func checkNumber() throws(JSONError) {
        _ = take(UInt8(ascii: "-"))
        guard index < end, isDigit else { throw error("a value was expected") }
        if bytes[index] == UInt8(ascii: "0") { index += 1 } else { skipDigits() }
        if take(UInt8(ascii: ".")) {
            guard index < end, isDigit else { throw error("a digit was expected") }
            skipDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard index < end, isDigit else { throw error("a digit was expected") }
            skipDigits()
        }
    }

    private var isDigit: Bool { bytes[index] >= 0x30 && bytes[index] <= 0x39 }

    private mutating func skipDigits() {
        while index < end, isDigit { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }
}
