/// Finds secrets in text by the fixed beginnings that providers give them.
///
/// One pass over the bytes with a table of rare characters (`-`, `_`, `K` …): only where one of
/// them stands is anything compared, so the scan runs at the speed of reading. It knows the text
/// may be JSON: an escaped line break before a key is a boundary, and one inside a PEM block is a
/// break.
///
/// ```swift
/// SecretScanner.shared.mask(Array("token ghp_…36 characters…".utf8))   // "token
/// [masked:github-token]"
/// ```
public struct SecretScanner: Sendable {
    /// With the well-known patterns.
    public static let shared = SecretScanner(SecretPattern.wellKnown)

    /// By byte: 0, or 1 + the index into `groups`.
    private let table: [UInt8]
    private let groups: [[SecretPattern]]

    init(_ patterns: [SecretPattern]) {
        var table = [UInt8](repeating: 0, count: 256)
        var groups: [[SecretPattern]] = []
        for byte in patterns.map({ $0.prefix[$0.anchor] }) + Array("-Bb".utf8)
        where table[Int(byte)] == 0 {
            groups.append(patterns.filter { $0.prefix[$0.anchor] == byte })
            table[Int(byte)] = UInt8(groups.count)
        }
        self.table = table
        self.groups = groups
    }

    /// Where the secrets are, in order and without overlap, and what each is called.
    public func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, name: String)] {
        var found: [(range: Range<Int>, name: String)] = []
        var index = 0
        let count = bytes.count
        while index < count {
            let group = table[Int(bytes[index])]
            if group != 0,
                let hit = hit(in: bytes, at: index, group: Int(group) - 1, after: found.last?.range)
            {
                found.append(hit)
                index = hit.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// The same bytes with every secret replaced by `[masked:NAME]`; nil when there is none.
    public func mask(_ bytes: [UInt8]) -> [UInt8]? {
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var done = 0
        for (range, name) in found {
            result.append(contentsOf: bytes[done..<range.lowerBound])
            result.append(contentsOf: "[masked:\(name)]".utf8)
            done = range.upperBound
        }
        result.append(contentsOf: bytes[done...])
        return result
    }

    private func hit(
        in bytes: [UInt8], at index: Int, group: Int, after last: Range<Int>?
    ) -> (range: Range<Int>, name: String)? {
        let floor = last?.upperBound ?? 0
        for pattern in groups[group] {
            let start = index - pattern.anchor
            guard start >= floor, bytes[start] == pattern.prefix[0],
                let end = pattern.end(in: bytes, from: start, limit: bytes.count),
                isBoundary(bytes, before: start)
            else { continue }
            return (start..<end, pattern.name)
        }
        switch bytes[index] {
        case UInt8(ascii: "-"):
            return privateKey(in: bytes, from: index).map { (index..<$0, "private-key") }
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            return bearerToken(in: bytes, from: index).map { ($0, "bearer-token") }
        default: return nil
        }
    }

    /// Whether a word can begin at `start`: after anything but a letter, digit, `_` or `-`, or
    /// after the letter of a JSON escape such as `\n`.
    private func isBoundary(_ bytes: [UInt8], before start: Int) -> Bool {
        guard start > 0 else { return true }
        let previous = bytes[start - 1]
        guard previous.isWordCharacter || previous == UInt8(ascii: "-") else { return true }
        return start > 1 && bytes[start - 2] == UInt8(ascii: "\\")
            && "nrtbf".utf8.contains(previous)
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
        default: return false
        }
    }

    var isWordCharacter: Bool { isLetterOrDigit || self == UInt8(ascii: "_") }
}
