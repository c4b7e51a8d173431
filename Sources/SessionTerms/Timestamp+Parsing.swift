extension Timestamp {
    /// Reads RFC 3339, and the shorter forms that people write: `2026-11-20`, `2026-11-20T10:00`,
    /// `2026-11-20 10:00:30.5+01:00`. Digits finer than a microsecond are cut off.
    ///
    /// - Parameter localOffset: seconds east of UTC for a text without a zone, given the time as if
    ///   it were UTC; nil: such a text gives nil.
    public init?(_ text: some StringProtocol, localOffset: ((Timestamp) -> Int)? = nil) {
        var reader = DigitReader(Array(text.utf8))
        guard let civil = reader.civilTime(), let zone = reader.zone(), reader.isAtEnd else {
            return nil
        }
        switch zone {
        case .offset(let seconds): self = civil.timestamp(offset: seconds)
        case .missing:
            guard let localOffset else { return nil }
            let asUTC = civil.timestamp(offset: 0)
            self = civil.timestamp(offset: localOffset(asUTC))
        }
    }
}

/// Reads the parts of a written time.
private struct DigitReader {
    enum Zone {
        case offset(Int)
        case missing
    }

    let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number(_ width: Int, _ range: ClosedRange<Int>) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        guard range.contains(value) else { return nil }
        index += width
        return value
    }

    mutating func take(_ choices: String) -> UInt8? {
        guard index < bytes.count, choices.utf8.contains(bytes[index]) else { return nil }
        index += 1
        return bytes[index - 1]
    }

    mutating func civilTime() -> CivilTime? {
        guard let year = number(4, 0...9999), take("-") != nil, let month = number(2, 1...12),
            take("-") != nil, let day = number(2, 1...31), day <= Self.days(in: month, of: year)
        else { return nil }
        var time = CivilTime(year: year, month: month, day: day)
        guard take("Tt ") != nil else { return time }
        guard let hour = number(2, 0...23), take(":") != nil, let minute = number(2, 0...59) else {
            return nil
        }
        (time.hour, time.minute) = (hour, minute)
        guard take(":") != nil else { return time }
        guard let second = number(2, 0...60) else { return nil }
        time.second = second
        if take(".,") != nil {
            guard let fraction = fraction() else { return nil }
            time.microsecond = fraction
        }
        return time
    }

    static func days(in month: Int, of year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private mutating func fraction() -> Int? {
        var value = 0
        var digits = 0
        while let digit = number(1, 0...9) {
            if digits < 6 { value = value * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { value *= 10 }
        return value
    }

    mutating func zone() -> Zone? {
        if isAtEnd { return .missing }
        guard let sign = take("Zz+-") else { return nil }
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return .offset(0) }
        guard let hours = number(2, 0...23) else { return nil }
        _ = take(":")
        guard let minutes = number(2, 0...59) else { return nil }
        return .offset((hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1))
    }
}
