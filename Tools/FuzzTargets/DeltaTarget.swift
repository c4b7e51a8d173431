import EventLog

/// A size in two bytes, a base behind its length, then a delta, which is also taken as a text to be
/// told as one.
enum DeltaTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let size = input.number(bytes: 2)
        let base = input.block()
        let rest = input.remainder()
        let decoded = decode(rest, base, size)
        law(decoded?.count ?? size == size, "a delta gives another size")
        for target in [rest, base + rest, decoded ?? []] {
            let delta = Delta.encode(target, against: base)
            law(decode(delta, base, target.count) == target, "a delta is not what it was made of")
        }
    }

    private static func decode(_ delta: [UInt8], _ base: [UInt8], _ size: Int) -> [UInt8]? {
        delta.withUnsafeBytes { Delta.decode($0, against: base, size: size) }
    }
}
