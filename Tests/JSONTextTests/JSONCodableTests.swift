import Foundation
import JSONText
import Testing

private struct Rating: Codable, Hashable {
    enum Mood: String, Codable { case good, bad }
    var stars: Int
    var share: Double
    var note: String?
    var mood = Mood.good
    var tags: Set<String> = []
    var counts: [String: UInt64] = [:]
    var pairs: [Int: [Float]] = [:]
    var arguments: JSON = .null
}

private class Base: Codable { var id = 7 }

private final class Derived: Base {
    var name = ""

    enum CodingKeys: CodingKey { case name }

    init(name: String) {
        self.name = name
        super.init()
    }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try super.encode(to: container.superEncoder())
        try container.encode(name, forKey: .name)
    }
}

private struct Nested: Encodable {
    var depth: Int

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        if depth > 0 { try container.encode(Nested(depth: depth - 1)) }
    }
}

@Suite("JSON of values, and values of JSON")
struct JSONCodableTests {
    private static let rating = Rating(
        stars: 4, share: 0.1, note: nil, tags: ["b", "a", "c"], counts: ["z": 1, "a": .max],
        pairs: [2: [0.1, 3]], arguments: JSON(unchecked: Array(#"{"n": 1.0, "n": 2}"#.utf8)))

    @Test func `members keep their order, what has none is sorted, JSON inside stays as it was`()
        throws
    {
        let json = try JSON(encoding: Self.rating)
        #expect(
            json.description
                == #"{"stars":4,"share":0.1,"mood":"good","tags":["a","b","c"],"#
                + #""counts":{"a":18446744073709551615,"z":1},"pairs":{"2":[0.1,3.0]},"#
                + #""arguments":{"n": 1.0, "n": 2}}"#)
        #expect(try JSON(validating: json.bytes) == json)
        #expect(try json.decode(Rating.self) == Self.rating)
    }

    @Test(arguments: [
        0.1, 1, -0.0, 1e100, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3,
        123_456_789.123,
    ])
    func `a double is written as the shortest text that reads back`(value: Double) throws {
        let json = try JSON.number(value)
        #expect(json.double?.bitPattern == value.bitPattern)
        #expect(try JSON(validating: json.bytes).decode(Double.self) == value)
        #expect(try JSON(encoding: value) == json)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `a double that is not finite is refused, with the path to it`(value: Double) throws {
        #expect(throws: EncodingError.self) { try JSON.number(value) }
        let error = #expect(throws: EncodingError.self) { try JSON(encoding: ["a": [1, value]]) }
        guard case .invalidValue(_, let context)? = error else { return }
        #expect(context.codingPath.map(\.stringValue) == ["a", "1"])
        #expect(context.debugDescription == "\(value): JSON has no number for it")
    }

    @Test func `single values, nil and literals`() throws {
        #expect(try JSON(encoding: nil as Int?) == .null)
        #expect(try JSON(encoding: "a\"b").description == #""a\"b""#)
        #expect(try JSON(encoding: [1, nil, 3]).description == "[1,null,3]")
        #expect(try JSON(encoding: [String: Int]()).description == "{}")
        #expect((["x": 1.5, "y": .null] as JSON).description == #"{"x":1.5,"y":null}"#)
        #expect(try JSON.null.decode(Int?.self) == nil)
        #expect(try JSON(unchecked: Array("[3.0, 3e0, 3]".utf8)).decode([Int].self) == [3, 3, 3])
    }

    @Test func `a class encodes and decodes what it inherits`() throws {
        let json = try JSON(encoding: Derived(name: "n"))
        #expect(json.description == #"{"super":{"id":7},"name":"n"}"#)
        let derived = try json.decode(Derived.self)
        #expect(derived.name == "n" && derived.id == 7)
    }

    @Test(
        arguments: [
            (#"{"share":1,"mood":"good"}"#, "stars", "there is no such member"),
            (#"{"stars":1.5}"#, "stars", "no Int: 1.5"),
            (#"{"stars":null}"#, "stars", "no Int: null"),
            (#"{"stars":1e30}"#, "stars", "no Int: 1e30"),
            (#"[1]"#, "", "no Dictionary<String, JSON>: [1]"),
        ])
    func `what does not fit is named with its path`(
        text: String, path: String, reason: String
    ) throws {
        let error = #expect(throws: DecodingError.self) {
            try JSON(validating: Array(text.utf8)).decode(Rating.self)
        }
        switch error {
        case .keyNotFound(let key, let context)?:
            #expect(key.stringValue == path && context.debugDescription == reason)
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            #expect(context.codingPath.map(\.stringValue).joined() == path)
            #expect(context.debugDescription == reason)
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func `values nested without end are refused`() throws {
        #expect(try JSON(encoding: Nested(depth: 500)).bytes.count == 1002)
        #expect(throws: EncodingError.self) { try JSON(encoding: Nested(depth: 10_000)) }
    }

    @Test func `JSON passes through other coders with what it means`() throws {
        let json = try JSON(
            validating: Array(#"{"a":[1,2.5,true,null,"x",{}],"b":{"c":"d"}}"#.utf8))
        let data = try JSONEncoder().encode(json)
        let back = try JSONDecoder().decode(JSON.self, from: data)
        #expect(back.canonical == json.canonical)
    }
}
