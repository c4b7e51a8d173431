extension JSON {
    /// The first characters of a string, without decoding the rest. Cost grows with `limit` alone.
    func beginning(limit: Int) -> String? {
        guard kind == .string, range.count >= 2 else { return nil }
        let inner = source[range.lowerBound + 1..<range.upperBound - 1]
        guard inner.count > limit * 8 else { return string.map { String($0.prefix(limit)) } }
        // Cut behind a whole character and a whole escape: eight bytes hold any of either, a pair
        // of surrogate escapes aside, whose half reads as U+FFFD behind what is kept.
        var end = inner.startIndex
        while end < inner.startIndex + limit * 8 {
            switch inner[end] {
            case UInt8(ascii: "\\"): end += inner[end + 1] == UInt8(ascii: "u") ? 6 : 2
            case 0..<0x80: end += 1
            case 0..<0xE0: end += 2
            case 0..<0xF0: end += 3
            default: end += 4
            }
        }
        let text = JSONEscapes.decode(inner[..<min(end, inner.endIndex)])
        return String(String(decoding: text, as: UTF8.self).prefix(limit))
    }
}
