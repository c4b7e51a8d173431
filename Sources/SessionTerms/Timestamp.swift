/// An instant in microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Negative before 1970.
    public let microseconds: Int

    public init(microseconds: Int) { self.microseconds = microseconds }

    /// Seconds since 1970; what is finer than a microsecond is cut off. Clamped to what fits.
    public init(seconds: Double) {
        let limit = 9.2e18
        microseconds = seconds.isNaN ? 0 : Int(min(max(seconds * 1e6, -limit), limit))
    }

    /// What RFC 3339 can write: the years 1 to 9999.
    public static let recordable =
        Timestamp(
            microseconds: -62_135_596_800_000_000)...Timestamp(
            microseconds: 253_402_300_799_999_999)

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// RFC 3339 in UTC, with milliseconds, or microseconds where there are any.
    public var description: String {
        let parts = CivilTime(self)
        let micro = parts.microsecond
        let fraction =
            micro % 1000 == 0 ? Self.pad(micro / 1000, 3) : Self.pad(micro, 6)
        return "\(parts.date)T\(parts.clock).\(fraction)Z"
    }

    static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(abs(value))
        return (value < 0 ? "-" : "")
            + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// An instant taken apart into a calendar's fields (proleptic Gregorian, after Howard Hinnant's
/// "chrono-compatible low-level date algorithms").
public struct CivilTime: Sendable, Hashable {
    /// Any, 0 and below included.
    public var year: Int
    /// From 1 to 12.
    public var month: Int
    /// From 1 to 31.
    public var day: Int
    /// From 0 to 23.
    public var hour: Int
    /// From 0 to 59.
    public var minute: Int
    /// From 0 to 59: leap seconds are not counted.
    public var second: Int
    /// From 0 to 999,999.
    public var microsecond: Int

    /// - Parameter offset: seconds east of UTC.
    public init(_ time: Timestamp, offset: Int = 0) {
        let micro = time.microseconds
        var seconds = micro / 1_000_000
        var rest = micro % 1_000_000
        if rest < 0 {
            rest += 1_000_000
            seconds -= 1
        }
        seconds += offset
        var days = seconds / 86_400
        var left = seconds % 86_400
        if left < 0 {
            left += 86_400
            days -= 1
        }
        (year, month, day) = Self.date(fromDays: days)
        (hour, minute, second) = (left / 3600, left / 60 % 60, left % 60)
        microsecond = rest
    }

    init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        microsecond: Int = 0
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        self.microsecond = microsecond
    }

    /// The instant that these fields name, `offset` seconds east of UTC.
    func timestamp(offset: Int) -> Timestamp {
        let days = Self.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(microseconds: seconds * 1_000_000 + microsecond)
    }

    /// `2026-03-14`.
    public var date: String {
        "\(Timestamp.pad(year, 4))-\(Timestamp.pad(month, 2))-\(Timestamp.pad(day, 2))"
    }

    /// `09:35:59`, without what is finer than a second.
    public var clock: String {
        "\(Timestamp.pad(hour, 2)):\(Timestamp.pad(minute, 2)):\(Timestamp.pad(second, 2))"
    }

    private static func date(fromDays days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthIndex + 2) / 5 + 1
        )
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
