import SessionStore

/// A record's or a tool call's id in 16 bytes: a transcript of a gigabyte has a million of them.
///
/// A UUID is taken as it is; any other text by two FNV-1a hashes.
struct RecordKey: Hashable {
    var high: UInt64
    var low: UInt64

    init(_ text: JSON) {
        let inner =
            text.range.lowerBound + 1..<max(text.range.upperBound - 1, text.range.lowerBound + 1)
        self.init(text.source[inner])
    }

    init(_ bytes: ArraySlice<UInt8>) {
        if let uuid = Self.uuid(bytes) {
            (high, low) = uuid
            return
        }
        (high, low) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)
        for byte in bytes {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01B3
            low = (low ^ UInt64(byte)) &* 0x100_0000_01B3 &+ 0x9E37_79B9
        }
    }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> (UInt64, UInt64)? {
        guard bytes.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        for byte in bytes where byte != UInt8(ascii: "-") {
            guard let digit = digit(byte) else { return nil }
            if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
            digits += 1
        }
        return digits == 32 ? (high, low) : nil
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: return UInt64(byte - 0x30)
        case 0x61...0x66: return UInt64(byte - 0x61 + 10)
        default: return nil
        }
    }
}
