/// Reading texts that may be hundreds of megabytes long without holding them a second time.
extension JSON {
    /// Calls `body` with the UTF-8 of a string piece by piece, escapes resolved; none ends inside a
    /// character. Not at all for the empty string and for what is no string.
    ///
    /// - Parameter size: about how many bytes of the source a piece comes from.
    public func forEachPiece(
        of size: Int = 1 << 16, _ body: (ArraySlice<UInt8>) throws -> Void
    ) rethrows {
        guard kind == .string, range.count >= 2 else { return }
        var rest = source[range.lowerBound + 1..<range.upperBound - 1]
        while !rest.isEmpty {
            let piece = rest.prefix(upTo: JSONEscapes.end(ofPiece: size, of: rest))
            rest = rest[piece.endIndex...]
            let isPlain = !piece.contains(UInt8(ascii: "\\"))
            try body(isPlain ? piece : JSONEscapes.decode(piece)[...])
        }
    }

    /// Gives ``oneLine`` piece by piece.
    package func forEachPieceOfLine(_ sink: ([UInt8]) throws -> Void) rethrows {
        let size = 1 << 20
        guard range.count > size else { return try sink(oneLine) }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
            let piece = start..<min(start + size, range.upperBound)
            try sink(JSON(source: source, range: piece).oneLine)
        }
    }

    /// The first characters of a string, without decoding the rest. Cost grows with `limit` alone.
    public func beginning(limit: Int) -> String? {
        guard kind == .string, range.count >= 2 else { return nil }
        let inner = source[range.lowerBound + 1..<range.upperBound - 1]
        // Eight bytes hold any character or escape but a pair of these.
        let piece = inner.prefix(upTo: JSONEscapes.end(ofPiece: limit * 8, of: inner))
        return String(String(decoding: JSONEscapes.decode(piece), as: UTF8.self).prefix(limit))
    }
}

extension JSONEscapes {
    /// Where a piece of at least `size` bytes ends, behind a whole character and a whole escape, a
    /// pair of surrogate escapes together.
    fileprivate static func end(ofPiece size: Int, of inner: ArraySlice<UInt8>) -> Int {
        guard inner.count > size else { return inner.endIndex }
        let wanted = inner.startIndex + size
        var end = inner.startIndex
        while end < wanted {
            switch inner[end] {
            case UInt8(ascii: "\\"): end += length(ofEscape: inner[end...])
            case 0..<0x80: end += 1
            case 0..<0xE0: end += 2
            case 0..<0xF0: end += 3
            default: end += 4
            }
        }
        return min(end, inner.endIndex)
    }

    private static func length(ofEscape rest: ArraySlice<UInt8>) -> Int {
        let start = rest.startIndex
        guard rest.count > 2, rest[start + 1] == UInt8(ascii: "u") else { return 2 }
        let isHigh =
            rest.count > 3 && rest[start + 2] | 0x20 == UInt8(ascii: "d")
            && "89abAB".utf8.contains(rest[start + 3])
        let hasOther =
            rest.count > 7 && rest[start + 6] == UInt8(ascii: "\\")
            && rest[start + 7] == UInt8(ascii: "u")
        return isHigh && hasOther ? 12 : 6
    }
}
