import Crypto

/// What is no text in git's form: both contents as literals, each a zlib stream in base 85
/// (git's `Documentation/gitformat-patch` does not say how; `apply.c` and `diff.c` do). Nothing is
/// compressed.
enum GitBinary {
    static func patch(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
        Array("GIT binary patch\n".utf8) + literal(new) + literal(old)
    }

    /// The name of a content: zeros for one that is not there.
    static func hash(_ content: [UInt8]?) -> String {
        guard let content else { return String(repeating: "0", count: 40) }
        let blob = Array("blob \(content.count)\0".utf8) + content
        return Insecure.SHA1.hash(data: blob).hexDigits
    }

    private static func literal(_ content: [UInt8]) -> [UInt8] {
        var text = Array("literal \(content.count)\n".utf8)
        let stream = stored(content)
        for start in stride(from: 0, to: stream.count, by: 52) {
            let line = stream[start..<min(start + 52, stream.count)]
            let count = UInt8(line.count)
            text.append(count <= 26 ? count + 0x40 : count - 26 + 0x60)
            text += base85(line) + [0x0A]
        }
        return text + [0x0A]
    }

    /// A zlib stream of stored blocks (RFC 1950, RFC 1951).
    private static func stored(_ content: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, through: max(content.count - 1, 0), by: 65_535) {
            let end = min(start + 65_535, content.count)
            let size = UInt16(end - start)
            stream.append(end == content.count ? 1 : 0)
            for number in [size, ~size] { stream += [UInt8(number & 0xFF), UInt8(number >> 8)] }
            stream += content[start..<end]
        }
        let sum = adler32(content)
        return stream + [24, 16, 8, 0].map { UInt8(sum >> $0 & 0xFF) }
    }

    private static func adler32(_ content: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in content {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    private static let digits = Array(
        ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            + "!#$%&()*+-;<=>?@^_`{|}~").utf8)

    private static func base85(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).flatMap { start in
            var number = (0..<4).reduce(UInt32(0)) { number, index in
                number << 8 | UInt32(start + index < bytes.endIndex ? bytes[start + index] : 0)
            }
            var group: [UInt8] = []
            for _ in 0..<5 {
                group.append(digits[Int(number % 85)])
                number /= 85
            }
            return group.reversed()
        }
    }
}
