import SessionStore
import Testing

@testable import SessionIndex

@Suite("Texts as they are indexed")
struct TextTests {
    @Test(arguments: [
        ("Lock the LOCK", ["lock", "the", "lock"]), ("ab cd", []), ("a1b2", ["a1b2"]),
        ("read_file(x)", ["read", "file"]), ("", []), ("Köln", ["koln"]),
        ("Ko\u{308}ln", ["koln"]), ("наша ОШИБКА", ["наша", "ошибка"]), ("日本語の abc", ["abc"]),
        (String(repeating: "a", count: 129), []),
    ])
    func `words have three letters at least, and neither case nor marks`(
        text: String, words: [String]
    ) {
        #expect(TextWords.of(text) == words)
    }

    @Test(arguments: [("lock", "loc ock"), ("abc", "abc"), ("ab", ""), ("", "")])
    func `letters stand by threes`(word: String, triples: String) {
        #expect(Triples.of(word) == triples)
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

    @Test func `a word counts more in a short text, more often, and where it is rare`() {
        let one = BM25(rarities: [1])
        func fit(_ packed: Int, _ words: Int) -> Double {
            one.fit(PhraseCounts(packed: packed), words: words)
        }
        #expect(abs(fit(1, 60) - 1) < 1e-9 && fit(0, 60) == 0)
        #expect(fit(1, 10) > fit(1, 60) && fit(1, 60) > fit(1, 600))
        #expect(fit(2, 60) > fit(1, 60) && fit(15, 1) < 2.2)
        let rare = BM25.rarity(hits: 1, rows: 10_000)
        let common = BM25.rarity(hits: 6000, rows: 10_000)
        #expect(rare > 8 && common > 0 && common < 1e-3)
        // Two words: the rare one three times, or the common one.
        let both = BM25(rarities: [rare, common])
        #expect(
            both.fit(PhraseCounts(packed: 0x13), words: 60)
                > both.fit(PhraseCounts(packed: 0x31), words: 60))
    }

    @Test func `counts of phrases are four bits each, and from the fifteenth on share one`() {
        let counts = PhraseCounts(packed: 0x201)
        #expect((0..<4).map { counts[$0] } == [1, 0, 2, 0] && counts.joined[0] == 3)
        let many = PhraseCounts(packed: 7 << 56 | 15)
        #expect(many[14] == 7 && many[20] == 7 && many.joined[0] == 15)
    }
}
