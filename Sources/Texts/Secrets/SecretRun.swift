/// What the unbroken characters of a secret must be like.
struct SecretRun: Sendable {
    /// Fewest and most bytes; a longer run is something else.
    let lengths: ClosedRange<Int>
    /// Characters beside letters and digits.
    let extra: [UInt8]
    /// Words such as `sk-ant-colony-simulation-in-python` have no digit or no capital.
    let needs: Needs
    /// How many dots there are between its parts.
    let dots: ClosedRange<Int>

    struct Needs: OptionSet, Sendable {
        let rawValue: Int
        static let digit = Needs(rawValue: 1)
        static let capital = Needs(rawValue: 2)
        static let small = Needs(rawValue: 4)
        /// No letters but a to f.
        static let hexadecimal = Needs(rawValue: 8)
        /// Eight letters and digits without a break, two of them digits: words have that rarely,
        /// even those that dashes join.
        static let mixture = Needs(rawValue: 16)
        /// A letter that no number has: a number in JSON must not become a mask.
        static let letter = Needs(rawValue: 32)
    }

    init(
        _ lengths: ClosedRange<Int>, extra: String = "", needs: Needs = .digit,
        dots: ClosedRange<Int> = 0...Int.max
    ) {
        self.lengths = lengths
        self.extra = Array(extra.utf8)
        self.needs = needs
        self.dots = dots
    }

    /// What stands at one place.
    struct Reading {
        let range: Range<Int>
        let fits: Bool
        /// Whether it is longer than a secret is.
        let isTooLong: Bool
        /// The first byte that has no say in it.
        let end: Int
    }

    /// Reads the run that begins at `start`.
    ///
    /// A slash may be written `\/`, as JSON allows, and counts once. A dot at the end ends the
    /// sentence.
    func read(in bytes: [UInt8], from start: Int) -> Reading {
        var tally = Tally()
        var index = start
        let most = dots.upperBound
        while index < bytes.count, tally.count <= lengths.upperBound, tally.dots <= most {
            let isEscaped = isEscapedSlash(bytes, index)
            let place = isEscaped ? index + 1 : index
            guard place < bytes.count else {
                index = bytes.count
                break
            }
            guard bytes[place].isLetterOrDigit || extra.contains(bytes[place]) else { break }
            tally.add(bytes[place])
            index = place + 1
        }
        var last = min(index, bytes.count)
        if last > start, bytes[last - 1] == UInt8(ascii: "\\") { last -= 1 }
        while last > start, bytes[last - 1] == UInt8(ascii: ".") {
            last -= 1
            tally.count -= 1
            tally.dots -= 1
        }
        let fits =
            lengths.contains(tally.count) && tally.has(needs) && dots.contains(tally.dots)
        return Reading(
            range: start..<last, fits: fits, isTooLong: tally.count > lengths.upperBound, end: index
        )
    }

    /// Whether a backslash stands there that a slash follows, or nothing yet.
    private func isEscapedSlash(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "\\"), extra.contains(UInt8(ascii: "/")) else {
            return false
        }
        return index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "/")
    }

    /// What has been seen of a run.
    private struct Tally {
        private var seen: Needs = []
        var count = 0
        var dots = 0
        private var other = false
        /// Of the letters and digits since the last other character.
        private var piece = (count: 0, digits: 0)

        mutating func add(_ byte: UInt8) {
            count += 1
            switch byte {
            case 0x30...0x39:
                seen.insert(.digit)
                piece.digits += 1
            case 0x41...0x5A: seen.insert(.capital)
            case 0x61...0x7A: seen.insert(.small)
            default:
                if byte == UInt8(ascii: ".") { dots += 1 }
                piece = (-1, 0)
            }
            if byte.isLetterOrDigit, byte >= UInt8(ascii: "A") {
                if byte | 0x20 > UInt8(ascii: "f") { other = true }
                if byte | 0x20 != UInt8(ascii: "e") { seen.insert(.letter) }
            }
            piece.count += 1
            if piece.count >= 8, piece.digits >= 2 { seen.insert(.mixture) }
        }

        func has(_ needs: Needs) -> Bool {
            needs.subtracting(other ? [] : .hexadecimal).isSubset(of: seen)
        }
    }
}
