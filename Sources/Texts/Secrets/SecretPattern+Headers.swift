/// What stands in the header `Authorization`.
extension SecretPattern {
    private static let bearer = Array("bearer ".utf8)
    private static let basic = Array("basic ".utf8)
    private static let token = SecretRun(20...8192, extra: "_-.~+/=")
    private static let pair = SecretRun(4...1024, extra: "+/=", needs: [])

    /// The token or the password that stands shortly behind the header's name.
    static func credentials(in bytes: [UInt8], behind name: Int) -> SecretCandidate? {
        for start in name..<name + 13 {
            if bytes.starts(with: bearer, at: start, ignoringCase: true) {
                return token.candidate(in: bytes, from: start + bearer.count)
            }
            if bytes.starts(with: basic, at: start, ignoringCase: true) {
                return password(in: bytes, from: start + basic.count)
            }
        }
        return nil
    }

    /// The base 64 of `user:password`. Prose has words there, which stand for no such pair.
    private static func password(in bytes: [UInt8], from start: Int) -> SecretCandidate? {
        guard let found = pair.candidate(in: bytes, from: start) else { return nil }
        return SecretCandidate(
            range: found.range, isSecret: isPair(bytes[found.range]), end: found.end,
            name: "basic-password")
    }

    private static func isPair(_ text: ArraySlice<UInt8>) -> Bool {
        var code = text.filter { $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "=") }
        code += [UInt8](repeating: UInt8(ascii: "="), count: (4 - code.count % 4) % 4)
        guard let pair = Base64.decode(code), pair.contains(UInt8(ascii: ":")),
            pair.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return false }
        return String(validating: pair, as: UTF8.self) != nil
    }
}

extension [UInt8] {
    func starts(with prefix: [UInt8], at index: Int, ignoringCase: Bool = false) -> Bool {
        guard index >= 0, index + prefix.count <= count else { return false }
        for offset in 0..<prefix.count {
            let byte = self[index + offset]
            let isCapital = ignoringCase && (0x41...0x5A).contains(byte)
            if (isCapital ? byte | 0x20 : byte) != prefix[offset] { return false }
        }
        return true
    }

    /// The first place of `word` that lies wholly in the `length` bytes from `start`.
    func first(_ word: [UInt8], from start: Int, within length: Int) -> Int? {
        let last = Swift.min(start + length, count) - word.count
        guard start <= last else { return nil }
        return (start...last).first { starts(with: word, at: $0) }
    }
}
