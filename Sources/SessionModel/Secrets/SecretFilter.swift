/// Masks secrets in a text that comes in pieces, also those that two pieces share.
///
/// What may yet become part of a secret is held back until it is known: the run of characters at
/// the end that keys and tokens are made of, and what stands behind the beginning of a private key
/// block whose end has not come; in all at most 33,000 bytes, more than any known secret has. What
/// was given out, joined, is a beginning of the masked whole at every moment.
public struct SecretFilter: Sendable {
    private let scanner: SecretScanner
    /// What was given out last, unmasked: where a secret begins depends on what is before it.
    private var context: [UInt8] = []
    private var held: [UInt8] = []

    /// Bytes of context that any pattern looks back.
    private static let lookBehind = 64

    public init(_ scanner: SecretScanner = .shared) { self.scanner = scanner }

    public mutating func add(_ text: String) { held += text.utf8 }

    /// The masked text that is certain by now and was not taken before.
    ///
    /// - Parameter isLast: no more comes, so all of it is certain.
    public mutating func take(isLast: Bool = false) -> String {
        let bytes = context + held
        let start = context.count
        let secrets = scanner.ranges(in: bytes)
        var end = isLast ? bytes.count : max(start, scanner.certainEnd(of: bytes))
        // A secret is given out whole.
        if let cut = secrets.first(where: { $0.range.contains(end) })?.range.lowerBound {
            end = max(start, cut)
        }
        var result: [UInt8] = []
        var done = start
        for (range, name) in secrets
        where range.lowerBound >= start && range.upperBound <= end {
            result += bytes[done..<range.lowerBound]
            result += "[masked:\(name)]".utf8
            done = range.upperBound
        }
        result += bytes[done..<end]
        held = Array(bytes[end...])
        context = Array(bytes[..<end].suffix(Self.lookBehind))
        return String(decoding: result, as: UTF8.self)
    }
}

extension SecretScanner {
    /// Longer than any secret that is known: a private key block and its marks.
    private static let longest = 33_000

    /// The bytes before this are in no secret that goes on behind the end.
    func certainEnd(of bytes: [UInt8]) -> Int {
        let floor = max(0, bytes.count - Self.longest)
        var end = bytes.count
        while end > floor, bytes[end - 1].isOfSecrets { end -= 1 }
        var start = floor
        while start < end, let dash = bytes[start..<end].firstIndex(of: UInt8(ascii: "-")) {
            if isUnfinishedKey(in: bytes, from: dash) { return dash }
            start = dash + 1
        }
        return end
    }
}

extension UInt8 {
    /// Whether keys and tokens are made of it.
    fileprivate var isOfSecrets: Bool { isWordCharacter || "-.~+/=".utf8.contains(self) }
}
