import Foundation
package import JSONText
import Yams

/// `Schemas/openapi.yaml`, as tests ask it: whether an answer is what the document says.
///
/// Each object is taken as closed here, so that a member which the document does not name is found,
/// though a client has to bear it.
package struct AnswerSchemas: Sendable {
    package static let shared = AnswerSchemas()

    /// Every operation there is.
    package let operations: [DescribedOperation]
    /// Responses that several operations name.
    let responses: [String: JSON]
    private let schemas: [String: JSONSchema]
    private let resolver: Resolver
    private let verbs: [String: [String]]

    private init() {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            let text = try String(
                contentsOf: root.appending(path: "Schemas/openapi.yaml"), encoding: .utf8)
            let document = Resolver.json(try Yams.load(yaml: text))
            let components = document["components"] ?? .null
            var resolver = Resolver(Self.named(components["schemas"]))
            schemas = try resolver.all.mapValues { try JSONSchema($0) }
            self.resolver = resolver
            responses = Self.named(components["responses"])
            verbs = Self.named(document["x-verbs"]).mapValues { $0.elements.compactMap(\.string) }
            operations = (document["paths"]?.members ?? []).flatMap { path, item in
                item.members.filter { $0.key != "parameters" }.map { method, fields in
                    DescribedOperation(method: method.uppercased(), path: path, fields: fields)
                }
            }
        } catch {
            fatalError("Schemas/openapi.yaml cannot be read: \(error)")
        }
    }

    private static func named(_ object: JSON?) -> [String: JSON] {
        Dictionary((object?.members ?? []).map { ($0.key, $0.value) }) { $1 }
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
        if let name = Resolver.name(schema) { return violation(in: value, of: [name]) }
        var resolver = resolver
        return try JSONSchema(resolver.resolved(schema)).violation(in: value)
            .map { "\($0) in \(value)" }
    }

    /// The schemas of the lines that a verb writes with `--json`; nil: it has no such lines.
    package func lines(of verb: String) -> [String]? { verbs[verb] }
}
