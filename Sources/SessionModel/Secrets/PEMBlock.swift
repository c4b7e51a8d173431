/// A private key as PEM writes it: a mark, lines of base 64, and a mark.
enum PEMBlock {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let key = Array("PRIVATE KEY-----".utf8)
    private static let endMark = Array("-----END ".utf8)
    /// Bytes in which the mark's last words are looked for, and the block's end.
    private static let room = 30 + key.count
    private static let longest = 32_768

    /// - Parameter start: where `-----BEGIN ` stands.
    static func candidate(in bytes: [UInt8], from start: Int) -> SecretCandidate? {
        let name = start + begin.count
        guard let head = bytes.first(key, from: name, within: room) else {
            return open(bytes, start, isOpen: bytes.count < name + room)
        }
        let body = head + key.count
        let next = bytes.first(begin, from: body, within: longest)
        let limit = next.map { $0 - body } ?? longest
        if let foot = bytes.first(endMark, from: body, within: limit) {
            let behind = foot + endMark.count
            guard let end = bytes.first(key, from: behind, within: room) else {
                return cut(
                    in: bytes, start, body..<foot, isOpen: bytes.count < behind + room)
            }
            // Prose about such blocks has an ellipsis where a key has its material.
            guard isMaterial(bytes[body..<foot]) else { return nil }
            return SecretCandidate(
                range: start..<end + key.count, isSecret: true, end: end + key.count)
        }
        return cut(
            in: bytes, start, body..<min(body + limit, bytes.count),
            isOpen: next == nil && bytes.count < body + longest)
    }

    private static func open(_ bytes: [UInt8], _ start: Int, isOpen: Bool) -> SecretCandidate? {
        isOpen
            ? SecretCandidate(range: start..<bytes.count, isSecret: false, end: bytes.count) : nil
    }

    /// A block whose end is missing goes as far as its lines of base 64 do.
    private static func cut(
        in bytes: [UInt8], _ start: Int, _ body: Range<Int>, isOpen: Bool
    ) -> SecretCandidate? {
        let end = endOfLines(in: bytes, body)
        guard isMaterial(bytes[body.lowerBound..<end]) else {
            return open(bytes, start, isOpen: isOpen)
        }
        return SecretCandidate(
            range: start..<end, isSecret: true, end: isOpen ? bytes.count : end)
    }

    /// Whether there are 40 letters and digits in long words of base 64.
    private static func isMaterial(_ body: ArraySlice<UInt8>) -> Bool {
        var (total, run, hasDigit) = (0, 0, false)
        for byte in body {
            if byte.isLetterOrDigit {
                run += 1
                total += run == 12 ? 12 : run > 12 ? 1 : 0
                if byte < UInt8(ascii: "A") { hasDigit = true }
            } else if !isOfBase64(byte) {
                run = 0
            }
        }
        return hasDigit && total >= 40
    }

    private static func isOfBase64(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "+/=".utf8.contains(byte)
    }
}

/// The lines behind a block's first mark.
extension PEMBlock {
    /// Where the last of the lines ends that hold base 64. Before the first may stand the fields
    /// of an encrypted key, and before each what a tool numbers lines with.
    private static func endOfLines(in bytes: [UInt8], _ body: Range<Int>) -> Int {
        let start = body.lowerBound
        var end = start
        var index = start
        var others = 0
        while index < body.upperBound {
            let line = line(in: bytes, from: index, to: body.upperBound)
            let code = line.suffix(from: line.lastIndex { !isOfCode($0) }.map { $0 + 1 } ?? index)
            let isNext = end > start && others == 0 && !line.isEmpty
            if code.count >= 32 || code.count == line.count && (code.count >= 16 || isNext) {
                end = line.endIndex
                others = 0
            } else if let cut = beginningOfCode(in: line) {
                return cut
            } else {
                others += 1
                guard end == start ? others <= 4 : line.count <= 8 && others <= 2 else { break }
            }
            index = endOfBreak(in: bytes, from: line.endIndex)
        }
        return end
    }

    /// Where base 64 ends that something else follows on the line.
    private static func beginningOfCode(in line: ArraySlice<UInt8>) -> Int? {
        guard let first = line.firstIndex(where: isOfCode) else { return nil }
        let code = line[first...].prefix(while: isOfCode)
        return code.count >= 32 ? code.endIndex : nil
    }

    /// As JSON writes it, a slash may stand behind a backslash.
    private static func isOfCode(_ byte: UInt8) -> Bool {
        isOfBase64(byte) || byte == UInt8(ascii: "\\")
    }

    /// Up to a line break, or the escape of one.
    private static func line(
        in bytes: [UInt8], from start: Int, to limit: Int
    ) -> ArraySlice<UInt8> {
        var end = start
        while end < limit, bytes[end] != 0x0A, bytes[end] != 0x0D {
            let isEscape = bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count
            if isEscape, bytes[end + 1] != UInt8(ascii: "/") { break }
            end += 1
        }
        return bytes[start..<end]
    }

    /// Behind one line break: CR, LF or both, or the escapes of these.
    private static func endOfBreak(in bytes: [UInt8], from start: Int) -> Int {
        var index = start
        for (sign, letter) in [(0x0D, "r"), (0x0A, "n")] as [(UInt8, Character)] {
            guard index < bytes.count else { return index }
            let escapes = bytes[index...].prefix { $0 == UInt8(ascii: "\\") }
            if bytes[index] == sign {
                index += 1
            } else if !escapes.isEmpty, bytes.indices.contains(escapes.endIndex),
                bytes[escapes.endIndex] == letter.asciiValue
            {
                index = escapes.endIndex + 1
            }
        }
        return max(index, start + 1)
    }
}
