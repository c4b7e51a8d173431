extension JSON {
    /// Whether two texts are the same once parsed: the order of keys, escapes and white space do
    /// not count, of repeated keys the last does, and numbers are what they are worth, however
    /// many digits they have: `1.0` is `1`, and `1e2` is `100`.
    package func means(_ other: JSON) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .object:
            let (own, others) = (lastMembers, other.lastMembers)
            return own.count == others.count
                && own.allSatisfy { key, value in others[key].map { value.means($0) } ?? false }
        case .array:
            let (own, others) = (elements, other.elements)
            return own.count == others.count && zip(own, others).allSatisfy { $0.means($1) }
        case .string: return utf8 == other.utf8
        case .number:
            guard let own = Decimal(bytes), let others = Decimal(other.bytes) else {
                return self == other
            }
            return own == others
        default: return self == other
        }
    }

    /// By the bytes of the key: Swift's strings are equal where Unicode calls them equivalent.
    var lastMembers: [[UInt8]: JSON] {
        var members: [[UInt8]: JSON] = [:]
        forEachMember { key, value in members[key.utf8 ?? key.bytes] = value }
        return members
    }

    /// A number without the freedom of writing it: no zero at either end of its digits.
    private struct Decimal: Equatable {
        var isNegative: Bool
        var digits: ArraySlice<UInt8>
        var exponent: Int

        /// - Returns: nil where the exponent is beyond all reason.
        init?(_ text: [UInt8]) {
            let parts = text.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
            guard let number = parts.first,
                let power = parts.count > 1
                    ? Int(String(decoding: parts[1], as: UTF8.self)) : 0,
                power.magnitude < 1 << 40
            else { return nil }
            isNegative = number.first == UInt8(ascii: "-")
            let point = number.firstIndex(of: UInt8(ascii: ".")) ?? number.endIndex
            digits = number.filter { (0x30...0x39).contains($0) }[...]
            exponent = power - max(0, number.endIndex - point - 1)
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            digits = digits.drop { $0 == UInt8(ascii: "0") }
            if digits.isEmpty { (isNegative, exponent) = (false, 0) }
        }
    }
}
