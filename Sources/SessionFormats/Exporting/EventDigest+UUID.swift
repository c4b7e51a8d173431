import SessionStore

extension EventDigest {
    /// A UUID of version 8 made of the digest: the same export gives the same ids.
    var uuid: String { Self.uuid(of: Array(bytes.prefix(16)), version: 8) }

    /// A UUID (RFC 9562) of 16 bytes.
    static func uuid(of bytes: [UInt8], version: UInt8) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
