/// CRC-32 (IEEE 802.3, as in zlib and PNG): finds every single flipped bit and every burst of up to
/// 32 bits. Eight bytes a step ("slicing by 8", Kounavis and Berry 2005).
struct CRC32 {
    private var crc = ~UInt32(0)

    var value: UInt32 { ~crc }

    mutating func add(_ byte: UInt8) {
        crc = Self.table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
    }

    /// Eight bytes, the lowest first.
    mutating func add(_ word: UInt64) {
        let table = Self.table
        let low = UInt32(truncatingIfNeeded: word) ^ crc
        let high = UInt32(truncatingIfNeeded: word >> 32)
        crc =
            table[7 * 256 + Int(low & 0xFF)] ^ table[6 * 256 + Int(low >> 8 & 0xFF)]
            ^ table[5 * 256 + Int(low >> 16 & 0xFF)] ^ table[4 * 256 + Int(low >> 24)]
            ^ table[3 * 256 + Int(high & 0xFF)] ^ table[2 * 256 + Int(high >> 8 & 0xFF)]
            ^ table[256 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index + 8 <= bytes.count {
            add(
                UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        while index < bytes.count {
            add(bytes[index])
            index += 1
        }
    }

    /// Made once and never freed.
    nonisolated(unsafe) private static let table: UnsafePointer<UInt32> = {
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            table[index] = value
        }
        for index in 256..<8 * 256 {
            let previous = table[index - 256]
            table[index] = table[Int(previous & 0xFF)] ^ (previous >> 8)
        }
        return UnsafePointer(table)
    }()
}
