public import JSONText
public import SessionStore

/// A line with which an event of a kind is appended: what must be in it, and no more.
public struct EventExample: Sendable, Hashable {
    /// As `session append` takes it.
    public let line: JSON

    /// - Returns: nil: the kind has no schema, or is none that a program appends.
    public init?(_ kind: EventKind) {
        guard kind.role != .controls, kind != .sessionCreated, kind != .branchMerged,
            let document = EventSchemas.document(of: kind),
            let schema = try? JSON(validating: Array(document.utf8))
        else { return nil }
        var data = Self.members(schema)
        // What a setting is set to may be anything, so that its schema asks for nothing.
        if kind.role == .sets, data.isEmpty {
            data = kind == .fileChanged ? [("content", "a line\n")] : [("value", "…")]
        }
        line = .object([
            ("type", .string(kind.rawValue)),
            ("subject", kind.role == .sets ? .string(Self.subject(kind)) : nil),
            ("data", .object(data)),
        ])
    }

    private static func subject(_ kind: EventKind) -> String {
        kind == .fileChanged ? "src/main.swift" : "name"
    }

    private static func members(_ schema: JSON) -> [(String, JSON?)] {
        let required = schema["required"]?.elements.compactMap(\.string) ?? []
        return required.map { name in
            (name, value(schema["properties"]?[name] ?? .object([])))
        }
    }

    private static func value(_ schema: JSON) -> JSON {
        if let first = schema["enum"]?.elements.first { return first }
        switch schema["type"]?.string {
        case "integer", "number": return schema["minimum"] ?? 1
        case "boolean": return true
        case "array": return .array([value(schema["items"] ?? .object([]))])
        case "object": return .object(members(schema))
        default: return "…"
        }
    }
}

extension Records {
    /// A kind of event that has a schema.
    public static func kind(_ kind: EventKind) -> JSON {
        [
            "kind": .string(kind.rawValue), "label": .string(EventSummary.label(of: kind)),
            "title": .string(EventSchemas.title(of: kind)),
        ]
    }
}
