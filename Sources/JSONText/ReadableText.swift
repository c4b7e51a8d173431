/// The text that a person reads of a value: a string's, that of an array's blocks one below the
/// other (of those that are no text their types), of anything else the JSON as it is.
///
/// It may be hundreds of megabytes long, so it is read where it lies: ``beginning(limit:)`` for a
/// line of it, ``forEachPiece(_:)`` for all of it in little memory.
public struct ReadableText: Sendable {
    private enum Shape { case nothing, string, blocks, plain }

    private let value: JSON
    private let shape: Shape

    /// Cost: of an array one scan.
    public init(_ value: JSON) {
        self.value = value
        switch value.kind {
        case .string: shape = .string
        case .null, nil: shape = .nothing
        case .array: shape = Self.hasBlocksAlone(value) ? .blocks : .plain
        default: shape = .plain
        }
    }

    /// The JSON as it is, whatever it holds.
    public init(json: JSON) {
        value = json
        shape = .plain
    }

    /// A text as it is: UTF-8; other bytes read as U+FFFD.
    public init(bytes: [UInt8]) {
        value = JSON(source: bytes, range: 0..<bytes.count)
        shape = .plain
    }

    /// Bytes it lies in, which is about its length.
    public var size: Int { value.range.count }

    /// Whether nothing is to be shown.
    public var isEmpty: Bool {
        switch shape {
        case .nothing: true
        case .string: value.range.count <= 2
        case .blocks: false
        case .plain: value.range.isEmpty
        }
    }

    /// Whether it is UTF-8. Cost: one pass, in little memory.
    public var isUTF8: Bool {
        var isRight = true
        forEachPiece { isRight = isRight && String(validating: $0, as: UTF8.self) != nil }
        return isRight
    }

    /// All of it, in memory.
    public var whole: String {
        if shape == .string { return value.string ?? "" }
        var text: [UInt8] = []
        forEachPiece { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    /// The first characters. Cost grows with `limit`, and with the number of blocks.
    public func beginning(limit: Int) -> String {
        switch shape {
        case .nothing: return ""
        case .string: return value.beginning(limit: limit) ?? ""
        case .blocks:
            var lines: [String] = []
            var count = 0
            value.forEachElement { element in
                guard count < limit else { return }
                lines.append(Self.text(of: element).beginning(limit: limit - count))
                count += lines[lines.count - 1].count + 1
            }
            return lines.joined(separator: "\n")
        case .plain:
            let bytes = value.source[value.range].prefix(limit * 4)
            return String(String(decoding: bytes, as: UTF8.self).prefix(limit))
        }
    }

    /// Calls `body` with the text's UTF-8 piece by piece, none of which ends inside a character.
    public func forEachPiece(_ body: (ArraySlice<UInt8>) throws -> Void) rethrows {
        switch shape {
        case .nothing: break
        case .string: try value.forEachPiece(body)
        case .blocks:
            var isFirst = true
            for element in value.elements {
                if !isFirst { try body([0x0A]) }
                isFirst = false
                try Self.text(of: element).forEachPiece(body)
            }
        case .plain:
            var rest = value.source[value.range]
            while !rest.isEmpty {
                var end = min(rest.startIndex + Self.pieceSize, rest.endIndex)
                while end < rest.endIndex, end > rest.startIndex + 1, rest[end] & 0xC0 == 0x80 {
                    end -= 1
                }
                try body(rest[..<end])
                rest = rest[end...]
            }
        }
    }

    private static let pieceSize = 1 << 16

    // MARK: Blocks

    private static func hasBlocksAlone(_ array: JSON) -> Bool {
        var (count, known) = (0, 0)
        array.forEachElement { element in
            count += 1
            if element["text"]?.kind == .string || element["type"]?.kind == .string { known += 1 }
        }
        return count > 0 && known == count
    }

    private static func text(of block: JSON) -> ReadableText {
        if let text = block["text"], text.kind == .string { return ReadableText(text) }
        return ReadableText(bytes: Array("[\(block["type"]?.string ?? "")]".utf8))
    }
}

extension JSON {
    /// Every string in the value, as it reads and not as JSON writes it, in its order; what has
    /// none stands as it is written.
    public var readableStrings: [String] {
        if let string { return [string] }
        let inner =
            members.flatMap { $0.value.readableStrings } + elements.flatMap(\.readableStrings)
        return inner.isEmpty ? [description] : inner
    }
}
