import Generators
import Testing

@testable import EventLog

@Suite("Numbers as bytes")
struct ByteCodingTests {
    @Test(
        arguments: [
            (0, [0]), (1, [1]), (127, [0x7F]), (128, [0x80, 1]), (300, [0xAC, 2]),
            (16_383, [0xFF, 0x7F]), (16_384, [0x80, 0x80, 1]),
            (Int.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        ] as [(Int, [UInt8])])
    func `a varint is LEB128`(value: Int, bytes: [UInt8]) {
        var written: [UInt8] = []
        written.append(varint: value)
        #expect(written == bytes)
        #expect(ByteReader.reading(bytes) { $0.varint() } == value)
    }

    @Test func `a signed varint counts 0, -1, 1, -2`() {
        for (index, value) in [0, -1, 1, -2, 2].enumerated() {
            var written: [UInt8] = []
            written.append(signedVarint: value)
            #expect(written == [UInt8(index)])
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what was written is read back, in order, and then comes the end`(seed: UInt64) {
        var random = Seeded(state: seed)
        let values = (0..<200).map { _ in
            Int.random(in: .min / 2 ... .max / 2, using: &random) >> random.number(0...62)
        }
        var bytes: [UInt8] = []
        for value in values {
            bytes.append(signedVarint: value)
            bytes.append(varint: abs(value))
        }
        ByteReader.reading(bytes) { reader in
            for value in values {
                #expect(!reader.isAtEnd)
                #expect(reader.signedVarint() == value, "seed \(seed)")
                #expect(reader.varint() == abs(value), "seed \(seed)")
            }
            #expect(reader.isAtEnd && reader.varint() == nil && reader.rest.isEmpty)
        }
    }

    @Test func `a number that is cut short or too large is none`() {
        let whole: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        for count in 0..<whole.count {
            #expect(ByteReader.reading(Array(whole[..<count])) { $0.varint() } == nil)
        }
        let ten = [UInt8](repeating: 0xFF, count: 9) + [0]
        #expect(ByteReader.reading(ten) { $0.varint() } == nil)
    }

    @Test func `nothing is taken from behind the end`() {
        ByteReader.reading([1, 2, 3]) { reader in
            #expect(reader.take(4) == nil && reader.take(-1) == nil && reader.index == 0)
            #expect(reader.take(2).map { Array($0) } == [1, 2])
            #expect(reader.take(2) == nil && reader.take(.max) == nil)
            #expect(Array(reader.rest) == [3])
            #expect(reader.take(1).map { Array($0) } == [3] && reader.isAtEnd)
            #expect(reader.take(0)?.isEmpty == true)
        }
    }

    @Test func `words are written with their lowest byte first`() {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: 0x0102_0304 as UInt32)
        bytes.append(littleEndian: -2 as Int64)
        #expect(bytes == [4, 3, 2, 1, 0xFE] + [UInt8](repeating: 0xFF, count: 7))
    }
}
