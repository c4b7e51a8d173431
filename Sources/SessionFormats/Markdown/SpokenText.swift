/// Changes what somebody said, as it comes, so that it stays inside its turn of a page: headings go
/// down by two, and a code block that is open at the end is closed.
struct SpokenText {
    /// The mark that ends the code block that the text is in.
    private var fence: [UInt8]?
    /// The line so far, of a long one nothing any more.
    private var line: [UInt8] = []
    private var isInsideLine = false

    /// Bytes by which a line has said what it is.
    private static let lineLimit = 1 << 12

    mutating func add(_ piece: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(piece.count + 64)
        var rest = piece[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A)
            let part = rest[..<(end ?? rest.endIndex)]
            rest = rest[part.endIndex...]
            if isInsideLine { result += part } else { line += part }
            if end != nil {
                rest = rest.dropFirst()
                result += endOfLine() + [0x0A]
            } else if line.count > Self.lineLimit {
                result += beginningOfLine()
            }
        }
        return result
    }

    /// What is left, and the end of a code block that has none.
    mutating func finish() -> [UInt8] {
        let last = endOfLine()
        return last + (fence.map { [0x0A] + $0 } ?? [])
    }

    private mutating func endOfLine() -> [UInt8] {
        defer { isInsideLine = false }
        return isInsideLine ? [] : beginningOfLine()
    }

    private mutating func beginningOfLine() -> [UInt8] {
        defer { line.removeAll(keepingCapacity: true) }
        isInsideLine = true
        let bare = line.drop { $0 == UInt8(ascii: " ") }
        if let mark = fence {
            let isEnd = bare.allSatisfy { $0 == mark[0] || $0 == UInt8(ascii: " ") }
            if bare.starts(with: mark), isEnd { fence = nil }
        } else if bare.starts(with: "```".utf8) || bare.starts(with: "~~~".utf8) {
            fence = Array(bare.prefix { $0 == bare.first })
        } else if bare.first == UInt8(ascii: "#") {
            return Array("##".utf8) + bare
        }
        return line
    }
}
