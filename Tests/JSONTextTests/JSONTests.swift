import JSONText
import Testing

@Suite struct JSONTests {
    @Test(arguments: ["{}", "[1,2.0e3]", #""a\u00e9\ud83d\ude00""#, "null", " true ", "-0.5"])
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
}
