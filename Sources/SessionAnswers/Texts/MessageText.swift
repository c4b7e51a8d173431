internal import JSONText
public import SessionStore

/// Readable text of JSON, such as what tools are given.
public enum MessageText {
    /// Of a tool's arguments the one that says most: the command, the path, the pattern …
    ///
    /// - Parameter limit: characters at most.
    public static func telling(_ arguments: JSON, limit: Int) -> String {
        for key in [
            "command", "cmd", "file_path", "path", "notebook_path", "pattern", "query", "url",
            "description", "prompt", "subject", "skill",
        ] {
            if let text = arguments[key]?.beginning(limit: limit) { return text }
        }
        return arguments == .object([]) ? "" : ReadableText(arguments).beginning(limit: limit)
    }

    /// What a tool's arguments name as the path of a file; nil: nothing, or something else says
    /// more.
    static func path(in arguments: JSON) -> String? {
        guard ["command", "cmd"].allSatisfy({ arguments[$0] == nil }) else { return nil }
        return ["file_path", "path", "notebook_path"].lazy.compactMap { arguments[$0]?.string }
            .first
    }

    /// JSON with its objects and arrays spread over indented lines; every value as it was written.
    ///
    /// - Parameter depth: how many levels it stands below the margin; its first line is not
    ///   indented.
    public static func indented(_ value: JSON, depth: Int = 0) -> String {
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
