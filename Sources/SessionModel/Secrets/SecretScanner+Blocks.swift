/// Secrets that no single prefix tells: PEM blocks and the tokens of Authorization headers.
extension SecretScanner {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let key = Array("PRIVATE KEY-----".utf8)
    private static let endMark = Array("-----END ".utf8)
    private static let bearer = Array("earer ".utf8)
    private static let authorization = Array("uthorization".utf8)

    /// The characters by which these are found: the dash of a block's mark, the z of a header.
    static let blockAnchors = Array("-z".utf8)

    /// Where the private key ends whose `-----BEGIN` stands at `start`.
    func privateKey(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.starts(with: Self.begin, at: start),
            let head = bytes.first(
                Self.key, from: start + Self.begin.count, within: 30 + Self.key.count),
            let foot = bytes.first(
                Self.endMark, from: head + Self.key.count, within: 32_768),
            let end = bytes.first(
                Self.key, from: foot + Self.endMark.count, within: 30 + Self.key.count)
        else { return nil }
        // Prose about such blocks has an ellipsis where a key has its material.
        let body = bytes[(head + Self.key.count)..<foot]
        guard body.count(where: \.isLetterOrDigit) >= 64 else { return nil }
        return end + Self.key.count
    }

    /// Whether a private key may begin at `start` whose end lies behind the end of the bytes.
    func isUnfinishedKey(in bytes: [UInt8], from start: Int) -> Bool {
        guard bytes.starts(with: Self.begin, at: start) else { return false }
        let name = start + Self.begin.count
        let room = 30 + Self.key.count
        guard let head = bytes.first(Self.key, from: name, within: room) else {
            return bytes.count < name + room
        }
        let body = head + Self.key.count
        guard let foot = bytes.first(Self.endMark, from: body, within: 32_768) else {
            return bytes.count < body + 32_768
        }
        let end = foot + Self.endMark.count
        return bytes.first(Self.key, from: end, within: room) == nil && bytes.count < end + room
    }

    /// The token after the `Bearer ` that stands shortly behind a header's name, whose z is at
    /// `anchor`.
    func bearerToken(in bytes: [UInt8], at anchor: Int) -> Range<Int>? {
        let name = anchor - 6
        guard bytes.starts(with: Self.authorization, at: name) else { return nil }
        for start in name + Self.authorization.count..<name + 25 {
            guard bytes.starts(with: Self.bearer, at: start + 1),
                bytes[start] | 0x20 == UInt8(ascii: "b"),
                let token = token(in: bytes, from: start + 1 + Self.bearer.count)
            else { continue }
            return token
        }
        return nil
    }

    private func token(in bytes: [UInt8], from first: Int) -> Range<Int>? {
        var index = first
        var hasDigit = false
        while index < bytes.count,
            bytes[index].isWordCharacter || "-.~+/=".utf8.contains(bytes[index])
        {
            if (0x30...0x39).contains(bytes[index]) { hasDigit = true }
            index += 1
        }
        return index - first >= 20 && hasDigit ? first..<index : nil
    }
}

extension [UInt8] {
    func starts(with prefix: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + prefix.count <= count else { return false }
        for offset in 0..<prefix.count where self[index + offset] != prefix[offset] { return false }
        return true
    }

    /// The first place of `word` that lies wholly in the `length` bytes from `start`.
    func first(_ word: [UInt8], from start: Int, within length: Int) -> Int? {
        let last = Swift.min(start + length, count) - word.count
        guard start <= last else { return nil }
        return (start...last).first { starts(with: word, at: $0) }
    }
}
