import JSONText
import Testing

@Suite struct JSONSchemaTests {
    func violation(_ schema: String, _ value: String) throws -> String? {
        try JSONSchema(JSON(unchecked: Array(schema.utf8)))
            .violation(in: JSON(unchecked: Array(value.utf8)))?.description
    }

    @Test func `unknown properties are allowed unless the schema is closed`() throws {
        #expect(try violation(#"{"type":"object"}"#, #"{"a":1}"#) == nil)
        let closed = #"{"properties":{"b":{}},"additionalProperties":false}"#
        #expect(try violation(closed, #"{"b":1}"#) == nil)
        #expect(try violation(closed, #"{"b":1,"a":1}"#) == "/a: no such property is known")
    }

    @Test func `every keyword decides`() throws {
        #expect(try violation(#"{"type":["string","null"]}"#, "null") == nil)
        #expect(
            try violation(#"{"type":["string","null"]}"#, "1") == "a string or null was expected")
        #expect(try violation(#"{"type":"integer"}"#, "1.0") == nil)
        #expect(try violation(#"{"type":"integer"}"#, "1.5") == "an integer was expected")
        #expect(try violation(#"{"type":"number","minimum":2}"#, "1") == "1 is less than 2")
        #expect(try violation(#"{"enum":["a","b"]}"#, #""\u0061""#) == nil)
        #expect(try violation(#"{"enum":["a","b"]}"#, #""c""#) == #"one of "a", "b" was expected"#)
        #expect(try violation(#"{"items":{"type":"string"}}"#, "[]") == nil)
        #expect(
            try violation(#"{"items":{"type":"string"}}"#, #"["a" , 1]"#)
                == "/1: a string was expected")
        #expect(
            try violation(#"{"additionalProperties":{"type":"string"}}"#, #"{"a":1}"#)
                == "/a: a string was expected")
    }

    @Test func `a keyword that would be ignored is refused`() {
        let schema = JSON(unchecked: Array(#"{"pattern":"x"}"#.utf8))
        #expect(throws: JSONSchema.Violation.self) { try JSONSchema(schema) }
    }
}
