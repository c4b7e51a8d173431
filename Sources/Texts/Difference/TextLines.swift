/// A content as lines: split behind each `\n` and nowhere else, whatever the bytes are.
///
/// A line holds its own end, so that `\r\n` stays, a last line without `\n` differs from the same
/// line with one, and all lines together are the content again.
public struct TextLines: Sendable, Hashable {
    public let bytes: [UInt8]
    /// Where each line begins, and the end of the last one.
    private let bounds: [Int]

    /// The most lines that are told apart; what comes behind them counts as one line. A content of
    /// nothing but line breaks would otherwise take some gigabytes to compare.
    public static let defaultLimit = 1 << 20

    /// Cost: one pass, and 8 bytes a line.
    public init(_ bytes: [UInt8], limit: Int = Self.defaultLimit) {
        self.bytes = bytes
        var bounds = [0]
        for index in bytes.indices where bytes[index] == 0x0A {
            guard bounds.count < limit else { break }
            bounds.append(index + 1)
        }
        if bounds.last != bytes.count { bounds.append(bytes.count) }
        self.bounds = bounds
    }

    /// How many lines there are; none in an empty content.
    public var count: Int { bounds.count - 1 }

    /// A line with its end, counted from 0.
    public subscript(line: Int) -> ArraySlice<UInt8> { bytes[bounds[line]..<bounds[line + 1]] }

    /// Several lines in a row.
    public subscript(lines: Range<Int>) -> ArraySlice<UInt8> {
        bytes[bounds[lines.lowerBound]..<bounds[lines.upperBound]]
    }

    /// Whether the last line has an end; true where there is no line.
    public var endsWithNewline: Bool { bytes.last.map { $0 == 0x0A } ?? true }

    /// Whether a line diff of it says nothing to a person: it holds a zero byte.
    public var isBinary: Bool { bytes.contains(0) }
}
