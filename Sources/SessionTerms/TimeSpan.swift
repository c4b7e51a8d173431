/// Where and when a person is who writes a time.
public struct WallClock: Sendable {
    /// Now; nil: words such as `yesterday` mean nothing.
    public var now: Timestamp?
    /// Seconds east of UTC for a time on the wall, given as if it were UTC.
    public var offset: @Sendable (_ wall: Timestamp) -> Int

    public init(now: Timestamp?, offset: @escaping @Sendable (_ wall: Timestamp) -> Int) {
        (self.now, self.offset) = (now, offset)
    }

    /// Times without a zone are in UTC, and nothing is told from now.
    public static let universal = WallClock(now: nil) { _ in 0 }

    /// What the wall says now, as if it were UTC.
    var wall: Timestamp? {
        now.map { Timestamp(microseconds: $0.microseconds + offset($0) * 1_000_000) }
    }

    /// The instant of a time on the wall, given as if it were UTC.
    func instant(_ wall: Int) -> Timestamp {
        let offset = offset(Timestamp(microseconds: wall))
        return Timestamp(microseconds: wall - offset * 1_000_000)
    }
}

/// A stretch of time as a person writes it: from its beginning to the end of the smallest unit that
/// is given. `2026-11-20` is a day, `11:34` the last minute that was called so, `11:34:47` a
/// second, `yesterday` a day, `2h ago` an instant.
public struct TimeSpan: Sendable, Hashable {
    /// The first microsecond of it.
    public let start: Timestamp
    /// The last microsecond of it.
    public let end: Timestamp

    private static let second = 1_000_000
    private static let day = 86_400 * second
    private static let units: [(names: [Substring], length: Int)] = [
        (["s", "second", "seconds"], second), (["m", "min", "minute", "minutes"], 60 * second),
        (["h", "hour", "hours"], 3600 * second), (["d", "day", "days"], day),
        (["w", "week", "weeks"], 7 * day),
    ]

    private init(_ start: Timestamp, length: Int) {
        self.start = start
        end = Timestamp(microseconds: start.microseconds + max(length, 1) - 1)
    }

    /// - Returns: nil where it is no time, or none without a clock.
    public init?(_ text: some StringProtocol, by clock: WallClock) {
        let text = Substring(text)
        guard let span = Self.date(text, clock) ?? Self.word(text, clock) else { return nil }
        self = span
    }

    /// The same for what no branch and no tag is called: `yesterday`, `11:34`, `2h ago`.
    public init?(word text: some StringProtocol, by clock: WallClock) {
        guard let span = Self.word(Substring(text), clock) else { return nil }
        self = span
    }

    // MARK: Forms

    private static func date(_ text: Substring, _ clock: WallClock) -> TimeSpan? {
        guard let start = Timestamp(text, localOffset: clock.offset) else { return nil }
        let time = text.dropFirst(11)
        guard !time.isEmpty else {
            // A day may be longer or shorter than 24 hours.
            let wall = start.microseconds + clock.offset(start) * second
            return TimeSpan(
                start, length: clock.instant(wall + day).microseconds - start.microseconds)
        }
        return TimeSpan(start, length: length(ofClock: time))
    }

    private static func word(_ text: Substring, _ clock: WallClock) -> TimeSpan? {
        guard let now = clock.now, let wall = clock.wall else { return nil }
        if text == "yesterday" || text == "today" {
            let today = wall.microseconds - wall.microseconds % day
            let first = text == "today" ? today : today - day
            let start = clock.instant(first)
            return TimeSpan(
                start, length: clock.instant(first + day).microseconds - start.microseconds)
        }
        if let ago = ago(text) {
            return TimeSpan(Timestamp(microseconds: now.microseconds - ago), length: 1)
        }
        return clockTime(text, clock, wall)
    }

    /// `2h ago`, `2 hours ago`
    private static func ago(_ text: Substring) -> Int? {
        guard text.hasSuffix(" ago") else { return nil }
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).dropLast(" ago".count).drop { $0 == " " }
        guard let count = Int(digits), count < 100_000,
            let length = units.first(where: { $0.names.contains(unit) })?.length
        else { return nil }
        return count * length
    }

    /// The last time that the wall said so.
    private static func clockTime(
        _ text: Substring, _ clock: WallClock, _ wall: Timestamp
    ) -> TimeSpan? {
        let today = CivilTime(wall).date
        guard text.first?.isNumber == true,
            let time = Timestamp("\(today)T\(text)", localOffset: { _ in 0 })
        else { return nil }
        let isLater = time > wall
        let start = clock.instant(time.microseconds - (isLater ? day : 0))
        return TimeSpan(start, length: length(ofClock: text))
    }

    /// Microseconds of the smallest unit in `10:00`, `10:00:30`, `10:00:30.25Z`.
    private static func length(ofClock text: Substring) -> Int {
        let clock = text.prefix { !"Zz+-".contains($0) }
        if clock.count <= 5 { return 60 * second }
        let digits = clock.dropFirst(9).count
        return (0..<min(digits, 6)).reduce(second) { length, _ in length / 10 }
    }
}
