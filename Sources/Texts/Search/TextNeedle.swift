package import JSONText

/// A text to look for, in which `A` to `Z` count as `a` to `z`.
package struct TextNeedle: Sendable {
    private let bytes: [UInt8]

    package init(_ text: String) { bytes = text.utf8.map { Self.folded($0) } }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// Whether the text occurs in these bytes. Cost: one pass, unless they repeat themselves.
    package func occurs(in haystack: [UInt8]) -> Bool { occurs(in: haystack[...]) }

    private func occurs(in haystack: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        guard haystack.count >= bytes.count else { return false }
        for start in haystack.startIndex...haystack.endIndex - bytes.count
        where Self.folded(haystack[start]) == first && isAt(start, in: haystack) {
            return true
        }
        return false
    }

    private func isAt(_ start: Int, in haystack: ArraySlice<UInt8>) -> Bool {
        for offset in 1..<max(bytes.count, 1)
        where Self.folded(haystack[start + offset]) != bytes[offset] {
            return false
        }
        return true
    }

    /// Whether the text occurs in a string of a JSON text, keys aside.
    ///
    /// - Cost: one pass; a second one over what holds the text anywhere. It does not depend on how
    ///   deep the values are nested.
    package func occurs(inStringsOf json: JSON) -> Bool {
        let text = json.source[json.range]
        let plain = text.contains(UInt8(ascii: "\\")) ? JSONEscapes.decode(text)[...] : text
        guard occurs(in: plain) else { return false }
        var scanner = JSONScanner(
            json.source, from: json.range.lowerBound, to: json.range.upperBound)
        while let string = scanner.nextStringValue() {
            let value = JSON(source: json.source, range: string)
            if let text = value.utf8, occurs(in: text) { return true }
        }
        return false
    }
}

extension JSONScanner {
    /// Past the next string that is no key, at whatever depth; nil where there is none.
    fileprivate mutating func nextStringValue() -> Range<Int>? {
        while let string = nextString() {
            skipSpace()
            if index < end, bytes[index] == UInt8(ascii: ":") { continue }
            return string
        }
        return nil
    }
}
