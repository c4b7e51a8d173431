/// CRC-32 (IEEE 802.3, as in zlib and PNG): finds every single flipped bit and every burst of up to
/// 32 bits. Sixteen bytes a step ("slicing by 8", Kounavis and Berry 2005, twice as wide).
struct CRC32 {
    private var crc = ~UInt32(0)
    private let table = Self.made

    var value: UInt32 { ~crc }

    mutating func add(_ byte: UInt8) {
        crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
    }

    /// Eight bytes, the lowest first.
    mutating func add(_ word: UInt64) { crc = Self.slice(word ^ UInt64(crc), table) }

    /// A byte and eight more, the lowest first, in one step: a row's columns are such.
    mutating func add(_ byte: UInt8, _ word: UInt64) {
        let start = crc ^ (UInt32(truncatingIfNeeded: word) << 8 | UInt32(byte))
        let low =
            table[8 * 256 + Int(start & 0xFF)] ^ table[7 * 256 + Int(start >> 8 & 0xFF)]
            ^ table[6 * 256 + Int(start >> 16 & 0xFF)] ^ table[5 * 256 + Int(start >> 24)]
        let high =
            table[4 * 256 + Int(word >> 24 & 0xFF)] ^ table[3 * 256 + Int(word >> 32 & 0xFF)]
            ^ table[2 * 256 + Int(word >> 40 & 0xFF)] ^ table[256 + Int(word >> 48 & 0xFF)]
        crc = low ^ high ^ table[Int(word >> 56)]
    }

    /// What a word contributes; `table` is that for the words which follow it in a step.
    @inline(__always)
    private static func slice(_ word: UInt64, _ table: UnsafePointer<UInt32>) -> UInt32 {
        let low =
            table[7 * 256 + Int(word & 0xFF)] ^ table[6 * 256 + Int(word >> 8 & 0xFF)]
            ^ table[5 * 256 + Int(word >> 16 & 0xFF)] ^ table[4 * 256 + Int(word >> 24 & 0xFF)]
        let high =
            table[3 * 256 + Int(word >> 32 & 0xFF)] ^ table[2 * 256 + Int(word >> 40 & 0xFF)]
            ^ table[256 + Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
        return low ^ high
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index + 16 <= bytes.count {
            let first = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let second = bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
            crc =
                Self.slice(UInt64(littleEndian: first) ^ UInt64(crc), table + 8 * 256)
                ^ Self.slice(UInt64(littleEndian: second), table)
            index += 16
        }
        if index + 8 <= bytes.count {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        while index < bytes.count {
            add(bytes[index])
            index += 1
        }
    }

    /// Made once and never freed.
    nonisolated(unsafe) private static let made: UnsafePointer<UInt32> = {
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 16 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            table[index] = value
        }
        for index in 256..<16 * 256 {
            let previous = table[index - 256]
            table[index] = table[Int(previous & 0xFF)] ^ (previous >> 8)
        }
        return UnsafePointer(table)
    }()
}
