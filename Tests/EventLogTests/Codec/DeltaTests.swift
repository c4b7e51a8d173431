import Generators
import Testing

@testable import EventLog

@Suite struct DeltaTests {
    @Test(arguments: 0..<200) func `a delta gives back the new value`(seed: UInt64) {
        var random = Seeded(state: seed)
        let base = (0..<Int.random(in: 0...5000, using: &random)).map { _ in
            UInt8.random(in: 97...101, using: &random)
        }
        var target = base
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let place = Int.random(in: 0...target.count, using: &random)
            let end = min(target.count, place + Int.random(in: 0...200, using: &random))
            let fresh = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 97...122, using: &random)
            }
            target.replaceSubrange(place..<end, with: fresh)
        }
        let delta = Delta.encode(target, against: base)
        let back = delta.withUnsafeBytes { Delta.decode($0, against: base, size: target.count) }
        #expect(back == target)
    }

    @Test func `a delta of the wrong size or cut short is refused`() {
        let base = Array("the quick brown fox jumps over the lazy dog".utf8)
        let target = Array("the quick brown cat jumps over the lazy dog".utf8)
        let delta = Delta.encode(target, against: base)
        for size in [0, target.count - 1, target.count + 1, 1 << 40] {
            #expect(delta.withUnsafeBytes { Delta.decode($0, against: base, size: size) } == nil)
        }
        for count in 0..<delta.count {
            let cut = Array(delta[..<count])
            #expect(
                cut.withUnsafeBytes { Delta.decode($0, against: base, size: target.count) } == nil)
        }
    }
}
