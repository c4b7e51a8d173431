import SessionStore

/// Blocks of text that Markdown shows as they are.
enum MarkdownBlock {
    /// What somebody said, so that it stays inside its turn: headings come below those of the page,
    /// an open code block is closed, and nothing in it steers a terminal.
    static func spoken(_ text: String) -> String {
        var fence: String?
        let lines = printable(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line -> String in
                let bare = line.drop { $0 == " " }
                if let mark = fence {
                    if bare.hasPrefix(mark), bare.allSatisfy({ $0 == mark.first || $0 == " " }) {
                        fence = nil
                    }
                } else if bare.hasPrefix("```") || bare.hasPrefix("~~~") {
                    fence = String(bare.prefix { $0 == bare.first })
                } else if bare.first == "#" {
                    return "##" + bare
                }
                return String(line)
            }
        return (lines + (fence.map { [$0] } ?? [])).joined(separator: "\n")
    }

    /// The text without control characters, but for line breaks and tabs.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                    return isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
                }))
    }

    /// A code block whose fence is longer than any run of backticks inside.
    static func fenced(_ text: String, language: String) -> String {
        let text = printable(text)
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
