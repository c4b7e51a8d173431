import SessionStore
import Testing

@testable import SessionIndex

@Suite("Texts as they are indexed")
struct TextTests {
    @Test(arguments: [
        ("lock", "loc ock "), ("Lock LOCK", "loc ock "), ("ab cd", ""), ("a1b2", "a1b 1b2 "),
        ("read_file", "rea ead fil ile "), ("", ""), ("Köln", "köl öln "),
        ("Ko\u{308}ln", "kol oln "),
    ])
    func `letters stand by threes within words, each once`(text: String, triples: String) {
        #expect(Triples.of(text) == triples)
    }

    @Test(arguments: [
        ("日本語", " 日本 本語 語 "), ("a日本b", "a 日本 本 b"), ("日", " 日 "), ("plain", "plain"),
    ])
    func `letters without spaces between words stand by twos`(text: String, indexed: String) {
        #expect(IndexedText(text).text == indexed)
    }

    @Test(arguments: [
        ("日本語", " 日本 本語 "), ("日", " 日"), ("日本b", " 日本 本 b"), ("plain", "plain"),
    ])
    func `the last letter that is looked for may go on`(text: String, query: String) {
        #expect(IndexedText.ofQuery(text) == query)
    }

    @Test func `base64 is left out, digests and paths stay`() {
        let digest = String(repeating: "0123456789abcdef", count: 8)
        let path = "/usr/lib/" + (1...30).map { "folder-\($0)" }.joined(separator: "/")
        let base64 = String(repeating: "iVBORw0KGgo", count: 30)
        let text = IndexedText("a \(digest) b \(path) c \(base64) d").text
        #expect(text == "a \(digest) b \(path) c   d")
    }

    @Test(arguments: [("", 0), ("one", 1), ("one two-three", 3), ("ein Wört", 4)])
    func `words are counted, about`(text: String, words: Int) {
        #expect(abs(IndexedText(text).words - words) <= 1)
    }

    @Test func `a month is thirty days, and absurd times are the first or the last`() {
        func month(_ microseconds: Int) -> Int {
            Month(at: Timestamp(microseconds: microseconds)).number
        }
        let day = 86_400_000_000
        #expect(month(0) == 0 && month(30 * day - 1) == 0 && month(30 * day) == 1)
        #expect(month(.min) == 0 && month(-1) == 0)
        #expect(month(.max) == month(1 << 60) && month(.max) < 3000)
        #expect(Month(of: PieceID(month: Month(7), row: 1 << 31)) == Month(7))
        #expect(PieceID(month: Month(7), row: 12).row == 12)
    }

    @Test func `a lineage is told by sort, time and text`() {
        let time = Timestamp(microseconds: 7)
        let one = Lineage.of(.prompt, time, "text")
        #expect(one == Lineage.of(.prompt, time, "text") && (0..<1 << 48).contains(one))
        #expect(one != Lineage.of(.answer, time, "text"))
        #expect(one != Lineage.of(.prompt, Timestamp(microseconds: 8), "text"))
        #expect(one != Lineage.of(.prompt, time, "texts"))
    }

    @Test(arguments: [
        ("a b", ["a", "b"]), ("\"a b\" c", ["a b", "c"]), ("\"a b", ["\"a", "b"]),
        ("a* *b", ["a", "*b"]),
        (" \t a\n", ["a"]), ("- a --", ["a"]),
    ])
    func `words are split at spaces, but for those in quotes`(text: String, words: [String]) throws
    {
        #expect(try SearchWords(text).texts == words)
    }

    @Test func `ranks of different tables become one measure`() {
        let small = BM25(rarity: BM25.rarity(hits: 1, rows: 3), usualWords: 470)
        let large = BM25(rarity: BM25.rarity(hits: 10, rows: 10_000), usualWords: 20)
        // A word that occurs once in a text of the usual length has the rank of its rarity.
        let long = small.fit(rank: small.rarity, words: 470)
        let short = large.fit(rank: large.rarity, words: 20)
        #expect(short > 1 && long < 0.4)
        #expect(small.fit(rank: small.rarity, words: 20) > long)
        #expect(large.fit(rank: .infinity, words: 1) < 2.2 && large.fit(rank: -1, words: 1) == 0)
    }
}
