internal import JSONText

/// The schemas of `Schemas/events/`, the very documents, by kind.
public enum EventSchemas {
    /// The document of a kind; nil for a kind without one.
    public static func document(of kind: EventKind) -> String? {
        EmbeddedSchemas.files["events/\(kind).schema.json"]
    }

    /// What a kind means, in a few words; empty for a kind without a document.
    public static func title(of kind: EventKind) -> String {
        let json = document(of: kind).flatMap { try? JSON(validating: Array($0.utf8)) }
        return json?["title"]?.string ?? ""
    }

    /// Where a body of ours is not what its kind's schema says; nil where it is, and for kinds that
    /// have no schema. Cost: one scan of the body.
    public static func violation(in body: JSON, of kind: EventKind) -> JSONSchema.Violation? {
        schemas[kind]?.violation(in: body)
    }

    private static let schemas: [EventKind: JSONSchema] = {
        var schemas: [EventKind: JSONSchema] = [:]
        for kind in EventKind.known {
            guard let text = document(of: kind),
                let json = try? JSON(validating: Array(text.utf8)),
                let schema = try? JSONSchema(json)
            else { continue }
            schemas[kind] = schema
        }
        return schemas
    }()
}
