/// A file's content as a member of an event's data, in and out.
enum CloudEventContent {
    private static let keys = JSONKeys(["content", "contentBase64"])

    /// The body with the content as its last member. A body that is no object becomes the member
    /// `body` of one.
    static func join(_ body: JSON, _ content: [UInt8]) -> [UInt8] {
        var bytes = body.oneLine
        if body.kind != .object {
            bytes = Array("{\"body\":".utf8) + bytes + [UInt8(ascii: "}")]
        }
        bytes.removeLast()
        if JSON(unchecked: bytes + [UInt8(ascii: "}")]).hasMembers {
            bytes.append(UInt8(ascii: ","))
        }
        if String(validating: content, as: UTF8.self) != nil {
            bytes.append(contentsOf: "\"content\":".utf8)
            JSONEscapes.encode(content, into: &bytes)
        } else {
            bytes.append(contentsOf: "\"contentBase64\":\"".utf8)
            bytes.append(contentsOf: Base64.encode(content))
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

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
    var hasMembers: Bool {
        guard kind == .object else { return false }
        var scanner = JSONScanner(source, from: range.lowerBound + 1, to: range.upperBound)
        return scanner.nextKey() != nil
    }
}
