import JSONText
import Testing

@Suite struct JSONEscapesTests {
    /// What a string stands for, and how `JSON.stringify` of Node 20 writes it.
    @Test(arguments: [
        (#"a"#, "a", #"a"#),
        (#"\u0041\/\"\\"#, #"A/"\"#, #"A/\"\\"#),
        (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t", #"\b\f\n\r\t"#),
        (#"\u0001\u000a\u007f"#, "\u{1}\n\u{7F}", "\\u0001\\n\u{7F}"),
        (#"x\ud83d\ude00y"#, "x\u{1F600}y", "x\u{1F600}y"),
        (#"\ud83d!"#, "\u{FFFD}!", #"\ud83d!"#),
        (#"\uDE00\uD83D"#, "\u{FFFD}\u{FFFD}", #"\ude00\ud83d"#),
        (#"\ud83d\u0041"#, "\u{FFFD}A", #"\ud83dA"#),
    ])
    func escapesStandForWhatTheyNameAndAreWrittenAnew(
        inner: String, text: String, canonical: String
    ) {
        let json = JSON(unchecked: Array("\"\(inner)\"".utf8))
        #expect(json.string == text)
        #expect(String(decoding: json.canonical.bytes, as: UTF8.self) == "\"\(canonical)\"")
    }
}
