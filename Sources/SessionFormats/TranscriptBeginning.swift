internal import JSONText
import SessionStore

/// How a transcript begins, by which its format is told.
struct TranscriptBeginning {
    /// The first bytes, without a byte order mark.
    let bytes: ArraySlice<UInt8>
    /// The objects on the first lines. The last one may be cut off, and is looked at as far as it
    /// goes.
    let records: [JSON]
    /// The first value as far as it goes, be it on one line or on many.
    let outline: DocumentOutline
    /// Whether that is all there is, or does not end within what was given.
    let isDocument: Bool

    /// Lines that are looked at.
    private static let lineLimit = 20

    /// Bytes that are looked at.
    private static let byteLimit = 1 << 16

    static func bytes(of path: String) throws -> [UInt8] {
        var reader = try LineReader(path)
        defer { reader.close() }
        return Array(try reader.peek().prefix(byteLimit))
    }

    init(of path: String) throws { self.init(try Self.bytes(of: path)) }

    init(_ firstBytes: [UInt8]) {
        let mark = LineReader.byteOrderMark
        bytes = firstBytes.dropFirst(firstBytes.starts(with: mark) ? mark.count : 0)
        records = bytes.split(separator: 0x0A).prefix(Self.lineLimit)
            .map { JSON(unchecked: Array($0)) }.filter { $0.kind == .object }
        let text = Array(bytes)
        outline = DocumentOutline(text)
        let isRest = text[min(outline.end, text.count)...].contains { !JSONScanner.isSpace($0) }
        isDocument = !outline.isWhole || !isRest
    }
}
