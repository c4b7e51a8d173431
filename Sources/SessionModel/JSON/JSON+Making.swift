/// Making JSON: values are written once, in the order given, without white space.
extension JSON {
    public static let null = JSON(unchecked: Array("null".utf8))

    public static func string(_ text: String) -> JSON { string(utf8: text.utf8) }

    /// A string from UTF-8 bytes; the caller vouches that they are UTF-8.
    public static func string(utf8 text: some Sequence<UInt8>) -> JSON {
        var bytes: [UInt8] = []
        JSONEscapes.encode(text, into: &bytes)
        return JSON(unchecked: bytes)
    }

    public static func number(_ value: Int) -> JSON { JSON(unchecked: Array(String(value).utf8)) }

    public static func bool(_ value: Bool) -> JSON { JSON(unchecked: Array("\(value)".utf8)) }

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

    /// The same value with keys sorted, the last of repeated keys kept, escapes resolved and no
    /// white space: equal for texts that mean the same, numbers compared as written.
    public var canonical: JSON {
        switch kind {
        case .object:
            var last: [String: JSON] = [:]
            for (key, value) in members { last[key] = value.canonical }
            return .object(last.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        case .array: return .array(elements.map(\.canonical))
        case .string: return utf8.map { .string(utf8: $0) } ?? self
        default: return self
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { ($0.0, $0.1) })
    }
}
