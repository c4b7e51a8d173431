import Foundation
import SessionStore

/// Times as a person at this terminal reads and writes them: in the zone that `TZ` or the system
/// names, the C library's rules for it.
enum LocalTime {
    /// Here and now.
    static var clock: WallClock {
        WallClock(now: SessionOptions.systemClock(), offset: { offset(ofLocal: $0) })
    }

    /// Seconds east of UTC at an instant.
    static func offset(at time: Timestamp) -> Int {
        var seconds = time_t(time.microseconds / 1_000_000)
        var fields = tm()
        _ = localtime_r(&seconds, &fields)
        return fields.tm_gmtoff
    }

    /// Seconds east of UTC for a time on the wall, given as if it were UTC. Where clocks are set
    /// back and a time comes twice, the C library chooses.
    static func offset(ofLocal time: Timestamp) -> Int {
        let civil = CivilTime(time)
        var fields = tm()
        fields.tm_year = Int32(clamping: civil.year - 1900)
        fields.tm_mon = Int32(clamping: civil.month - 1)
        fields.tm_mday = Int32(clamping: civil.day)
        fields.tm_hour = Int32(clamping: civil.hour)
        fields.tm_min = Int32(clamping: civil.minute)
        fields.tm_sec = Int32(clamping: civil.second)
        fields.tm_isdst = -1
        let instant = mktime(&fields)
        return Int(time.microseconds / 1_000_000) - Int(instant)
    }

    /// `2026-11-20 10:03:22`
    static func text(_ time: Timestamp) -> String {
        let civil = CivilTime(time, offset: offset(at: time))
        return "\(civil.date) \(civil.clock)"
    }

    /// `2026-11-20 10:03`, where seconds say nothing.
    static func minute(_ time: Timestamp) -> String {
        String(text(time).dropLast(3))
    }

    /// `11-20 10:03:22`, where there is little room.
    static func short(_ time: Timestamp) -> String {
        String(text(time).dropFirst(5))
    }

    /// `2026-11-20 10:03:22.250 +01:00`
    static func full(_ time: Timestamp) -> String {
        let offset = offset(at: time)
        let civil = CivilTime(time, offset: offset)
        let fraction = String(1_000_000 + civil.microsecond).dropFirst().prefix(3)
        let minutes = abs(offset) / 60
        let zone = [minutes / 60, minutes % 60].map { String(String(100 + $0).dropFirst()) }
        return "\(civil.date) \(civil.clock).\(fraction) "
            + (offset < 0 ? "-" : "+") + zone.joined(separator: ":")
    }
}
