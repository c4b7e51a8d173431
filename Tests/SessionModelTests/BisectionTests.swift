import Generators
import SessionModel
import Testing

@Suite("Bisection")
struct BisectionTests {
    @Test(arguments: 1...40)
    func `the first bad change is found, in about as many steps as halving takes`(count: Int) {
        for first in 0..<count {
            var search = Bisection(count: count)
            var steps = 0
            while let index = search.next {
                search.note(index >= first ? .bad : .good, of: index)
                steps += 1
            }
            #expect(search.suspects == first...first)
            #expect(steps <= Int.bitWidth - (count - 1).leadingZeroBitCount, "\(count) \(first)")
        }
    }

    @Test(arguments: UInt64(1)...50)
    func `what is skipped stays suspect, and no change is tried twice`(seed: UInt64) {
        var random = Seeded(state: seed)
        let count = random.number(1...30)
        let first = random.number(0...count - 1)
        let skipped = Set((0..<count - 1).filter { _ in random.number(0...2) == 0 })
        var search = Bisection(count: count)
        var tried: Set<Int> = []
        while let index = search.next {
            #expect(tried.insert(index).inserted && search.suspects.contains(index))
            search.note(
                skipped.contains(index) ? .skipped : index >= first ? .bad : .good, of: index)
        }
        #expect(search.suspects.contains(first), "seed \(seed)")
        #expect(search.suspects.dropLast().allSatisfy { skipped.contains($0) }, "seed \(seed)")
    }

    @Test func `answers that contradict each other end the search all the same`() {
        for seed in UInt64(1)...50 {
            var random = Seeded(state: seed)
            var search = Bisection(count: random.number(1...20))
            var steps = 0
            while let index = search.next, steps < 100 {
                search.note(random.pick([.good, .bad, .skipped]), of: index)
                steps += 1
            }
            #expect(steps <= 20 && !search.suspects.isEmpty, "seed \(seed)")
        }
    }
}
