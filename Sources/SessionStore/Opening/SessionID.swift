/// The ids of sessions: UUIDs in lower case.
public enum SessionID {
    /// Whether a text can be one. What it says yes to is safe as part of a file's name.
    public static func isValid(_ text: String) -> Bool {
        let digits = Set("0123456789abcdef")
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy { digits.contains($0) } }
    }

    /// A random UUID (version 4).
    ///
    /// - Parameter bytes: 16 random ones.
    public static func random(from bytes: [UInt8]) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { bytes[$0].hexDigits }
            .joined(separator: "-")
    }
}
