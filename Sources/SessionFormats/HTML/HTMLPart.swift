internal import JSONText
import SessionStore

/// One part of a message. What is long and seldom read is folded.
enum HTMLPart {
    /// Characters of a call's arguments that stand beside its name.
    private static let limit = 100

    static func write(_ part: Message.Part, to sink: ([UInt8]) throws -> Void) throws {
        switch part {
        case .text(let text):
            guard text.range.count > 2 else { return }
            try element("<div class=\"said\">", ReadableText(text), "</div>\n", to: sink)
        case .thinking(let text):
            guard text.kind == .string, text.range.count > 2 else { return }
            try fold("Thinking", ReadableText(text), to: sink)
        case .toolCall(_, let name, let arguments):
            let words = HTMLText.escaped(telling(arguments))
            let title = "<b>\(HTMLText.escaped(name))</b> \(words)"
            try fold(title, readable(arguments), to: sink)
        case .toolResult(_, let result, let isError):
            try fold(
                isError ? "<span class=\"error\">Error</span>" : "Result", readable(result),
                to: sink)
            try images(of: result, to: sink)
        case .other(let type, let value):
            if let image = image(value) { return try sink(Array(image.utf8)) }
            try sink(Array("<div class=\"who\">[\(HTMLText.escaped(type))]</div>\n".utf8))
        }
    }

    private static func readable(_ value: JSON) -> ReadableText {
        value.kind == .object ? ReadableText(json: value) : ReadableText(value)
    }

    /// The most telling argument: of a single text itself.
    private static func telling(_ arguments: JSON) -> String {
        var first: String?
        if arguments.kind == .string { first = arguments.beginning(limit: limit) }
        arguments.forEachMember { _, value in
            if first == nil, value.kind == .string { first = value.beginning(limit: limit) }
        }
        return first?.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    private static func fold(
        _ title: String, _ text: ReadableText, to sink: ([UInt8]) throws -> Void
    ) throws {
        let head = "<details><summary>\(title)</summary>\n<pre>"
        try element(head, text, "</pre></details>\n", to: sink)
    }

    private static func element(
        _ head: String, _ text: ReadableText, _ tail: String, to sink: ([UInt8]) throws -> Void
    ) throws {
        try sink(Array(head.utf8))
        try HTMLText.write(text, to: sink)
        try sink(Array(tail.utf8))
    }

    private static func images(of result: JSON, to sink: ([UInt8]) throws -> Void) throws {
        guard result.kind == .array else { return }
        for image in result.elements.compactMap({ image($0) }) { try sink(Array(image.utf8)) }
    }

    /// Types that a browser only ever draws: others may hold scripts.
    private static let mediaTypes: Set<String> = [
        "image/png", "image/jpeg", "image/gif", "image/webp",
    ]

    /// An image that is in the message; one that lies elsewhere is named and not loaded.
    private static func image(_ value: JSON) -> String? {
        switch PortableImage(value) {
        case .inline(let type, let data):
            guard mediaTypes.contains(type), let text = data.utf8, text.allSatisfy(isBase64) else {
                return nil
            }
            let source = "data:\(type);base64,\(String(decoding: text, as: UTF8.self))"
            return "<img alt=\"image\" src=\"\(source)\">\n"
        case .link(let url):
            return "<div class=\"who\">[image at \(HTMLText.escaped(url.string ?? ""))]</div>\n"
        case nil: return nil
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            return true
        default: return false
        }
    }
}
