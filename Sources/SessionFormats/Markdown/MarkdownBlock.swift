import SessionStore

/// Blocks of text that Markdown shows as they are.
enum MarkdownBlock {
    /// A code block whose fence is longer than any run of backticks inside.
    static func fenced(_ text: String, language: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let end = text.hasSuffix("\n") ? "" : "\n"
        return "\(fence)\(language)\n\(text)\(end)\(fence)"
    }

    /// A tool's arguments: a single text as it is, short values as a list, the rest as JSON.
    static func arguments(_ arguments: JSON) -> String {
        let members = arguments.members
        if members.isEmpty {
            return arguments.kind == .object ? "" : fenced(arguments.description, language: "json")
        }
        var lines: [String] = []
        var blocks: [String] = []
        for (key, value) in members {
            let text = value.string ?? value.description
            if text.utf8.count <= 120, !text.contains(where: \.isNewline), !text.contains("`") {
                lines.append("- \(key): `\(text)`")
            } else {
                let language = value.kind == .string ? "" : "json"
                blocks.append("\(key):\n\n" + fenced(text, language: language))
            }
        }
        return ([lines.joined(separator: "\n")].filter { !$0.isEmpty } + blocks)
            .joined(separator: "\n\n")
    }

    /// A tool's result as text: a string, the texts of an array of blocks, or its JSON.
    static func plain(_ result: JSON) -> String {
        if let text = result.string { return text }
        let texts = result.elements.map { block in
            block["text"]?.string ?? "[\(block["type"]?.string ?? "value")]"
        }
        return texts.isEmpty ? result.description : texts.joined(separator: "\n")
    }
}
