import Generators
import Testing

@testable import EventLog

@Suite("LZ4 blocks")
struct LZ4Tests {
    /// Words, noise, one byte over and over: what compresses well, not at all, and best.
    private static func block(_ random: inout Seeded, _ size: Int) -> [UInt8] {
        let pool = random.pick(pools)
        let start = random.number(0...pool.count - size)
        return Array(pool[start..<start + size])
    }

    private static let pools: [[UInt8]] = {
        var random = Seeded(state: 0)
        return [97...100, 0...255, 7...7].map { (letters: ClosedRange<UInt8>) in
            (0..<100_000).map { _ in UInt8.random(in: letters, using: &random) }
        }
    }()

    private static func decompress(
        _ block: [UInt8], size: Int, behind dictionary: [UInt8] = []
    ) -> [UInt8]? {
        var buffer = dictionary
        let isWhole = block.withUnsafeBytes {
            LZ4.decompress($0, size: size, behind: &buffer)
        }
        guard isWhole else {
            #expect(buffer == dictionary, "a block that is none changed what stood before it")
            return nil
        }
        #expect(buffer.count == dictionary.count + size)
        #expect(buffer.starts(with: dictionary))
        return Array(buffer[dictionary.count...])
    }

    @Test(arguments: [Effort.fast, .medium, .small], 1...15 as ClosedRange<UInt64>)
    func `blocks are read back, each behind those before it`(effort: Effort, seed: UInt64) {
        var random = Seeded(state: seed)
        let dictionary = Self.block(&random, random.pick([0, 1, 300, 65_536, 70_000]))
        let stream = LZ4Stream(effort: effort)
        stream.reset(dictionary: dictionary, room: random.pick([0, 100, 200_000]))
        var before = dictionary
        for _ in 0..<random.number(1...12) {
            var block = Self.block(&random, random.pick([0, 1, 20, 3000, 30_000]))
            if random.number(0...1) == 0 { block += before.suffix(random.number(0...70_000)) }
            if let packed = block.withUnsafeBytes({ stream.compress($0) }) {
                #expect(packed.count < block.count)
                let found = Self.decompress(packed, size: block.count, behind: before)
                #expect(found == block, "seed \(seed)")
            }
            before += block
        }
    }

    @Test(arguments: [Effort.fast, .medium, .small])
    func `what stood before makes a block small`(effort: Effort) throws {
        var random = Seeded(state: 1)
        let text = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let stream = LZ4Stream(effort: effort)
        stream.reset(dictionary: [], room: 0)
        #expect(text.withUnsafeBytes { stream.compress($0) } == nil, "noise compresses")
        let again = try #require(text.withUnsafeBytes { stream.compress($0) })
        #expect(again.count < 200)
        #expect(Self.decompress(again, size: text.count, behind: text) == text)
        #expect(Self.decompress(again, size: text.count) != text)
        stream.reset(dictionary: text, room: 0)
        let behind = try #require(text.withUnsafeBytes { stream.compress($0) })
        #expect(Self.decompress(behind, size: text.count, behind: text) == text)
    }

    @Test(arguments: [Effort.fast, .medium, .small], 1...10 as ClosedRange<UInt64>)
    func `a block that is cut short or claims another size is none`(
        effort: Effort, seed: UInt64
    ) throws {
        var random = Seeded(state: seed)
        let text = (0..<random.number(200...600)).map { _ in
            UInt8.random(in: 97...99, using: &random)
        }
        let dictionary = Array(text.prefix(50))
        let stream = LZ4Stream(effort: effort)
        stream.reset(dictionary: dictionary, room: text.count)
        let packed = try #require(text.withUnsafeBytes { stream.compress($0) })
        for count in 0..<packed.count {
            #expect(
                Self.decompress(Array(packed[..<count]), size: text.count, behind: dictionary)
                    == nil, "seed \(seed)")
        }
        for size in [0, 1, text.count - 1, text.count + 1, text.count * 2] {
            #expect(
                Self.decompress(packed, size: size, behind: dictionary) == nil, "seed \(seed)")
        }
    }

    /// A block has no checksum: flipped, it is none, or as long as it says. The blob around it
    /// has one, so that none of this is ever taken for the payload.
    @Test(arguments: [Effort.fast, .medium, .small])
    func `a flipped bit is never other data`(effort: Effort) throws {
        let text = Array("to be or not to be, that is the question; to be or not".utf8)
        let stream = LZ4Stream(effort: effort)
        stream.reset(dictionary: [], room: text.count)
        let packed = try #require(text.withUnsafeBytes { stream.compress($0) })
        let blob = PayloadBlob.make(.lz4, packed)
        #expect(PayloadBlob.mode(of: blob) == .lz4)
        for bit in 0..<packed.count * 8 {
            var damaged = packed
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            _ = Self.decompress(damaged, size: text.count)
            #expect(PayloadBlob.mode(of: Array(blob[..<5]) + damaged) == nil)
        }
    }

    @Test func `no block is larger than the bounds say, either way`() throws {
        var random = Seeded(state: 2)
        for size in [1, 2, 255, 256, 70_000, 1 << 20] {
            let stream = LZ4Stream(effort: .small)
            stream.reset(dictionary: [], room: size)
            let zeros = [UInt8](repeating: 0, count: size)
            if let packed = zeros.withUnsafeBytes({ stream.compress($0) }) {
                #expect(size <= LZ4.bound(decompressing: packed.count), "\(size)")
            }
            let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(LZ4.bound(compressing: noise.count) >= noise.count + noise.count / 255)
        }
    }
}
