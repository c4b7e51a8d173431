internal import JSONText

/// The password in `scheme://user:password@host`.
enum URLPassword {
    private static let longest = 128
    private static let at = UInt8(ascii: "@")
    private static let colon = UInt8(ascii: ":")

    /// - Parameter anchor: where the first `@` behind the password stands.
    static func candidate(in bytes: [UInt8], at anchor: Int) -> SecretCandidate? {
        let floor = max(0, anchor - longest - 64)
        let before = bytes[floor..<anchor]
        let start = before.lastIndex { !isOfUserInfo($0) }.map { $0 + 1 } ?? floor
        let userInfo = before[start...]
        guard isBehindScheme(bytes, userInfo.startIndex),
            let mark = userInfo.firstIndex(of: colon)
        else { return nil }
        // A password may have the sign itself; the last one stands before the host.
        let rest = bytes[anchor...].prefix(longest).prefix { isOfUserInfo($0) || $0 == at }
        let end = rest.lastIndex(of: at) ?? anchor
        let password = bytes[(mark + 1)..<end]
        let isSecret =
            password.count <= longest
            && !isPlaceholder(password, user: userInfo[..<mark])
        guard isSecret || rest.endIndex == bytes.count else { return nil }
        return SecretCandidate(
            range: password.indices, isSecret: isSecret, end: rest.endIndex)
    }

    private static let marks = [Array("://".utf8), Array(#":\/\/"#.utf8)]

    /// What documents write for a password.
    private static let words = ["pass", "pwd", "secret", "token", "example", "change"]

    private static func isOfUserInfo(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "-._~!$&()*+,;=:%#?".utf8.contains(byte)
    }

    /// Whether `://` ends at `index`; JSON may write its slashes escaped.
    private static func isBehindScheme(_ bytes: [UInt8], _ index: Int) -> Bool {
        marks.contains { mark in
            let start = index - mark.count
            return bytes.starts(with: mark, at: start) && start > 0
                && bytes[start - 1].isLetterOrDigit
        }
    }

    /// Whether it only stands for a password: a variable's name, the word itself, the user's name
    /// once more, one character over and over.
    private static func isPlaceholder(
        _ password: ArraySlice<UInt8>, user: ArraySlice<UInt8>
    ) -> Bool {
        guard password.count >= 4, let first = password.first,
            first != UInt8(ascii: "$"), first != UInt8(ascii: "%") || password.count > 4,
            password.contains(where: \.isLetterOrDigit),
            password.contains(where: { $0 != first }), !password.elementsEqual(user)
        else { return true }
        let hasDigit = password.contains { (0x30...0x39).contains($0) }
        let text = String(decoding: password, as: UTF8.self).lowercased()
        return !hasDigit && words.contains { text.contains($0) }
    }
}
