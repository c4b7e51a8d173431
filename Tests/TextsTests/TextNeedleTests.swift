import JSONText
import Testing
import Texts

@Suite("Looking for a text")
struct TextNeedleTests {
    @Test(arguments: [
        (#"{"text":"Why does the Build fail?"}"#, "build FAIL", true),
        (#"{"a":[1,{"b":["x","deep down"]}]}"#, "deep", true),
        (#"{"text":"no"}"#, "text", false), (#"{"text" : "no", "no":1}"#, "text", false),
        (#"{"a":"one\ntwo \u00e9\ud83d\ude42"}"#, "two é🙂", true),
        (#"{"a":"C:\\text","b":"q"}"#, #"c:\t"#, true), (#"{"a":"\"quoted\""}"#, "\"quoted", true),
        (#"{"a":"x","b":"y"}"#, #"","b":""#, false), (#"{"a":17}"#, "17", false),
        (#"{"a":"aab"}"#, "ab", true), (#"{"a":"aab"}"#, "abb", false), (#""bare""#, "are", true),
        (#"{"a":"unfinished"#, "unfinished", false), (#"{"a":"x\"#, "x", false), ("", "x", false),
    ])
    func `it is found in strings, escaped or not, and never in keys`(
        body: String, text: String, isFound: Bool
    ) {
        let json = JSON(unchecked: Array(body.utf8))
        #expect(TextNeedle(text).occurs(inStringsOf: json) == isFound, "\(body)")
    }

    @Test func `a text nested as deep as it likes is found all the same`() {
        let depth = 300_000
        let body =
            String(repeating: "[", count: depth) + "\"x\"" + String(repeating: "]", count: depth)
        #expect(TextNeedle("x").occurs(inStringsOf: JSON(unchecked: Array(body.utf8))))
    }

    @Test func `in a content bytes are looked at, whatever they are`() {
        #expect(TextNeedle("RUN").occurs(in: [0, 0xFF, 0x72, 0x55, 0x6E]))
        #expect(!TextNeedle("run").occurs(in: [0x72, 0x75]))
    }
}
