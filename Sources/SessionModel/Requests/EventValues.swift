internal import JSONText

/// The values inside one event that a request may hold as well: the strings, objects and arrays of
/// its body, numbered in the order written, from 1; number 0 is its content where that is text.
package struct EventValues: Sendable {
    private let body: [UInt8]
    private let content: [UInt8]?
    private let ranges: [Range<Int>]

    /// Values shorter than this, in bytes as written, are not worth a reference.
    static let least = 16

    package init(body: JSON, content: [UInt8]? = nil) {
        self.body = body.source
        self.content = content
        var found: [Range<Int>] = []
        body.forEachNested { found.append($0) }
        ranges = found
    }

    /// Every number that has a value.
    package var numbers: Range<Int> { (content == nil ? 1 : 0)..<ranges.count + 1 }

    /// Bytes held.
    package var size: Int { body.count + (content?.count ?? 0) + ranges.count * 16 }

    /// The value as it is written; for the content, its bytes.
    func written(_ number: Int) -> ArraySlice<UInt8>? {
        if number == 0 { return content?[...] }
        return ranges.indices.contains(number - 1) ? body[ranges[number - 1]] : nil
    }

    /// Whether it is a string, whose text differs from what is written.
    package func isString(_ number: Int) -> Bool {
        number > 0 && written(number)?.first == UInt8(ascii: "\"")
    }

    /// A string's text, escapes resolved; the written bytes of anything else.
    package func text(_ number: Int) -> [UInt8]? {
        guard let written = written(number) else { return nil }
        guard isString(number) else { return Array(written) }
        return JSON(source: body, range: ranges[number - 1]).utf8
    }
}

extension JSON {
    /// Calls `visit` with the place of every string, object and array in this value, itself
    /// included, in the order written. Keys are no values. What is nested deeper than a checked
    /// text can be is passed over: a file may hold bodies that nobody checked.
    func forEachNested(
        depth: Int = JSONScanner.depthLimit, _ visit: (Range<Int>) -> Void
    ) {
        switch kind {
        case .string: visit(range)
        case .object:
            visit(range)
            guard depth > 0 else { return }
            forEachMember { _, value in value.forEachNested(depth: depth - 1, visit) }
        case .array:
            visit(range)
            guard depth > 0 else { return }
            forEachElement { $0.forEachNested(depth: depth - 1, visit) }
        default: break
        }
    }
}

/// A hash that is quick on short texts and needs no memory (FNV-1a, Fowler, Noll and Vo).
package func textHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
}
