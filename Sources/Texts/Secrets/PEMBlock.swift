/// A private key as PEM writes it: a mark, lines of base 64, and a mark.
enum PEMBlock {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let endMark = Array("-----END ".utf8)
    private static let key = Array("PRIVATE KEY".utf8)
    private static let dash = UInt8(ascii: "-")
    /// Bytes in which a block's end is looked for.
    private static let longest = 32_768

    /// - Parameter start: where `-----BEGIN ` stands.
    static func candidate(in bytes: [UInt8], from start: Int) -> SecretCandidate? {
        let (head, isCut) = endOfMark(in: bytes, from: start + begin.count)
        guard let body = head else { return open(bytes, start, isOpen: isCut) }
        let next = bytes.first(begin, from: body, within: longest)
        let limit = next ?? min(body + longest, bytes.count)
        let (end, isBroken) = endOfText(in: bytes[body..<limit])
        guard let foot = bytes.first(endMark, from: body, within: end - body) else {
            let isOpen = next == nil && !isBroken && bytes.count < body + longest
            return cut(in: bytes, start, body..<end, isOpen: isOpen)
        }
        let (tail, isTailCut) = endOfMark(in: bytes, from: foot + endMark.count)
        guard let tail else { return cut(in: bytes, start, body..<foot, isOpen: isTailCut) }
        // Prose about such blocks has an ellipsis where a key has its material.
        guard isMaterial(bytes[body..<foot]) else { return nil }
        return SecretCandidate(range: start..<tail, isSecret: true, end: tail)
    }

    /// Where a mark ends that names a private key; or that what follows the bytes tells.
    private static func endOfMark(in bytes: [UInt8], from start: Int) -> (Int?, isCut: Bool) {
        let words = bytes[start...].prefix(42).prefix {
            (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20
        }
        let dashes = bytes[words.endIndex...].prefix(5).prefix { $0 == dash }
        guard dashes.count == 5 else {
            return (nil, words.count < 42 && dashes.endIndex == bytes.count)
        }
        return (words.suffix(key.count).elementsEqual(key) ? dashes.endIndex : nil, false)
    }

    /// Where the text ends in which a block stands, and whether something else follows it: strings
    /// may be joined by commas, as a list of lines is, but a mask over `"}, "next": "` would be no
    /// JSON any more.
    private static func endOfText(in bytes: ArraySlice<UInt8>) -> (Int, isBroken: Bool) {
        var (isInside, isEscaped) = (true, false)
        var quote = bytes.endIndex
        for index in bytes.indices {
            switch (isInside, bytes[index]) {
            case (true, _) where isEscaped: isEscaped = false
            case (true, UInt8(ascii: "\\")): isEscaped = true
            case (true, UInt8(ascii: "\"")):
                isInside = false
                quote = index
            case (false, UInt8(ascii: "\"")): isInside = true
            case (false, let byte) where "{}[]:".utf8.contains(byte): return (quote, true)
            default: break
            }
        }
        return (isInside ? bytes.endIndex : quote, false)
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
