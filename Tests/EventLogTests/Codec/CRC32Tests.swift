import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Checksums")
struct CRC32Tests {
    private func sum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            var sum = CRC32()
            sum.add(bytes)
            return sum.value
        }
    }

    /// As zlib computes them.
    @Test(
        arguments: [
            ([], 0), (Array("123456789".utf8), 0xCBF4_3926),
            (Array("The quick brown fox jumps over the lazy dog".utf8), 0x414F_A339),
            ([UInt8](repeating: 0, count: 32), 0x190A_55AD),
            ([UInt8](repeating: 0xFF, count: 32), 0xFF6C_AB0B), (Array(0...255), 0x2905_8C73),
        ] as [([UInt8], UInt32)])
    func `a checksum is zlib's`(bytes: [UInt8], expected: UInt32) {
        #expect(sum(bytes) == expected)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `bytes count the same in whatever pieces they come`(seed: UInt64) {
        var random = Seeded(state: seed)
        var whole: [UInt8] = []
        var pieces = CRC32()
        for _ in 0..<30 {
            let (byte, word) = (UInt8.random(in: 0...255, using: &random), random.next())
            switch random.number(0...3) {
            case 0:
                pieces.add(byte)
                whole.append(byte)
            case 1:
                pieces.add(word)
                whole.append(littleEndian: word)
            case 2:
                pieces.add(byte, word)
                whole.append(byte)
                whole.append(littleEndian: word)
            default:
                let bytes = (0..<random.number(0...40)).map { UInt8(truncatingIfNeeded: $0) ^ byte }
                bytes.withUnsafeBytes { pieces.add($0) }
                whole += bytes
            }
        }
        var single = CRC32()
        for byte in whole { single.add(byte) }
        #expect(pieces.value == single.value && pieces.value == sum(whole), "seed \(seed)")
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `every burst of up to 32 bits is noticed`(seed: UInt64) {
        var random = Seeded(state: seed)
        let bytes = (0..<random.number(5...90)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let expected = sum(bytes)
        for start in 0..<bytes.count * 8 - 32 {
            var damaged = bytes
            // The first bit of the burst is wrong, the others may be.
            let burst = UInt32(truncatingIfNeeded: random.next()) | 1
            for bit in 0..<32 where burst >> bit & 1 == 1 {
                damaged[(start + bit) / 8] ^= 1 << UInt8((start + bit) % 8)
            }
            #expect(sum(damaged) != expected, "seed \(seed)")
        }
    }

    /// Put together and summed with Python's zlib.
    @Test func `a row's checksum is over its columns as the document lays them out`() {
        var sum = RowChecksum()
        sum.add(5)
        sum.add(nil as Int?)
        sum.add(-1)
        sum.add(Array("abc".utf8))
        sum.add(nil as [UInt8]?)
        sum.add([] as [UInt8])
        sum.add("é")
        sum.add(Bytes16([UInt8](0..<16)))
        sum.add(
            EventDigest("cf5fd9e333dcc7d0dd4fdb4e22b0df041337074d59ee6e9d5293e16bc30c65be"))
        #expect(sum.value == 0x2F42_C7A2)
    }

    @Test func `an absent column counts otherwise than an empty one or a zero`() {
        func sum(_ body: (inout RowChecksum) -> Void) -> UInt64 {
            var sum = RowChecksum()
            body(&sum)
            return UInt64(sum.value)
        }
        let sums: Set<UInt64> = [
            sum { $0.add(nil as Int?) }, sum { $0.add(0) }, sum { $0.add("") },
            sum { $0.add("0") },
            sum {
                $0.add(0)
                $0.add(0)
            }, sum { _ in },
            sum {
                $0.add("ab")
                $0.add("c")
            },
            sum {
                $0.add("a")
                $0.add("bc")
            },
        ]
        #expect(sums.count == 8)
    }
}
