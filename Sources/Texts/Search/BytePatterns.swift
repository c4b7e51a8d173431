/// Finds whether any of many texts stands in another one, in one pass over it however many they
/// are: the last 16 bytes are looked up among the patterns' beginnings (as Rabin and Karp do,
/// "Efficient randomized pattern-matching algorithms", 1987), and only where they may be one of
/// them the patterns are searched by halves.
package struct BytePatterns: Sendable {
    /// Bytes of the shortest pattern that is looked for.
    package static let least = 16
    /// Ascending, none beginning with another one: so at most one stands at a place, and those
    /// before and behind it in order are before and behind the text there, too.
    private var patterns: [[UInt8]] = []
    /// By the hash of 16 bytes: whether a pattern may begin with them.
    private var isBeginning: [Bool]
    private let shift: Int

    /// - Parameter texts: shorter ones than ``least`` are passed over.
    package init(_ texts: [[UInt8]]) {
        let ascending = texts.filter { $0.count >= Self.least }
            .sorted { $0.lexicographicallyPrecedes($1) }
        for text in ascending where !(patterns.last.map { text.starts(with: $0) } ?? false) {
            patterns.append(text)
        }
        let bits = max(10, Int.bitWidth - (8 * patterns.count).leadingZeroBitCount)
        shift = UInt64.bitWidth - bits
        isBeginning = [Bool](repeating: false, count: 1 << bits)
        for pattern in patterns {
            var window = Window()
            for byte in pattern.prefix(Self.least) { window.take(byte) }
            isBeginning[window.hash(shift)] = true
        }
    }

    /// - Cost: linear in the text, where it does not begin over and over as a long pattern does.
    package func areFound(in text: [UInt8]) -> Bool {
        guard !patterns.isEmpty, text.count >= Self.least else { return false }
        var window = Window()
        for index in text.indices {
            window.take(text[index])
            guard index >= Self.least - 1, isBeginning[window.hash(shift)] else { continue }
            if stands(in: text, at: index - Self.least + 1) { return true }
        }
        return false
    }

    private func stands(in text: [UInt8], at start: Int) -> Bool {
        var (low, high) = (0, patterns.count)
        while low < high {
            let middle = (low + high) / 2
            switch Self.place(of: patterns[middle], in: text, at: start) {
            case .here: return true
            case .before: low = middle + 1
            case .behind: high = middle
            }
        }
        return false
    }

    private enum Place { case here, before, behind }

    private static func place(of pattern: [UInt8], in text: [UInt8], at start: Int) -> Place {
        for index in pattern.indices {
            guard start + index < text.count else { return .behind }
            let (known, byte) = (pattern[index], text[start + index])
            if known != byte { return known < byte ? .before : .behind }
        }
        return .here
    }

    /// The last 16 bytes.
    private struct Window {
        private var older: UInt64 = 0
        private var newer: UInt64 = 0

        mutating func take(_ byte: UInt8) {
            older = older << 8 | newer >> 56
            newer = newer << 8 | UInt64(byte)
        }

        func hash(_ shift: Int) -> Int {
            let mixed = older &* 0x9E37_79B9_7F4A_7C15 &+ newer &* 0xD6E8_FEB8_6659_FD93
            return Int(truncatingIfNeeded: mixed >> UInt64(shift))
        }
    }
}
