import Testing

@testable import EventLog

@Suite("Payloads as they are stored")
struct PayloadBlobTests {
    private static let modes: [PayloadBlob.Mode] = [.plain, .lz4, .delta, .packedDelta]

    /// The checksum is zlib's of the mode and the data.
    @Test func `a blob is mode, checksum and data, as the document lays them out`() {
        #expect(
            PayloadBlob.make(.plain, Array("12345678".utf8))
                == [0, 0x68, 0x11, 0xCB, 0x19] + Array("12345678".utf8))
    }

    @Test func `the mode is read back, with data and without`() {
        for mode in Self.modes {
            #expect(PayloadBlob.mode(of: PayloadBlob.make(mode, [])) == mode)
            #expect(PayloadBlob.mode(of: PayloadBlob.make(mode, [1, 2, 3])) == mode)
        }
    }

    @Test(arguments: modes)
    func `what is cut short, longer or flipped anywhere has no mode`(mode: PayloadBlob.Mode) {
        let blob = PayloadBlob.make(mode, Array("a payload".utf8))
        for count in 0..<blob.count { #expect(PayloadBlob.mode(of: Array(blob[..<count])) == nil) }
        #expect(PayloadBlob.mode(of: blob + [0]) == nil)
        for bit in 0..<blob.count * 8 {
            var damaged = blob
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(PayloadBlob.mode(of: damaged) == nil, "bit \(bit)")
        }
    }
}
