internal import SessionTerms

/// 16 bytes, such as a salt, held where they are used.
package struct Bytes16: Sendable, Hashable {
    /// Eight bytes each, the first bytes lowest.
    let low, high: UInt64

    static let count = 16

    /// - Returns: nil unless there are exactly 16 bytes.
    package init?(_ bytes: [UInt8]) {
        guard let value = bytes.withUnsafeBytes({ Bytes16($0) }) else { return nil }
        self = value
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.count else { return nil }
        (low, high) = (bytes.word(0), bytes.word(1))
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.count)
        bytes.append(self)
        return bytes
    }
}

extension [UInt8] {
    mutating func append(_ value: Bytes16) {
        append(littleEndian: value.low)
        append(littleEndian: value.high)
    }

    mutating func append(_ value: EventDigest) {
        append(littleEndian: value.words.0)
        append(littleEndian: value.words.1)
        append(littleEndian: value.words.2)
        append(littleEndian: value.words.3)
    }
}

extension EventDigest {
    /// - Returns: nil unless there are exactly 32 bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.count else { return nil }
        self.init(words: (bytes.word(0), bytes.word(1), bytes.word(2), bytes.word(3)))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func word(_ index: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
}
