import JSONText
import SessionStore

/// A text as JSON, checked and unchecked; behind the first byte 0xFF stands a schema for it.
enum JSONTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0xFF, maxSplits: 1, omittingEmptySubsequences: false)
        let text = Array(parts[0])
        if let json = try? JSON(validating: text) { check(json) }
        walk(JSON(unchecked: text), depth: 0)
        walk(JSON(unchecked: bytes), depth: 0)
        if parts.count > 1, let document = try? JSON(validating: Array(parts[1])),
            let schema = try? JSONSchema(document)
        {
            _ = schema.violation(in: JSON(unchecked: text))
        }
    }

    private static func check(_ json: JSON) {
        law(Array(json.description.utf8) == json.bytes, "JSON is not what was written")
        let canonical = json.canonical
        law(canonical.canonical == canonical, "canonical JSON has another canonical form")
        law(json.means(json), "JSON means something else than itself")
        law((try? JSON(validating: canonical.bytes)) != nil, "canonical JSON is no JSON")
        law((try? JSON(validating: json.oneLine)) != nil, "JSON on one line is no JSON")
    }

    private static func walk(_ json: JSON, depth: Int) {
        _ = (json.string, json.int, json.double, json.bool, json.isNull, json.utf8)
        _ = (json["a"], json.at("/a/0/~1"), json.hasPrefix("ab"), json.pick(keys), json.oneLine)
        guard depth < 20 else { return }
        for (_, value) in json.members.prefix(20) { walk(value, depth: depth + 1) }
        for element in json.elements.prefix(20) { walk(element, depth: depth + 1) }
    }

    private static let keys = JSONKeys(["a", "text", "gen_ai.usage.input_tokens"])
}
