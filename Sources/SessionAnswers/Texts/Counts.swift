public import SessionStore

/// Numbers as people read them.
public enum Counts {
    /// `12,345`
    public static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// `812`, `46 k`, `25.7 M`, where there is little room.
    public static func short(_ number: Int) -> String {
        switch number {
        case ..<10_000: return grouped(number)
        case ..<1_000_000: return decimal(Double(number) / 1000, places: 0) + " k"
        default: return decimal(Double(number) / 1_000_000, places: 1) + " M"
        }
    }

    /// `1 event`, `2 events`, `12,345 branches`
    public static func of(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        grouped(number) + " " + (number == 1 ? noun : plural ?? noun + "s")
    }

    /// `main, idea`, `b0, b1, b2, 4,997 more`; text of others made safe to show.
    public static func few(_ names: [String], limit: Int = 3) -> String {
        let isCut = names.count > limit + 1
        let rest = isCut ? ["\(grouped(names.count - limit)) more"] : []
        let shown = names.prefix(isCut ? limit : names.count)
        return DisplayText.oneLine((shown + rest).joined(separator: ", "))
    }

    /// `1–3, 57–156`, and how many more there are where there are many.
    public static func ranges(_ ranges: [ClosedRange<Revision>]) -> String {
        let texts = ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        let shown = texts.prefix(8).joined(separator: ", ")
        return texts.count > 8 ? shown + " and \(texts.count - 8) more ranges" : shown
    }

    /// `812 B`, `1.4 KB`, `23 MB`; a kilobyte is 1,000 bytes.
    public static func bytes(_ number: Int) -> String {
        var value = Double(number)
        if number < 1000 { return "\(number) B" }
        for unit in ["KB", "MB", "GB"] {
            value /= 1000
            if value < 999.5 || unit == "GB" {
                return decimal(value, places: value < 9.95 ? 1 : 0) + " " + unit
            }
        }
        return "\(number) B"
    }

    /// `0.28` and the like, rounded.
    public static func decimal(_ value: Double, places: Int) -> String {
        var factor = 1
        for _ in 0..<places { factor *= 10 }
        let scaled = Int((value * Double(factor)).rounded())
        guard places > 0 else { return grouped(scaled) }
        let fraction = String(factor + scaled % factor).dropFirst()
        return "\(grouped(scaled / factor)).\(fraction)"
    }
}
