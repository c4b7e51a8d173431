internal import JSONText
import SessionStore

/// A part of a message in the form between formats: what each of them can say, whatever it calls
/// it. So an event of any dialect becomes a record of any other.
enum PortablePart {
    /// A JSON string.
    case text(JSON)
    /// Any other JSON: the text that it is written in.
    case written(JSON)
    case image(PortableImage)
    case call(id: String?, name: String, arguments: JSON)
    /// What a call gave: texts and images.
    case result(id: String?, content: [PortablePart], isError: Bool)
    /// What no other format has a form for, in a word.
    case lost(String)
}

extension Message {
    /// The message in the form between formats.
    var portableParts: [PortablePart] {
        parts.map { part in
            switch part {
            case .text(let text): return .text(text)
            case .thinking: return .lost("thinking")
            case .toolCall(let id, let name, let arguments):
                return .call(id: id, name: name, arguments: arguments)
            case .toolResult(let id, let result, let isError):
                return .result(
                    id: id, content: PortablePart.content(of: result), isError: isError)
            case .other(let type, let value):
                if let image = PortableImage(value) { return .image(image) }
                return .lost(
                    type.hasPrefix("thinking") || type == "redacted_thinking"
                        ? "thinking" : type)
            }
        }
    }
}

extension PortablePart {
    /// The parts of a tool's result: a text, blocks of texts and images, or any JSON, which counts
    /// as the text that it is written in.
    static func content(of result: JSON) -> [PortablePart] {
        switch result.kind {
        case .null, nil: return []
        case .string: return [.text(result)]
        case .array where !result.elements.isEmpty && result.elements.allSatisfy(isBlock):
            return result.elements.compactMap { block(of: $0) }
        case .object where isBlock(result): return block(of: result).map { [$0] } ?? []
        case .object where result["content"]?.kind == .string && result["success"] != nil:
            return [.text(result["content"] ?? .null)]
        default: return [.written(result)]
        }
    }

    /// The text of the part, as a string of JSON; nil where it is none.
    var text: ComposedJSON? {
        switch self {
        case .text(let text):
            return ComposedJSON(text.kind == .string ? text : .string(text.string ?? ""))
        case .written(let value): return .string(of: value)
        default: return nil
        }
    }

    private static func isBlock(_ value: JSON) -> Bool {
        value["text"]?.kind == .string && value["type"]?.string?.hasSuffix("text") ?? false
            || PortableImage(value) != nil
    }

    private static func block(of value: JSON) -> PortablePart? {
        if let image = PortableImage(value) { return .image(image) }
        return value["text"].map { .text($0) }
    }
}

/// An image of a message, in it or elsewhere.
enum PortableImage {
    /// In base 64, a JSON string.
    case inline(mediaType: String, data: JSON)
    /// A URL, a JSON string.
    case link(JSON)

    private static let keys = JSONKeys(["type", "source", "image_url", "data", "mimeType"])

    /// Of a block as one of the known formats has it; nil where it is none.
    init?(_ block: JSON) {
        guard block.kind == .object else { return nil }
        let found = block.pick(Self.keys)
        guard found[0]?.string?.contains("image") ?? false else { return nil }
        if let source = found[1] {
            if let url = source["url"], url.kind == .string {
                self = .link(url)
                return
            }
            guard let data = source["data"], data.kind == .string else { return nil }
            self = .inline(mediaType: source["media_type"]?.string ?? "image/png", data: data)
        } else if let data = found[3], data.kind == .string {
            self = .inline(mediaType: found[4]?.string ?? "image/png", data: data)
        } else {
            guard let url = found[2]?.kind == .object ? found[2]?["url"] : found[2] else {
                return nil
            }
            self.init(url: url)
        }
    }

    /// A URL that may hold the image itself: `data:image/png;base64,…`.
    private init?(url: JSON) {
        guard url.kind == .string else { return nil }
        guard url.hasPrefix("data:"), let text = url.string, let comma = text.firstIndex(of: ",")
        else {
            self = .link(url)
            return
        }
        let head = text[text.index(text.startIndex, offsetBy: 5)..<comma].split(separator: ";")
        guard head.last == "base64" else { return nil }
        self = .inline(
            mediaType: head.first.map(String.init) ?? "image/png",
            data: .string(String(text[text.index(after: comma)...])))
    }

    /// As a URL, which holds the image where it is in the message.
    var url: JSON {
        switch self {
        case .link(let url): return url
        case .inline(let type, let data):
            return .string("data:\(type);base64,\(data.string ?? "")")
        }
    }
}
