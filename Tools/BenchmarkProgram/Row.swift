/// One line of the table: what was measured, and what was to be reached.
struct Row {
    enum Goal {
        case atMost(Double)
        case atLeast(Double)
    }

    let name: String
    let detail: String
    let value: Double
    let goal: Goal
    let unit: String

    init(_ name: String, _ detail: String, _ value: Double, _ goal: Goal, _ unit: String) {
        self.name = name
        self.detail = detail
        self.value = value
        self.goal = goal
        self.unit = unit
    }

    var isReached: Bool {
        switch goal {
        case .atMost(let limit): value <= limit
        case .atLeast(let limit): value >= limit
        }
    }

    private var goalText: String {
        switch goal {
        case .atMost(let limit): "≤ \(limit.short)"
        case .atLeast(let limit): "≥ \(limit.short)"
        }
    }

    var line: String {
        let reached = isReached ? "yes" : "no"
        return "| \(name) | \(value.short) \(unit) | \(goalText) | \(reached) | \(detail) |"
    }

    static let header = "| what | measured | to reach | reached | detail |\n|---|---|---|---|---|"
}

extension Double {
    /// Three digits that count.
    var short: String {
        if self >= 100 { return String(Int(rounded())) }
        let places = self >= 10 ? 10.0 : self >= 1 ? 100.0 : 1000.0
        let value = (self * places).rounded() / places
        return value == value.rounded() ? String(Int(value)) : String(value)
    }
}
