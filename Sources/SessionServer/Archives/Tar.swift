/// Archives as `tar` of POSIX writes them (pax interchange format, IEEE Std 1003.1, "pax"): only
/// regular files, each with its path and its size in extended records, so that neither has a limit.
enum Tar {
    /// Archives are made of blocks of so many bytes.
    static let block = 512

    /// What stands before a file's bytes.
    ///
    /// - Parameter modified: seconds since 1970.
    static func header(of path: String, size: Int, modified: Int) -> [UInt8] {
        let records = record("path", path) + record("size", "\(size)")
        return block(of: "x", named: "PaxHeaders/file", size: records.count, modified)
            + records + padding(after: records.count)
            // Readers of old that know no extended records take it for a short file.
            + block(of: "0", named: "file", size: size < 1 << 33 ? size : 0, modified)
    }

    /// What stands behind it.
    static func padding(after size: Int) -> [UInt8] {
        Array(repeating: 0, count: (block - size % block) % block)
    }

    /// What an archive ends with.
    static let end = [UInt8](repeating: 0, count: 2 * block)

    /// `LENGTH KEY=VALUE\n`, whose length counts itself.
    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = Array(" \(key)=\(value)\n".utf8)
        var length = rest.count
        while "\(length)".utf8.count + rest.count != length {
            length = "\(length)".utf8.count + rest.count
        }
        return Array("\(length)".utf8) + rest
    }

    private static func block(
        of type: Character, named name: String, size: Int, _ modified: Int
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        put(name, at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, 11), at: 124)
        put(octal(modified, 11), at: 136)
        put("        ", at: 148)
        put(String(type), at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(checksum(block), 6) + "\u{0} ", at: 148)
        return block
    }

    private static func octal(_ number: Int, _ width: Int) -> String {
        let digits = String(max(number, 0), radix: 8)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    /// Of a header, with spaces in the checksum's own place.
    static func checksum(_ block: [UInt8]) -> Int {
        block.enumerated().reduce(0) { sum, byte in
            sum + Int((148..<156).contains(byte.offset) ? 0x20 : byte.element)
        }
    }
}
