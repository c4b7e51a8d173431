import JSONText
import Testing

@Suite("Texts of any length")
struct ReadableTextTests {
    private func json(_ text: String) throws -> JSON { try JSON(validating: Array(text.utf8)) }

    private func pieces(_ text: ReadableText) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        text.forEachPiece { pieces.append(Array($0)) }
        return pieces
    }

    @Test(arguments: [
        (#""a\nb""#, "a\nb"), (#"[{"text":"a"},{"type":"image"}]"#, "a\n[image]"),
        (#"[{"text":"a"},{"x":1}]"#, #"[{"text":"a"},{"x":1}]"#), ("[]", "[]"), ("1.0", "1.0"),
        (#"{"a": 1}"#, #"{"a": 1}"#), ("null", ""), (#""""#, ""),
    ])
    func `a value reads as its text`(value: String, text: String) throws {
        let readable = ReadableText(try json(value))
        #expect(readable.whole == text)
        #expect(readable.beginning(limit: 100) == text)
        #expect(String(decoding: pieces(readable).joined(), as: UTF8.self) == text)
        #expect(readable.isEmpty == text.isEmpty)
    }

    /// A text is no JSON, whatever it begins as.
    @Test(arguments: ["null", "n", "name,age\n", "true", "\"a", "[1", "{", "-", " "])
    func `bytes read as they are`(text: String) {
        let readable = ReadableText(bytes: Array(text.utf8))
        #expect(readable.whole == text && readable.beginning(limit: 100) == text)
        #expect(!readable.isEmpty && readable.size == text.utf8.count)
        #expect(ReadableText(bytes: []).isEmpty && ReadableText(bytes: []).whole == "")
    }

    /// Escapes, pairs of surrogates and characters of several bytes around every place where a
    /// piece may end.
    @Test func `pieces are the whole, and none ends inside a character`() throws {
        let units = [
            (#"\ud83d\ude42"#, "🙂"), (#"\\"#, #"\"#), ("漢", "漢"), (#"\u00e9"#, "é"), ("x", "x"),
            (#"\ud83dx"#, "\u{FFFD}x"), ("🙂", "🙂"),
        ]
        for shift in 0..<13 {
            let start = String(repeating: ".", count: shift)
            var (source, expected) = (start, start)
            for index in 0..<40_000 {
                source += units[index % units.count].0
                expected += units[index % units.count].1
            }
            let readable = ReadableText(try json("\"\(source)\""))
            let found = pieces(readable)
            #expect(found.count > 1)
            #expect(found.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
            #expect(found.joined().elementsEqual(expected.utf8))
            #expect(readable.beginning(limit: 50) == String(expected.prefix(50)))
            let plain = pieces(ReadableText(bytes: Array(expected.utf8)))
            #expect(plain.count > 1)
            #expect(plain.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
            #expect(plain.joined().elementsEqual(expected.utf8))
        }
    }

    @Test func `what is no UTF-8 is told from what is`() {
        let text = String(repeating: "漢", count: 70_000)
        #expect(ReadableText(bytes: Array(text.utf8)).isUTF8)
        for place in [0, 65_535, 65_536, 140_000] {
            var bytes = Array(text.utf8)
            bytes[place] = 0xFF
            #expect(!ReadableText(bytes: bytes).isUTF8)
        }
        #expect(!ReadableText(bytes: [UInt8](repeating: 0x80, count: 70_000)).isUTF8)
        #expect(ReadableText(bytes: []).isUTF8)
    }
}
