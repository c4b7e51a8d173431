/// A SHA-256 digest: of a line's history up to and with one event, or of anything else.
public struct EventDigest: Sendable, Hashable, CustomStringConvertible {
    /// Eight bytes each, the first ones lowest: held here, so that an event takes no memory of its
    /// own for it.
    @usableFromInline package let words: (UInt64, UInt64, UInt64, UInt64)

    /// Bytes of a digest.
    package static let count = 32

    /// What stands before a line's first event: zeros.
    public static let zero = EventDigest(words: (0, 0, 0, 0))

    @inlinable
    package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        func word(_ index: Int) -> UInt64 {
            bytes[index * 8..<index * 8 + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// 32 bytes. Cost: one array; each row that is written asks for it.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.count)
        func append(_ word: UInt64) {
            for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (place * 8))) }
        }
        append(words.0)
        append(words.1)
        append(words.2)
        append(words.3)
        return bytes
    }

    @inlinable
    public static func == (left: EventDigest, right: EventDigest) -> Bool {
        left.words == right.words
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    /// Reads 64 hexadecimal digits.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    /// 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The first 12 digits, enough for a person to tell digests apart.
    public var short: String { String(description.prefix(12)) }
}
