/// Finds secrets in text by the fixed characters that providers give them.
///
/// One pass over the bytes looks for rare pairs of characters (``SecretPlaces``), 16 places at a
/// time; only where one of them stands is anything compared. It knows the text may be JSON: an
/// escaped line break before a key is a boundary, and one inside a PEM block is a break.
///
/// ```swift
/// SecretScanner.shared.mask(Array("token ghp_…36 characters…".utf8))   // "token
/// [masked:github-token]"
/// ```
public struct SecretScanner: Sendable {
    /// With the well-known patterns.
    public static let shared = SecretScanner(SecretPattern.wellKnown)

    private let pairs: PatternPairs

    init(_ patterns: [SecretPattern]) { pairs = PatternPairs(patterns) }

    /// Where the secrets are, in order and without overlap, and what each is called.
    public func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, name: String)] {
        scan(bytes, from: 0).secrets
    }

    /// What a scan finds.
    struct Findings {
        var secrets: [(range: Range<Int>, name: String)] = []
        /// Where the first one begins that what follows the bytes has a say in, if any does.
        var open: Int?
    }

    /// Looks from `start` on; what stands before it is only looked back at.
    func scan(_ bytes: [UInt8], from start: Int) -> Findings {
        var findings = Findings()
        var floor = start
        var index = start
        while index < bytes.count {
            index = bytes.pastBlocks(
                from: index, to: bytes.count, pairs: SecretPlaces.fits)
            let stop = min(bytes.count, index + [UInt8].blockSize)
            while index < stop {
                let places = pairs.places(index > 0 ? bytes[index - 1] : 0, bytes[index])
                guard places != 0,
                    let hit = hit(in: bytes, at: index, places, floor, &findings.open)
                else {
                    index += 1
                    continue
                }
                findings.secrets.append(hit)
                floor = hit.range.upperBound
                index = max(index + 1, floor)
            }
        }
        return findings
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

    /// The same text with every secret replaced by `[masked:NAME]`; nil when there is none.
    public func mask(_ text: String) -> String? {
        guard text.utf8.count >= Self.shortest else { return nil }
        return mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// No secret has fewer bytes, with what tells it: `a://:pass@`.
    private static let shortest = 10

    private func hit(
        in bytes: [UInt8], at index: Int, _ places: UInt32, _ floor: Int, _ open: inout Int?
    ) -> (range: Range<Int>, name: String)? {
        for pattern in pairs.patterns(at: places) {
            let start = index - pattern.anchor
            guard start >= floor, pattern.stands(in: bytes, at: start),
                let candidate = pattern.candidate(in: bytes, at: start),
                candidate.range.lowerBound >= floor
            else { continue }
            if candidate.end == bytes.count {
                open = min(open ?? bytes.count, candidate.range.lowerBound)
            }
            if candidate.isSecret { return (candidate.range, candidate.name ?? pattern.name) }
        }
        return nil
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
