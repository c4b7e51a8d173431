import SessionStore

/// How a transcript begins, by which its format is told.
struct TranscriptBeginning {
    /// The first bytes, without a byte order mark.
    let bytes: ArraySlice<UInt8>
    /// The objects on the first lines. The last one may be cut off, and is looked at as far as it
    /// goes.
    let records: [JSON]

    /// Lines that are looked at.
    private static let lineLimit = 20

    init(_ firstBytes: [UInt8]) {
        let mark = LineReader.byteOrderMark
        bytes = firstBytes.dropFirst(firstBytes.starts(with: mark) ? mark.count : 0)
        records = bytes.split(separator: 0x0A).prefix(Self.lineLimit)
            .map { JSON(unchecked: Array($0)) }.filter { $0.kind == .object }
    }
}
