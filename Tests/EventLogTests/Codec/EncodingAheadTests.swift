import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Compressing ahead")
struct EncodingAheadTests {
    private func payloads(_ count: Int) -> [[UInt8]] {
        var workload = Workload(seed: 4)
        return (0..<count).map { _ in Array(workload.text(workload.number(0...9000)).utf8) }
    }

    @Test(arguments: [1, 2, 15, 16, 17, 400])
    func `what comes of it is the same, byte for byte`(count: Int) {
        let payloads = payloads(count)
        let (plain, encoder) = (GroupEncoder(effort: .fast), GroupEncoder(effort: .fast))
        let ahead = EncodingAhead(encoder, payloads)
        for (index, payload) in payloads.enumerated() {
            let position = Position(index * 3 + 1)
            let expected = plain.encode(payload, at: position)
            let found = ahead.next(payload).map { encoder.place($0, at: position) }
            #expect(found?.base == expected.base && found?.blob == expected.blob)
            #expect(ahead.isAtEnd == (index == count - 1))
        }
        #expect(ahead.next([]) == nil)
        let after = plain.encode([1, 2, 3], at: 5000)
        #expect(encoder.encode([1, 2, 3], at: 5000) == after)
    }

    @Test func `it can be left at any payload, and many at once`() async {
        let payloads = payloads(60)
        await withTaskGroup { group in
            for left in 0..<60 {
                group.addTask {
                    let encoder = GroupEncoder(effort: .fast)
                    let ahead = EncodingAhead(encoder, payloads)
                    for payload in payloads.prefix(left) { #expect(ahead.next(payload) != nil) }
                    #expect(ahead.next([0, 1, 2]) == nil)
                    ahead.stop()
                    ahead.stop()
                    _ = encoder.pack([0, 1, 2])
                }
            }
        }
    }
}
