internal import JSONText
import SessionStore

extension DocumentPart {
    /// The elements of the array that a file holds, by where they are: their text is passed over.
    /// None where the file holds something else.
    static func elements(of path: String) throws -> [DocumentPart] {
        var slice = try FileSlice(path)
        defer { slice.close() }
        var scan = ElementScan()
        while try slice.fill() {
            for byte in slice.bytes { if !scan.take(byte) { return scan.parts } }
            try Task.checkCancellation()
            slice.drop(slice.bytes.count)
        }
        return scan.parts
    }
}

extension DocumentPart {
    /// The lines of a file, those without text left out.
    static func lines(of path: String) throws -> [DocumentPart] {
        var reader = try LineReader(path)
        defer { reader.close() }
        var parts: [DocumentPart] = []
        var offset = 0
        while let line = try reader.next() {
            let start = offset + line.mark.count
            offset = start + line.bytes.count + (line.isTerminated ? 1 : 0)
            guard line.bytes.contains(where: { !JSONScanner.isSpace($0) }) else { continue }
            parts.append(
                DocumentPart(
                    place: start..<start + line.bytes.count, line: line.number,
                    frame: ([], [0x0A])))
        }
        return parts
    }
}

/// Counts brackets through an array, byte by byte.
private struct ElementScan {
    private(set) var parts: [DocumentPart] = []
    private var depth = 0
    private var isString = false
    private var isEscaped = false
    private var offset = 0
    private var line = 1
    private var start = (offset: 0, line: 1)

    /// - Returns: false where it is no array.
    mutating func take(_ byte: UInt8) -> Bool {
        defer { offset += 1 }
        if byte == 0x0A { line += 1 }
        if isString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isString = false
            }
            return true
        }
        switch byte {
        case UInt8(ascii: "\""): isString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if depth == 0, byte == UInt8(ascii: "{") { return false }
            if depth == 1 { start = (offset, line) }
            depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            guard depth == 1 else { return true }
            parts.append(
                DocumentPart(
                    place: start.offset..<offset + 1, line: start.line,
                    frame: (Array("[".utf8), Array("]\n".utf8))))
        default: break
        }
        return true
    }
}
