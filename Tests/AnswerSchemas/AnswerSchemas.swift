import Foundation
package import JSONText
import Yams

/// `Schemas/openapi.yaml`, as tests ask it: whether an answer is what the document says.
///
/// Each object is taken as closed here, so that a member which the document does not name is found,
/// though a client has to bear it.
package struct AnswerSchemas: Sendable {
    package static let shared = AnswerSchemas()

    /// The whole document.
    package let document: JSON
    private let schemas: [String: JSONSchema]

    private init() {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            let text = try String(
                contentsOf: root.appending(path: "Schemas/openapi.yaml"), encoding: .utf8)
            let document = Self.json(try Yams.load(yaml: text))
            self.document = document
            let components = document["components"]?["schemas"]?.members ?? []
            let named = try components.map { ($0.key, try Self.schema($0.value, of: document)) }
            schemas = Dictionary(uniqueKeysWithValues: named)
        } catch {
            fatalError("Schemas/openapi.yaml cannot be read: \(error)")
        }
    }

    /// Why a value is none of these; nil: it is one of them.
    package func violation(in value: JSON, of names: [String]) -> String? {
        var reasons: [String] = []
        for name in names {
            guard let schema = schemas[name] else { return "there is no schema \(name)" }
            guard let violation = schema.violation(in: value) else { return nil }
            reasons.append("\(name): \(violation)")
        }
        return reasons.joined(separator: "; ") + " in \(value)"
    }

    /// Why a value is not what a schema of the document says, wherever that stands in it.
    package func violation(in value: JSON, of schema: JSON) throws -> String? {
        try Self.schema(schema, of: document).violation(in: value).map { "\($0) in \(value)" }
    }

    /// The schemas of the lines that a verb writes with `--json`; nil: it has no such lines.
    package func lines(of verb: String) -> [String]? {
        document["x-verbs"]?[verb]?.elements.compactMap(\.string)
    }

    // MARK: Reading

    private static func schema(_ schema: JSON, of document: JSON) throws -> JSONSchema {
        try JSONSchema(resolved(schema, of: document))
    }

    /// Without references, with what must hold together in one, and closed.
    private static func resolved(_ schema: JSON, of document: JSON) -> JSON {
        if let reference = schema["$ref"]?.string {
            let target = reference.split(separator: "/").dropFirst()
                .reduce(document) { $0[String($1)] ?? .null }
            return resolved(target, of: document)
        }
        var members: [(String, JSON?)] = []
        for (key, value) in schema.members {
            switch key {
            case "allOf": members += merged(value.elements.map { resolved($0, of: document) })
            case "properties":
                members.append(
                    (key, .object(value.members.map { ($0.key, resolved($0.value, of: document)) }))
                )
            case "items": members.append((key, resolved(value, of: document)))
            case "additionalProperties" where value.kind == .object:
                members.append((key, resolved(value, of: document)))
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

    private static func json(_ value: Any?) -> JSON {
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
