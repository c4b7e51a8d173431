import JSONText
import Testing

@Suite struct JSONTests {
    @Test(
        arguments: ["{}", "[1,2.0e3]", #""a\u00e9\ud83d\ude00""#, "null", " true ", "-0.5"]
            + ["{ }", "[ ]", "[ 1 , 2 ]", #"{ "a" : 1 , "b" : [ ] }"#])
    func `valid texts are taken as they are`(text: String) throws {
        #expect(try JSON(validating: Array(text.utf8)).source == Array(text.utf8))
    }

    @Test(arguments: ["", "{", #"{"a":}"#, "[1,]", "01", #""\x""#, "nul", "{}{}", "\"\u{1}\""])
    func `texts that are no JSON are refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(validating: Array(text.utf8)) }
    }

    @Test func `members are found by key, escaped keys too, and the last one counts`() throws {
        let json = try JSON(
            validating: Array(#"{"a":1,"b":{"c":[true,null]},"a":2,"\u0064":3}"#.utf8))
        #expect(json["a"]?.int == 2)
        #expect(json["d"]?.int == 3)
        #expect(json.at("/b/c/0")?.bool == true)
        #expect(json.at("/b/c/7") == nil)
    }

    @Test(arguments: [
        ("1", "1.0"), ("100", "1e2"), ("0.10", "1E-1"), ("-0", "0"), ("12.5e1", "125"),
        (#"{"a":1,"b":2}"#, #"{ "b" : 2, "a" : 1.0 }"#), (#"{"a":1,"a":2}"#, #"{"a":2}"#),
        (#""\u0061\/""#, #""a/""#), ("[1, null]", "[1.00,null]"),
    ])
    func `two texts mean the same however they are written`(one: String, other: String) {
        let texts = [one, other].map { JSON(unchecked: Array($0.utf8)) }
        #expect(texts[0].means(texts[1]) && texts[1].means(texts[0]))
    }

    @Test(arguments: [
        ("1", "10"), ("1", "-1"), ("0.1", "0.01"), ("12", "21"), ("1", "\"1\""), ("[1]", "[1,1]"),
        ("[1,2]", "[2,1]"), (#"{"a":1}"#, #"{"b":1}"#), (#"{"a":1}"#, #"{"a":1,"b":1}"#),
        ("true", "false"), ("null", "false"), (#""é""#, "\"e\u{301}\""),
    ])
    func `two texts that say something else do not`(one: String, other: String) {
        let texts = [one, other].map { JSON(unchecked: Array($0.utf8)) }
        #expect(!texts[0].means(texts[1]) && !texts[1].means(texts[0]))
    }
}
