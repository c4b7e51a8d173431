/// Finds secrets in text by the fixed beginnings that providers give them.
///
/// One pass over the bytes looks for rare characters (`-`, `_`, `K`, and `z` behind an `i`), 16
/// bytes at a time; only where one of them stands is anything compared. It knows the text may be
/// JSON: an escaped line break before a key is a boundary, and one inside a PEM block is a break.
///
/// ```swift
/// SecretScanner.shared.mask(Array("token ghp_…36 characters…".utf8))   // "token
/// [masked:github-token]"
/// ```
public struct SecretScanner: Sendable {
    /// With the well-known patterns.
    public static let shared = SecretScanner(SecretPattern.wellKnown)

    /// The characters of which one stands in every secret's fixed part, but for ``pairEnd``;
    /// repeated where there are fewer.
    private let anchors: [UInt8]
    /// By byte: 0, or 1 + the index into `groups`.
    private let table: [UInt8]
    /// Of each anchor, the patterns that have it.
    private let groups: [[Lead]]
    private let patterns: [SecretPattern]

    /// Counts only behind an `i`, small or not: so in every fixed part that is found by it
    /// (`Authorization`, `AIza`), and so rarely elsewhere.
    private static let pairEnd = UInt8(ascii: "z")

    /// How to tell cheaply that a pattern does not begin here.
    private struct Lead: Sendable {
        /// The index of the pattern.
        let pattern: Int
        let first: UInt8
        /// Where the anchor stands in the prefix.
        let offset: Int
    }

    init(_ patterns: [SecretPattern]) {
        var anchors: [UInt8] = Self.blockAnchors
        for pattern in patterns where !anchors.contains(pattern.prefix[pattern.anchor]) {
            anchors.append(pattern.prefix[pattern.anchor])
        }
        var table = [UInt8](repeating: 0, count: 256)
        for (index, anchor) in anchors.enumerated() { table[Int(anchor)] = UInt8(index + 1) }
        groups = anchors.map { byte in
            patterns.indices.filter { patterns[$0].prefix[patterns[$0].anchor] == byte }.map {
                Lead(pattern: $0, first: patterns[$0].prefix[0], offset: patterns[$0].anchor)
            }
        }
        anchors.removeAll { $0 == Self.pairEnd }
        precondition(anchors.count <= 3, "patterns share three characters to look for")
        while anchors.count < 3 { anchors.append(anchors[0]) }
        self.anchors = anchors
        self.table = table
        self.patterns = patterns
    }

    /// Where the secrets are, in order and without overlap, and what each is called.
    public func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, name: String)] {
        var found: [(range: Range<Int>, name: String)] = []
        // As constants they would become a bit set, and each byte a shift.
        let (first, second, third) = (anchors[0], anchors[1], anchors[2])
        var index = 0
        while index < bytes.count {
            index = bytes.pastBlocks(from: index, to: bytes.count) {
                mark($0 == first) | mark($0 == second) | mark($0 == third)
            } pairs: { before, byte in
                mark(byte == Self.pairEnd) & mark(before | 0x20 == UInt8(ascii: "i"))
            }
            let stop = min(bytes.count, index + [UInt8].blockSize)
            while index < stop {
                let group = table[Int(bytes[index])]
                if group != 0,
                    let hit = hit(in: bytes, at: index, Int(group) - 1, after: found.last?.range)
                {
                    found.append(hit)
                    index = hit.range.upperBound
                } else {
                    index += 1
                }
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
        in bytes: [UInt8], at index: Int, _ group: Int, after last: Range<Int>?
    ) -> (range: Range<Int>, name: String)? {
        let floor = last?.upperBound ?? 0
        for lead in groups[group] {
            let start = index - lead.offset
            guard start >= floor, bytes[start] == lead.first else { continue }
            let pattern = patterns[lead.pattern]
            guard let end = pattern.end(in: bytes, from: start, limit: bytes.count),
                isBoundary(bytes, before: start)
            else { continue }
            return (start..<end, pattern.name)
        }
        switch bytes[index] {
        case UInt8(ascii: "-"):
            return privateKey(in: bytes, from: index).map { (index..<$0, "private-key") }
        case UInt8(ascii: "z"):
            return bearerToken(in: bytes, at: index).map { ($0, "bearer-token") }
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
