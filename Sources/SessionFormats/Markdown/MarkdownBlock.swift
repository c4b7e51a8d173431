internal import JSONText
import SessionStore

/// A part of a page of Markdown. Texts are read where they lie and written piece by piece: one may
/// be hundreds of megabytes long.
enum MarkdownBlock {
    /// Markdown as it is.
    case plain(String)
    /// What somebody said, so that it stays inside its turn: headings come below those of the page,
    /// an open code block is closed, and nothing in it steers a terminal.
    case spoken(ReadableText)
    /// A code block whose fence is longer than any run of backticks inside.
    case fenced(ReadableText, language: String)

    func write(to sink: ([UInt8]) throws -> Void) rethrows {
        switch self {
        case .plain(let text): try sink(Array(text.utf8))
        case .spoken(let text): try Self.speak(text, to: sink)
        case .fenced(let text, let language): try Self.fence(text, language, to: sink)
        }
    }

    private static func speak(
        _ text: ReadableText, to sink: ([UInt8]) throws -> Void
    ) rethrows {
        var speech = SpokenText()
        try text.forEachPiece { try sink(speech.add(printable($0))) }
        try sink(speech.finish())
    }

    private static func fence(
        _ text: ReadableText, _ language: String, to sink: ([UInt8]) throws -> Void
    ) rethrows {
        var (longest, run) = (0, 0)
        text.forEachPiece { piece in
            for byte in piece {
                run = byte == UInt8(ascii: "`") ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        try sink(Array("\(fence)\(language)\n".utf8))
        var last: UInt8?
        try text.forEachPiece { piece in
            last = piece.last
            try sink(printable(piece))
        }
        try sink(Array("\(last == 0x0A ? "" : "\n")\(fence)".utf8))
    }

    /// The text without control characters, but for line breaks and tabs.
    private static func printable(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(where: mayBeControl) else { return Array(text) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for byte in text {
            if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F {
                result += "\u{FFFD}".utf8
            } else if byte & 0xE0 == 0x80, result.last == 0xC2 {
                // U+0080 to U+009F.
                result.removeLast()
                result += "\u{FFFD}".utf8
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func mayBeControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x0A && byte != 0x09 || (0x7F..<0xA0).contains(byte)
    }

    // MARK: Tools

    /// Values of a tool's arguments up to which they stand in the list, in bytes.
    private static let listedLimit = 120

    /// A tool's arguments: a single text as it is, short values as a list, the rest as JSON.
    static func arguments(_ arguments: JSON) -> [MarkdownBlock] {
        guard arguments.hasMembers else {
            return arguments.kind == .object
                ? [] : [.fenced(ReadableText(arguments), language: "json")]
        }
        var lines: [String] = []
        var blocks: [[MarkdownBlock]] = []
        arguments.forEachMember { key, value in
            let name = key.string ?? ""
            if let text = listed(value) {
                lines.append("- \(name): `\(text)`")
            } else {
                let isText = value.kind == .string
                let text = isText ? ReadableText(value) : ReadableText(json: value)
                blocks.append([
                    .plain("\(name):\n\n"), .fenced(text, language: isText ? "" : "json"),
                ])
            }
        }
        let list: [[MarkdownBlock]] =
            lines.isEmpty ? [] : [[.plain(lines.joined(separator: "\n"))]]
        return Array((list + blocks).joined(separator: [.plain("\n\n")]))
    }

    private static func listed(_ value: JSON) -> String? {
        guard value.range.count <= 6 * listedLimit + 2 else { return nil }
        let text = value.string ?? value.description
        let isShort = text.utf8.count <= listedLimit && !text.contains(where: \.isNewline)
        return isShort && !text.contains("`") ? text : nil
    }
}
