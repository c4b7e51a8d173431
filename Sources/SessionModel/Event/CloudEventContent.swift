internal import JSONText
internal import Texts

/// A file's content as a member of an event's data, in and out.
enum CloudEventContent {
    private static let keys = JSONKeys(["content", "contentBase64"])

    /// Gives the body with the content as its last member, piece by piece. A body that is no object
    /// becomes the member `body` of one.
    static func join(
        _ body: JSON, _ content: [UInt8], to sink: ([UInt8]) throws -> Void
    ) rethrows {
        var start = body.oneLine
        if body.kind != .object {
            start = Array("{\"body\":".utf8) + start + [UInt8(ascii: "}")]
        }
        start.removeLast()
        if JSON(unchecked: start + [UInt8(ascii: "}")]).hasMembers {
            start.append(UInt8(ascii: ","))
        }
        let text = ReadableText(bytes: content)
        if text.isUTF8 {
            try sink(start + "\"content\":\"".utf8)
            try text.forEachPiece { try sink(JSONEscapes.escaped($0)) }
        } else {
            try sink(start + "\"contentBase64\":\"".utf8)
            for start in stride(from: 0, to: content.count, by: base64Step) {
                let end = min(start + base64Step, content.count)
                try sink(Base64.encode(Array(content[start..<end])))
            }
        }
        try sink(Array("\"}".utf8))
    }

    /// Bytes that are encoded at once: a multiple of three, so that nothing is padded in between.
    private static let base64Step = 3 << 14

    /// Takes the content out of data; what remains is the body as it was written.
    ///
    /// - Returns: nil where there is no content, or one that is no string or no base 64.
    static func split(_ data: JSON) -> (body: JSON, content: [UInt8])? {
        var place: (key: Range<Int>, value: JSON, isBase64: Bool)?
        data.forEachMember { key, value in
            if let index = keys.index(of: key.range, in: data.source) {
                place = (key.range, value, index == 1)
            }
        }
        guard let place, let text = place.value.utf8,
            let content = place.isBase64 ? Base64.decode(text) : text
        else { return nil }
        let rest = removing(place.key.lowerBound..<place.value.range.upperBound, from: data)
        if rest.members.map(\.key) == ["body"], let body = rest["body"], body.kind != .object {
            return (JSON(unchecked: body.bytes), content)
        }
        return (rest, content)
    }

    /// The object without one member and one of the commas beside it.
    private static func removing(_ member: Range<Int>, from data: JSON) -> JSON {
        let source = data.source
        var start = member.lowerBound
        var end = member.upperBound
        var before = start - 1
        while before > data.range.lowerBound, JSONScanner.isSpace(source[before]) { before -= 1 }
        if source[before] == UInt8(ascii: ",") {
            start = before
        } else {
            while end < data.range.upperBound, JSONScanner.isSpace(source[end]) { end += 1 }
            if source[end] == UInt8(ascii: ",") { end += 1 } else { end = member.upperBound }
        }
        return JSON(
            unchecked: Array(source[data.range.lowerBound..<start])
                + source[end..<data.range.upperBound])
    }
}

extension JSON {
    /// Whether this is an object with at least one member.
    public var hasMembers: Bool {
        guard kind == .object else { return false }
        var scanner = JSONScanner(source, from: range.lowerBound + 1, to: range.upperBound)
        return scanner.nextKey() != nil
    }
}
