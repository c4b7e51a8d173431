import SessionStore

/// Readable text of JSON values that messages hold.
enum MessageText {
    /// A string's text, the text blocks of an array, or the JSON as it is.
    static func plain(_ value: JSON) -> String {
        switch value.kind {
        case .string: return value.string ?? ""
        case .array:
            let elements = value.elements
            let texts = elements.compactMap { $0["text"]?.string }
            guard !elements.isEmpty, texts.count == elements.count else {
                return blocks(elements) ?? value.description
            }
            return texts.joined(separator: "\n")
        case .null, nil: return ""
        default: return value.description
        }
    }

    /// Content blocks of which some are no text, such as images, by their types.
    private static func blocks(_ elements: [JSON]) -> String? {
        var result: [String] = []
        for element in elements {
            guard let type = element["type"]?.string else { return nil }
            result.append(element["text"]?.string ?? "[\(type)]")
        }
        return result.isEmpty ? nil : result.joined(separator: "\n")
    }

    /// Of a tool's arguments the one that says most: the command, the path, the pattern …
    static func telling(_ arguments: JSON) -> String {
        for key in [
            "command", "cmd", "file_path", "path", "notebook_path", "pattern", "query", "url",
            "description", "prompt", "subject", "skill",
        ] {
            if let value = arguments[key], value.kind == .string { return value.string ?? "" }
        }
        return arguments.isNull || arguments.bytes == Array("{}".utf8) ? "" : arguments.description
    }

    /// JSON with its objects and arrays spread over indented lines; every value as it was written.
    static func indented(_ value: JSON, depth: Int = 0) -> String {
        let members = value.members.map { key, member in
            JSON.string(key).description + ": " + indented(member, depth: depth + 1)
        }
        let rows = members + value.elements.map { indented($0, depth: depth + 1) }
        guard !rows.isEmpty else { return value.description }
        let outer = String(repeating: "  ", count: depth)
        let brackets = value.kind == .object ? ("{", "}") : ("[", "]")
        return brackets.0 + "\n"
            + rows.map { outer + "  " + $0 }.joined(separator: ",\n")
            + "\n" + outer + brackets.1
    }
}
