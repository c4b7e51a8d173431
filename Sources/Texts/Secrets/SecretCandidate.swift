/// What may be a secret.
struct SecretCandidate {
    /// What would be masked.
    let range: Range<Int>
    /// Whether it is one, when the text ends where the bytes do.
    let isSecret: Bool
    /// The first byte without a say in it; the end of the bytes: what follows them has one.
    let end: Int
    /// What it is called; nil: as its pattern is.
    var name: String?
}

extension SecretPattern {
    /// What stands at `start`, where the word was found; nil: no secret, whatever comes.
    func candidate(in bytes: [UInt8], at start: Int) -> SecretCandidate? {
        let behind = start + word.count
        switch form {
        case .key(let run): return run.candidate(in: bytes, from: behind, beginning: start)
        case .token(let run): return run.candidate(in: bytes, from: behind)
        case .value(let run):
            return Self.value(in: bytes, behind: behind).flatMap {
                run.candidate(in: bytes, from: $0)
            }
        case .authorization: return Self.credentials(in: bytes, behind: behind)
        case .signingKey(let run):
            return Self.seed(in: bytes, behind: behind).flatMap {
                run.candidate(in: bytes, from: $0)
            }
        case .webhook(let run):
            return Self.path(in: bytes, behind: behind).flatMap {
                run.candidate(in: bytes, from: $0)
            }
        case .block: return PEMBlock.candidate(in: bytes, from: start)
        case .url: return URLPassword.candidate(in: bytes, at: start)
        }
    }

    /// Where the value begins behind a name that ends at `start`.
    private static func value(in bytes: [UInt8], behind start: Int) -> Int? {
        let gap = bytes[start...].prefix(12).prefix { " \t\"'\\=:>".utf8.contains($0) }
        return gap.isEmpty ? nil : gap.endIndex
    }

    /// Where the base 64 begins in `name+number+base64`.
    private static func seed(in bytes: [UInt8], behind start: Int) -> Int? {
        let plus = UInt8(ascii: "+")
        let name = bytes[start...].prefix(201).prefix { $0 > 0x20 && $0 != plus }
        let number = bytes[name.endIndex...].dropFirst().prefix { $0.isLetterOrDigit }
        guard !name.isEmpty, number.count == 8, number.endIndex < bytes.count,
            bytes[number.endIndex] == plus
        else { return nil }
        return number.endIndex + 1
    }

    /// Where the secret part of `/services/T…/B…/…` begins, whose slashes may be escaped.
    private static func path(in bytes: [UInt8], behind start: Int) -> Int? {
        for word in ["/services/", "/workflows/", "/triggers/"] {
            for text in [word, word.replacing("/", with: #"\/"#)]
            where bytes.starts(with: Array(text.utf8), at: start) {
                return start + text.utf8.count
            }
        }
        return nil
    }
}

extension SecretRun {
    /// - Parameter start: where the secret begins whose run begins at `first`; nil: there.
    func candidate(
        in bytes: [UInt8], from first: Int, beginning start: Int? = nil
    ) -> SecretCandidate? {
        let found = read(in: bytes, from: first)
        guard !found.isTooLong, found.fits || found.end == bytes.count else { return nil }
        return SecretCandidate(
            range: (start ?? first)..<found.range.upperBound, isSecret: found.fits, end: found.end)
    }
}
