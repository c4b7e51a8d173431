import JSONText

/// Schemas without references, with what must hold together in one, and closed: as the checker of
/// events' schemas can read them.
struct Resolver: Sendable {
    private let written: [String: JSON]
    private var done: [String: JSON] = [:]

    init(_ schemas: [String: JSON]) { written = schemas }

    /// Every named schema.
    var all: [String: JSON] {
        mutating get {
            for name in written.keys { _ = named(name) }
            return done
        }
    }

    /// The schema that a reference names.
    static func name(_ schema: JSON) -> String? {
        schema["$ref"]?.string?.split(separator: "/").last.map(String.init)
    }

    private mutating func named(_ name: String) -> JSON {
        if let schema = done[name] { return schema }
        let schema = resolved(written[name] ?? .null)
        done[name] = schema
        return schema
    }

    mutating func resolved(_ schema: JSON) -> JSON {
        if let name = Self.name(schema) { return named(name) }
        var members: [(String, JSON?)] = []
        for (key, value) in schema.members {
            switch key {
            case "allOf": members += Self.merged(value.elements.map { resolved($0) })
            case "properties":
                let properties = value.members.map { ($0.key, resolved($0.value) as JSON?) }
                members.append((key, .object(properties)))
            case "items": members.append((key, resolved(value)))
            case "additionalProperties" where value.kind == .object:
                members.append((key, resolved(value)))
            case "type", "required", "enum", "minimum", "additionalProperties":
                members.append((key, value))
            default: break
            }
        }
        let names = Set(members.map(\.0))
        if names.contains("properties"), !names.contains("additionalProperties") {
            members.append(("additionalProperties", .bool(false)))
        }
        return .object(members)
    }

    private static func merged(_ parts: [JSON]) -> [(String, JSON?)] {
        let properties = parts.flatMap { $0["properties"]?.members ?? [] }
        let required = parts.flatMap { $0["required"]?.elements ?? [] }
        return [
            ("type", "object"), ("properties", .object(properties.map { ($0.key, $0.value) })),
            ("required", .array(required)),
        ]
    }

    /// What a reader of YAML gives, as JSON.
    static func json(_ value: Any?) -> JSON {
        switch value {
        case let value as [String: Any]:
            .object(value.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
        case let value as [Any]: .array(value.map { json($0) })
        case let value as String: .string(value)
        case let value as Bool: .bool(value)
        case let value as Int: .number(value)
        case let value as Double: (try? .number(value)) ?? .null
        default: .null
        }
    }
}
