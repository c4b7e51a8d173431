/// Masks secrets in a text that comes in pieces, also those that two pieces share.
///
/// What may yet become part of a secret is held back until it is known: the last word, without
/// white space, and of that at most 256 bytes; what has begun as a secret and goes on, such as a
/// long token; and what stands behind the beginning of a private key block whose end has not come,
/// at most 33,000 bytes. What was given out, joined, is a beginning of the masked whole at every
/// moment.
public struct SecretFilter: Sendable {
    private let scanner: SecretScanner
    /// What was given out last, unmasked: where a secret begins depends on what is before it.
    private var context: [UInt8] = []
    /// The bytes of the context before this are in a secret that was given out masked.
    private var floor = 0
    private var held: [UInt8] = []

    /// Bytes of context that any pattern looks back.
    private static let lookBehind = 256
    /// Bytes of a word that has not begun as a secret yet: more than stand before the `@` of a URL.
    private static let longestWord = 256

    public init(_ scanner: SecretScanner = .shared) { self.scanner = scanner }

    public mutating func add(_ text: String) { held += text.utf8 }

    /// The masked text that is certain by now and was not taken before.
    ///
    /// - Parameter isLast: no more comes, so all of it is certain.
    public mutating func take(isLast: Bool = false) -> String {
        let bytes = context + held
        let start = context.count
        let found = scanner.scan(bytes, from: floor)
        let certain = min(found.open ?? bytes.count, Self.lastWord(of: bytes))
        var end = isLast ? bytes.count : max(start, certain)
        // A secret is given out whole.
        if let cut = found.secrets.first(where: { $0.range.contains(end) })?.range.lowerBound {
            end = max(start, cut)
        }
        var result: [UInt8] = []
        var done = start
        for (range, name) in found.secrets
        where range.lowerBound >= start && range.upperBound <= end {
            result += bytes[done..<range.lowerBound]
            result += "[masked:\(name)]".utf8
            done = range.upperBound
        }
        result += bytes[done..<end]
        keep(bytes, from: end, behind: done > start ? done : floor)
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func keep(_ bytes: [UInt8], from end: Int, behind secret: Int) {
        held = Array(bytes[end...])
        context = Array(bytes[..<end].suffix(Self.lookBehind))
        floor = max(0, secret - (end - context.count))
    }

    /// Where the last unbroken word begins, or its last bytes.
    private static func lastWord(of bytes: [UInt8]) -> Int {
        let floor = max(0, bytes.count - longestWord)
        var start = bytes.count
        while start > floor, (0x21...0x7E).contains(bytes[start - 1]) { start -= 1 }
        return start
    }
}
