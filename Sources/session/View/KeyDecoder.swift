/// A key that a person pressed.
enum Key: Sendable, Hashable {
    case character(Character)
    /// With Ctrl held: the letter in lower case.
    case control(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete
    /// One that means nothing here.
    case other
}

/// Turns the bytes that a terminal sends into keys, however they are cut into reads.
struct KeyDecoder {
    private var bytes: [UInt8] = []

    /// Whether something has begun that more bytes, or none for a while, will tell: a lone Esc
    /// begins as every arrow key does.
    var isWaiting: Bool { !bytes.isEmpty }

    mutating func decode(_ more: [UInt8]) -> [Key] {
        bytes += more
        var keys: [Key] = []
        while !bytes.isEmpty, let (key, count) = next() {
            bytes.removeFirst(count)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Nothing more came: what has begun is taken for what it is.
    mutating func finish() -> [Key] {
        defer { bytes = [] }
        guard bytes.first == 0x1B else { return [] }
        return [.escape] + bytes.dropFirst().map { .character(Character(UnicodeScalar($0))) }
    }

    /// The first key and the bytes it takes; nil where it is not whole yet.
    private func next() -> (key: Key?, count: Int)? {
        switch bytes[0] {
        case 0x1B: return sequence()
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x01...0x1A: return (.control(Character(UnicodeScalar(bytes[0] + 0x60))), 1)
        case 0..<0x20: return (.other, 1)
        case 0x20..<0x7F: return (.character(Character(UnicodeScalar(bytes[0]))), 1)
        default: return character()
        }
    }

    private func character() -> (key: Key?, count: Int)? {
        let length: Int
        switch bytes[0] {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return (nil, 1)
        }
        let tail = bytes.dropFirst().prefix(length - 1)
        let whole = tail.prefix { $0 & 0xC0 == 0x80 }
        // Another character begins before this one has ended: drop what there is of it.
        if whole.count < tail.count { return (nil, 1 + whole.count) }
        guard whole.count == length - 1 else { return nil }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
            let character = text.first
        else { return (nil, length) }
        return (.character(character), length)
    }

    private func sequence() -> (key: Key?, count: Int)? {
        guard bytes.count > 1 else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "["): return controlSequence()
        case UInt8(ascii: "O"):
            return bytes.count > 2 ? (Self.letters[bytes[2]] ?? .other, 3) : nil
        // Esc and then another key in one read, as over a slow line.
        default: return (.escape, 1)
        }
    }

    private func controlSequence() -> (key: Key?, count: Int)? {
        let inside = bytes.dropFirst(2).prefix { (0x20...0x3F).contains($0) }
        guard bytes.count > 2 + inside.count else { return inside.count > 64 ? (nil, 66) : nil }
        let final = bytes[2 + inside.count]
        let count = 3 + inside.count
        // What ends in no letter is no sequence: leave that byte to be read as a key.
        guard (0x40...0x7E).contains(final) else { return (.other, count - 1) }
        if final == UInt8(ascii: "~") {
            let number = inside.prefix { (0x30...0x39).contains($0) }
            return (Self.numbers[String(decoding: number, as: UTF8.self)] ?? .other, count)
        }
        return (Self.letters[final] ?? .other, count)
    }

    private static let letters: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
        UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "Z"): .backTab, UInt8(ascii: "M"): .enter,
    ]

    private static let numbers: [String: Key] = [
        "1": .home, "3": .delete, "4": .end, "5": .pageUp, "6": .pageDown, "7": .home, "8": .end,
    ]
}
