import SessionAnswers
import SessionStore
import Testing

@Suite("Texts that are safe to show")
struct TextTests {
    @Test
    func `one line is one line, and what acts on a terminal is spelled out`() {
        #expect(DisplayText.oneLine("  a\n\tb\r\n ") == "a b")
        #expect(DisplayText.oneLine("a\u{1B}[31mb\u{07}\u{7F}") == "a␛[31mb␇␡")
        #expect(DisplayText.oneLine("x\u{9B}y\u{202E}z") == "x<U+9B>y<U+202E>z")
        #expect(DisplayText.oneLine("") == "")
        #expect(DisplayText.lines("a\r\nb\tc\n\nd\n") == ["a", "b   c", "", "d"])
        #expect(DisplayText.lines("a\rb") == ["a␍b"])
    }

    /// A large text is read in pieces that end anywhere between two characters.
    @Test
    func `lines are the same however a text is cut into pieces`() {
        let text = "a\r\nb\rc\t\u{1B}d\u{9B}é\u{2028}漢\u{202E}🙂\u{E0041}\r"
        for place in text.unicodeScalars.indices {
            var splitter = DisplayLines()
            let parts =
                splitter.add(ArraySlice(text[..<place].utf8))
                + splitter.add(ArraySlice(text[place...].utf8)) + splitter.finish()
            #expect(
                DisplayText.join(parts)
                    == ["a", "b␍c ␛d<U+9B>é", "漢<U+202E>🙂<U+E0041>␍"])
        }
        let long = String(repeating: "x", count: 70_000)
        var splitter = DisplayLines()
        let first = splitter.add(ArraySlice(long.utf8))
        #expect(first.map(\.isEnd) == [false], "a long line is not kept until it ends")
        let rest = splitter.add(ArraySlice("y\nz".utf8)) + splitter.finish()
        #expect(DisplayText.join(first + rest) == [long + "y", "z"])
    }

    @Test
    func `numbers read well`() {
        #expect(Counts.grouped(1_234_567) == "1,234,567")
        #expect(Counts.grouped(999) == "999")
        #expect(Counts.few(["a", "b", "c", "d"]) == "a, b, c, d")
        #expect(Counts.few((1...1004).map { "b\($0)" }) == "b1, b2, b3, 1,001 more")
        #expect(Counts.of(1, "branch", plural: "branches") == "1 branch")
        #expect(Counts.bytes(999) == "999 B")
        #expect(Counts.bytes(1_540) == "1.5 KB")
        #expect(Counts.bytes(23_400_000) == "23 MB")
        #expect(Counts.bytes(999_700) == "1.0 MB")
        #expect(Counts.short(46_438) == "46 k")
        #expect(Counts.short(25_716_244) == "25.7 M")
        #expect(Counts.decimal(0.2789, places: 3) == "0.279")
        #expect(Counts.ranges([1...3, 57...57]) == "1–3, 57")
    }

    @Test
    func `jSON is indented without a change to its values`() throws {
        let value = try JSON(validating: Array(#"{"a":[1.0,{}],"b":{"c":"\u00e9\n"}}"#.utf8))
        #expect(
            MessageText.indented(value) == #"""
                {
                  "a": [
                    1.0,
                    {}
                  ],
                  "b": {
                    "c": "\u00e9\n"
                  }
                }
                """#)
    }

    @Test
    func `a cell of CSV comes back as it was, and no spreadsheet runs it`() {
        #expect(
            CSV.line(["a", "1,5", "say \"x\"", "b\nc"])
                == "a,\"1,5\",\"say \"\"x\"\"\",\"b\nc\"\r\n")
        #expect(CSV.line(["=1+1", "-3", "@x", "\u{1B}"]) == "'=1+1,-3,'@x,␛\r\n")
    }
}
