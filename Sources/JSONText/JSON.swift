/// A JSON text, or one value inside it, read where it lies.
///
/// Nothing is parsed ahead and nothing is copied: a value is a range of the writer's bytes, so
/// `1.0` stays `1.0`, lone surrogates stay, and looking up one member of a large body costs one
/// scan over it. Every accessor is total: bytes that are no valid JSON give `nil`, never a trap.
///
/// ```swift
/// let body = try JSON(validating: Array(#"{"text":"hello","n":1.0}"#.utf8))
/// body["text"]?.string   // "hello"
/// body["n"]?.description // "1.0"
/// ```
public struct JSON: Sendable {
    /// The whole text that this value lies in.
    public let source: [UInt8]
    /// Where in `source` the value lies, without surrounding white space.
    public let range: Range<Int>

    /// What a value is, told by its first byte.
    public enum Kind: Sendable {
        /// `{…}`
        case object
        /// `[…]`
        case array
        /// `"…"`
        case string
        /// Begins with a digit or `-`; so does what is no JSON at all.
        case number
        /// `true` or `false`
        case bool
        /// `null`
        case null
    }

    package init(source: [UInt8], range: Range<Int>) {
        self.source = source
        self.range = range
    }

    /// Takes a whole text after checking all of it against RFC 8259, UTF-8 included.
    ///
    /// - Throws: ``JSONError`` with the offset of the first byte that does not fit. Nesting deeper
    ///   than ``JSONScanner/depthLimit`` is an error too. Cost: one pass.
    public init(validating bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        let range = try scanner.document()
        self.init(source: bytes, range: range)
    }

    /// Takes bytes that were checked when they were written; reads of bad bytes give `nil`.
    public init(unchecked bytes: [UInt8]) {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        var end = bytes.count
        while end > scanner.index, JSONScanner.isSpace(bytes[end - 1]) { end -= 1 }
        self.init(source: bytes, range: scanner.index..<end)
    }

    /// The value's own bytes, as written.
    public var bytes: [UInt8] {
        range == 0..<source.count ? source : Array(source[range])
    }

    /// Told by the first byte alone; nil for no bytes.
    public var kind: Kind? {
        guard !range.isEmpty else { return nil }
        switch source[range.lowerBound] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: return .number
        }
    }
}

extension JSON {
    /// The member with this key, the last one where the key is repeated. Cost: one scan of the
    /// object.
    public subscript(key: String) -> JSON? {
        var found: JSON?
        forEachMember { name, value in
            if name.isKey(key) { found = value }
        }
        return found
    }

    /// The value that a JSON pointer (RFC 6901) names; `""` names this value.
    public func at(_ pointer: String) -> JSON? {
        var value: JSON? = self
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let key = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
            guard let current = value else { return nil }
            if current.kind == .array {
                guard let index = Int(key), index >= 0 else { return nil }
                value = current.elements.dropFirst(index).first
            } else {
                value = current[key]
            }
        }
        return value
    }

    /// The members in the order written, repeated keys included.
    public var members: [(key: String, value: JSON)] {
        var all: [(key: String, value: JSON)] = []
        forEachMember { key, value in all.append((key.string ?? "", value)) }
        return all
    }

    /// The elements of an array in order; empty for anything else.
    public var elements: [JSON] {
        var all: [JSON] = []
        forEachElement { all.append($0) }
        return all
    }

    /// Calls `body` with each member, the key as a JSON string, in the order written.
    public func forEachMember(_ body: (_ key: JSON, _ value: JSON) -> Void) {
        guard kind == .object else { return }
        var scanner = JSONScanner(source, from: range.lowerBound + 1, to: range.upperBound)
        while let key = scanner.nextKey(), let value = scanner.skipValue() {
            body(JSON(source: source, range: key), JSON(source: source, range: value))
            guard scanner.skipComma() else { return }
        }
    }

    /// Calls `body` with each element of an array, in order.
    public func forEachElement(_ body: (JSON) -> Void) {
        guard kind == .array else { return }
        var scanner = JSONScanner(source, from: range.lowerBound + 1, to: range.upperBound)
        while let value = scanner.skipValue() {
            body(JSON(source: source, range: value))
            guard scanner.skipComma() else { return }
        }
    }

    /// Whether this string, as an object's key, is `key`. Compares bytes where nothing is escaped.
    func isKey(_ key: String) -> Bool {
        let inner = range.lowerBound + 1..<range.upperBound - 1
        if inner.count == key.utf8.count {
            var index = inner.lowerBound
            for byte in key.utf8 {
                if source[index] != byte { return false }
                index += 1
            }
            return true
        }
        guard inner.count > key.utf8.count, source[inner].contains(UInt8(ascii: "\\")) else {
            return false
        }
        return utf8?.elementsEqual(key.utf8) ?? false
    }
}

extension JSON {
    /// The text of a string. A lone surrogate reads as U+FFFD; the bytes keep it.
    public var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

    /// The UTF-8 bytes of a string, escapes resolved.
    public var utf8: [UInt8]? { text.map { Array($0) } }

    /// Lies in ``source`` where nothing is escaped.
    private var text: ArraySlice<UInt8>? {
        guard kind == .string, range.count >= 2 else { return nil }
        let inner = source[range.lowerBound + 1..<range.upperBound - 1]
        let escape = source.first(in: inner.indices) { mark($0 == UInt8(ascii: "\\")) }
        return escape < inner.endIndex ? JSONEscapes.decode(inner)[...] : inner
    }

    /// A number without fraction or exponent that fits 64 bits.
    public var int: Int? {
        kind == .number ? Int(String(decoding: source[range], as: UTF8.self)) : nil
    }

    /// A number as the double next to it; nil for anything else.
    public var double: Double? {
        kind == .number ? Double(String(decoding: source[range], as: UTF8.self)) : nil
    }

    /// nil for anything but `true` and `false`.
    public var bool: Bool? {
        kind == .bool ? source[range.lowerBound] == UInt8(ascii: "t") : nil
    }

    /// Whether it is written as `null`; a member that is missing is not here at all.
    public var isNull: Bool { kind == .null }
}

/// Two values are equal when their bytes are: `1.0` and `1` differ. See ``JSON/canonical``.
extension JSON: Hashable, CustomStringConvertible {
    public static func == (left: JSON, right: JSON) -> Bool {
        left.source[left.range].elementsEqual(right.source[right.range])
    }

    public func hash(into hasher: inout Hasher) {
        for byte in source[range] { hasher.combine(byte) }
    }

    /// The value's text, as written.
    public var description: String { String(decoding: source[range], as: UTF8.self) }
}
