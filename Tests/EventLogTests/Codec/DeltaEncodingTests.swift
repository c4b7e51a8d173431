import Generators
import Testing

@testable import EventLog

@Suite("Values told by what is new in them")
struct DeltaEncodingTests {
    private static func decode(_ delta: [UInt8], _ base: [UInt8], size: Int) -> [UInt8]? {
        delta.withUnsafeBytes { Delta.decode($0, against: base, size: size) }
    }

    @Test(arguments: [2000, 70_000, 3_000_000])
    func `a changed line costs some bytes, however long the file is`(size: Int) throws {
        var workload = Workload(seed: 5)
        let base = Array(workload.text(size).utf8)
        for place in [0, size / 2, base.count] {
            var value = base
            value.insert(contentsOf: Array("a new line\n".utf8), at: place)
            let delta = Delta.encode(value, against: base)
            #expect(delta.count < 40, "\(place)")
            #expect(Self.decode(delta, base, size: value.count) == value)
        }
    }

    @Test func `what stands elsewhere in the base is copied from there`() {
        var workload = Workload(seed: 6)
        let (head, tail) = (Array(workload.text(3000).utf8), Array(workload.text(3000).utf8))
        let delta = Delta.encode(tail + head, against: head + tail)
        #expect(delta.count < 60)
        #expect(Self.decode(delta, head + tail, size: head.count + tail.count) == tail + head)
    }

    @Test func `nothing against nothing is nothing, and the rest is all new or all gone`() {
        let text = Array("some text that is long enough to be looked up".utf8)
        for (value, base) in [([], []), (text, []), ([], text), (text, text), (text, [1, 2])]
            as [([UInt8], [UInt8])]
        {
            let delta = Delta.encode(value, against: base)
            #expect(Self.decode(delta, base, size: value.count) == value)
        }
    }

    @Test func `a flipped bit gives as many bytes as are claimed, or none`() {
        let base = Array("the quick brown fox jumps over the lazy dog".utf8)
        let value = Array("the quick brown cat jumps over the lazy dogs".utf8)
        let delta = Delta.encode(value, against: base)
        for bit in 0..<delta.count * 8 {
            var damaged = delta
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            if let found = Self.decode(damaged, base, size: value.count) {
                #expect(found.count == value.count)
            }
        }
    }

    /// One instruction: so many new bytes, so many copied, from so far.
    @Test(arguments: [
        (1, 3, 0, 3), (0, 4, 0, 4), (0, 1, 3, 1), (0, 1, -1, 1), (0, .max, 0, 4), (.max, 1, 0, 4),
        (0, 0, .max / 2, 0), (0, 1, .min / 2, 1),
    ])
    func `an instruction that reaches out of the base, or is too long, is refused`(
        literal: Int, copied: Int, jump: Int, size: Int
    ) {
        var delta: [UInt8] = [1]
        delta.append(varint: literal)
        delta.append(varint: copied)
        delta.append(signedVarint: jump)
        #expect(Self.decode(delta, [1, 2, 3], size: size) == nil)
    }

    @Test func `an instruction within the base is followed`() {
        for (bytes, expected) in [
            ([1, 0, 3, 0], [1, 2, 3]), ([1, 1, 2, 2, 9], [9, 2, 3]),
            ([2, 0, 1, 4, 0, 2, 5], [3, 1, 2]),
        ] as [([UInt8], [UInt8])] {
            #expect(Self.decode(bytes, [1, 2, 3], size: expected.count) == expected)
        }
    }

    @Test(arguments: [Effort.fast, .medium, .small])
    func `a value with little of the old one in it is no delta`(effort: Effort) throws {
        var random = Seeded(state: 3)
        let noise = (0..<4000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let other = (0..<4000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(DeltaEncoder.encode(other, against: noise, effort: effort) == nil)
        let half = Array(noise[..<1900]) + other[..<2100]
        #expect(DeltaEncoder.encode(half, against: noise, effort: effort) == nil)
        let most = Array(noise[..<2200]) + other[..<1800]
        let blob = try #require(DeltaEncoder.encode(most, against: noise, effort: effort))
        #expect(PayloadBlob.mode(of: blob) == .delta, "noise became smaller")
        let words = Array(String(repeating: "new words, ", count: 90).utf8)
        let packed = try #require(
            DeltaEncoder.encode(noise + words, against: noise, effort: effort))
        #expect(PayloadBlob.mode(of: packed) == .packedDelta && packed.count < 100)
    }
}
