/// Making JSON: values are written once, in the order given, without white space.
extension JSON {
    /// JSON's own nil.
    public static let null = JSON(unchecked: Array("null".utf8))

    /// A string, escaped as little as JSON allows.
    public static func string(_ text: String) -> JSON { string(utf8: text.utf8) }

    /// A string from UTF-8 bytes; the caller vouches that they are UTF-8.
    public static func string(utf8 text: some Sequence<UInt8>) -> JSON {
        var bytes: [UInt8] = []
        JSONEscapes.encode(text, into: &bytes)
        return JSON(unchecked: bytes)
    }

    /// An integer, in digits alone.
    public static func number(_ value: Int) -> JSON { JSON(unchecked: Array(String(value).utf8)) }

    /// `true` or `false`.
    public static func bool(_ value: Bool) -> JSON { JSON(unchecked: Array("\(value)".utf8)) }

    /// An array of these elements, in order, each as it was written.
    public static func array(_ elements: [JSON]) -> JSON {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: element.source[element.range])
        }
        bytes.append(UInt8(ascii: "]"))
        return JSON(unchecked: bytes)
    }

    /// An object with these members; members whose value is nil are left out.
    public static func object(_ members: [(String, JSON?)]) -> JSON {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for case (let key, let value?) in members {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            JSONEscapes.encode(key.utf8, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: value.source[value.range])
        }
        bytes.append(UInt8(ascii: "}"))
        return JSON(unchecked: bytes)
    }

    /// The same text on one line: line breaks between values become spaces, nothing else moves.
    public var oneLine: [UInt8] {
        let bytes = bytes
        guard bytes.contains(where: Self.isLineBreak) else { return bytes }
        return bytes.map { Self.isLineBreak($0) ? 0x20 : $0 }
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// The same value with keys sorted by their UTF-16 units, the last of repeated keys kept, no
    /// white space, and strings as JavaScript writes them: the form of RFC 8785, but for numbers,
    /// which stay as written. Equal for texts that mean the same.
    public var canonical: JSON {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        appendCanonical(to: &bytes)
        return JSON(unchecked: bytes)
    }

    private func appendCanonical(to bytes: inout [UInt8]) {
        switch kind {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in lastMembers.map({ (String(decoding: $0, as: UTF8.self), $1) })
                .sorted(by: { $0.0.utf16.lexicographicallyPrecedes($1.0.utf16) }).enumerated()
            {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSON.string(member.0).appendCanonical(to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.1.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .string where range.count >= 2:
            bytes.append(UInt8(ascii: "\""))
            JSONEscapes.rewrite(source[range.lowerBound + 1..<range.upperBound - 1], into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        default: bytes.append(contentsOf: source[range])
        }
    }
}

/// Literals of Swift as JSON. There is none for nil, which in an object's members leaves one out:
/// ``JSON/null`` is `null`.
extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(floatLiteral value: Double) {
        precondition(value.isFinite, "JSON has no number for \(value)")
        self.init(unchecked: Array(value.description.utf8))
    }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { ($0.0, $0.1) })
    }
}
