internal import JSONText

/// Which two neighbours may stand in the fixed part of a secret, told for 16 places at a time.
///
/// Every pattern has a pair that is rare elsewhere. All pairs together are eighty vector
/// instructions for a block, and on real transcripts one block in eight holds one of them. They
/// are told by differences that are 0, not by comparisons: those the compiler does one by one.
enum SecretPlaces {
    /// Not 0 where a pattern may have its anchor.
    @inline(__always)
    static func fits(_ before: UInt8, _ byte: UInt8) -> UInt8 {
        @inline(__always)
        func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt8 {
            isZero((before ^ UInt8(ascii: first)) | (byte ^ UInt8(ascii: second)))
        }
        // `-` and `_` behind the letters from f to u: not in a UUID, and not in `type_` or `id_`.
        let others = ((before | 0x20) &- UInt8(ascii: "f")) & 0xF0
        let joined =
            isZero((byte ^ UInt8(ascii: "-")) | others)
            | isZero((byte ^ UInt8(ascii: "_")) | others)
        let capitals =
            pair("I", "A") | pair("y", "J") | pair("S", "K") | pair("-", "B") | pair("K", "e")
        let small = pair("y", "a") | pair("z", "a") | pair("x", "o") | pair("a", "p")
        let signs =
            pair("G", ".") | pair("k", ".") | pair("Y", "+") | isZero(byte ^ UInt8(ascii: "@"))
        let bearer = isZero(((before | 0x20) ^ UInt8(ascii: "b")) | (byte ^ UInt8(ascii: "e")))
        return joined | capitals | small | signs | bearer
    }

    @inline(__always)
    private static func isZero(_ byte: UInt8) -> UInt8 { mark(byte == 0) }
}

/// Of every pair, the patterns that are found by it.
struct PatternPairs: Sendable {
    /// A bit for each pair that a byte may begin or end, by byte.
    private var befores = [UInt32](repeating: 0, count: 256)
    private var bytes = [UInt32](repeating: 0, count: 256)
    /// By bit.
    private var groups: [[SecretPattern]] = []

    init(_ patterns: [SecretPattern]) {
        var bits: [[UInt8]: Int] = [:]
        for pattern in patterns {
            let pair = Array(pattern.word[max(0, pattern.anchor - 1)...pattern.anchor])
            let bit = bits[pair] ?? groups.count
            if bit == groups.count {
                bits[pair] = bit
                groups.append([])
            }
            groups[bit].append(pattern)
            let byte = pattern.word[pattern.anchor]
            let befores = pattern.befores.filter { SecretPlaces.fits($0, byte) != 0 }
            precondition(bit < 32 && !befores.isEmpty, "\(pattern.name) is not looked for")
            for before in befores { self.befores[Int(before)] |= 1 << UInt32(bit) }
            bytes[Int(byte)] |= 1 << UInt32(bit)
        }
    }

    /// The pairs that two neighbours are.
    func places(_ before: UInt8, _ byte: UInt8) -> UInt32 {
        befores[Int(before)] & bytes[Int(byte)]
    }

    func patterns(at places: UInt32) -> [SecretPattern] {
        guard places & (places - 1) != 0 else { return groups[places.trailingZeroBitCount] }
        return groups.indices.filter { places >> UInt32($0) & 1 == 1 }.flatMap { groups[$0] }
    }
}

extension SecretPattern {
    /// What may stand before the anchor.
    fileprivate var befores: [UInt8] {
        guard anchor > 0 else { return Array(0...255) }
        let before = word[anchor - 1]
        return ignoresCase && (0x61...0x7A).contains(before) ? [before, before & 0xDF] : [before]
    }
}
