import Generators
import Testing

@testable import session

@Suite("Keys from a terminal's bytes")
struct KeyDecoderTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return decoder.decode(Array(text.utf8)) + decoder.finish()
    }

    @Test
    func `arrows, pages and ends are known in every terminal's way`() {
        #expect(keys("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD") == [.up, .down, .right, .left])
        #expect(keys("\u{1B}[5~\u{1B}[6~\u{1B}[3~") == [.pageUp, .pageDown, .delete])
        #expect(keys("\u{1B}[H\u{1B}OH\u{1B}[1~\u{1B}[7~") == [.home, .home, .home, .home])
        #expect(keys("\u{1B}[F\u{1B}OF\u{1B}[4~\u{1B}[8~") == [.end, .end, .end, .end])
        #expect(keys("\u{1B}[1;5A\u{1B}[Z") == [.up, .backTab])
        #expect(keys("\r\n\t\u{7F}\u{08}") == [.enter, .enter, .tab, .backspace, .backspace])
        #expect(keys("\u{03}\u{0C}\u{1A}") == [.control("c"), .control("l"), .control("z")])
    }

    @Test
    func `a lone Esc is told from the beginning of a key by what follows`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.decode(Array("[B".utf8)) == [.down])
        #expect(!decoder.isWaiting)
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.finish() == [.escape])
        #expect(!decoder.isWaiting)
        #expect(keys("\u{1B}q") == [.escape, .character("q")])
        #expect(keys("\u{1B}\u{1B}[A") == [.escape, .up])
        #expect(keys("\u{1B}[") == [.escape, .character("[")])
    }

    @Test
    func `letters of any script come whole, and bytes that are none are passed over`() {
        #expect(keys("é漢🙂") == [.character("é"), .character("漢"), .character("🙂")])
        var decoder = KeyDecoder()
        #expect(decoder.decode([0xFF, 0x80, 0x61]) == [.character("a")])
        #expect(decoder.decode([0xE6, 0xBC, 0x62]) == [.character("b")])
        #expect(decoder.decode([0xED, 0xA0, 0x80, 0x63]) == [.character("c")])
        #expect(decoder.decode([0xE6, 0xBC]) == [])
        #expect(decoder.finish() == [])
    }

    @Test
    func `sequences that mean nothing here leave the keys behind them alone`() {
        #expect(keys("\u{1B}[?1;2cq") == [.other, .character("q")])
        #expect(keys("\u{1B}[15~\u{1B}[99~j") == [.other, .other, .character("j")])
        #expect(keys("\u{1B}[1\u{7}j").last == .character("j"))
        let endless = keys("\u{1B}[" + String(repeating: "1", count: 500))
        #expect(endless.count <= 500)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `however the bytes are cut into reads, the keys are the same`(seed: UInt64) {
        var random = Seeded(state: seed)
        let pieces = [
            "\u{1B}[A", "\u{1B}OB", "\u{1B}[5~", "j", "é", "漢", "🙂", "\t", "\u{03}", "\u{1B}[1;2F",
        ]
        let bytes = (0..<60).flatMap { _ in Array(random.pick(pieces).utf8) }
        var whole = KeyDecoder()
        let expected = whole.decode(bytes)
        #expect(expected.count == 60)
        for _ in 0..<20 {
            var decoder = KeyDecoder()
            var keys: [Key] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = random.number(1...7)
                keys += decoder.decode(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(keys + decoder.finish() == expected, "seed \(seed)")
        }
    }
}
