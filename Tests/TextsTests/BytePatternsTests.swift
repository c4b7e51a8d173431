import Generators
import Testing

@testable import Texts

@Suite("Looking for many texts at once")
struct BytePatternsTests {
    @Test(arguments: UInt64(1)...20)
    func `a text is found where one of them stands in it, and nowhere else`(seed: UInt64) {
        var random = Seeded(state: seed)
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in random.pick([97, 98]) } }
        for _ in 0..<50 {
            let common = bytes(random.number(0...20))
            let texts = (0..<random.number(0...12)).map { _ in
                common + bytes(random.number(0...14))
            }
            let patterns = BytePatterns(texts)
            for _ in 0..<20 {
                var text = bytes(random.number(0...40))
                if let some = texts.randomElement(using: &random) {
                    text += Array(some.prefix(random.number(0...some.count))) + bytes(3)
                }
                let isThere = texts.contains { $0.count >= 16 && BytePattern($0).isFound(in: text) }
                #expect(patterns.areFound(in: text) == isThere)
            }
        }
    }

    @Test func `a word is found within a stretch where it lies wholly in it`() {
        let bytes = Array("..word..".utf8)
        let word = Array("word".utf8)
        #expect(bytes.first(word, from: 2, within: 4) == 2)
        #expect(bytes.first(word, from: 0, within: 6) == 2)
        #expect(bytes.first(word, from: 0, within: 100) == 2)
        #expect(bytes.first(word, from: 2, within: 3) == nil)
        #expect(bytes.first(word, from: 3, within: 100) == nil)
        #expect(bytes.first(word, from: 0, within: 5) == nil)
        #expect(bytes.first(word, from: 20, within: 5) == nil)
    }
}
