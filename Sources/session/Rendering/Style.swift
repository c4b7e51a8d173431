import SessionStore

/// Colours, or none: only a terminal gets them, and not where `NO_COLOR` is set to anything
/// (<https://no-color.org>).
struct Style: Sendable {
    let isColoured: Bool

    /// Without colours.
    static let plain = Style(isTerminal: false, environment: [:])

    init(isTerminal: Bool, environment: [String: String]) {
        isColoured =
            isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func blue(_ text: String) -> String { paint(text, "34") }
    func magenta(_ text: String) -> String { paint(text, "35") }
    func cyan(_ text: String) -> String { paint(text, "36") }

    /// One colour for each of the first six lines side by side, then again.
    func lane(_ column: Int, _ text: String) -> String {
        paint(text, String([36, 33, 35, 32, 34, 31][column % 6]))
    }

    func actor(_ actor: EventActor, _ text: String) -> String {
        switch actor.role {
        case "user": return green(text)
        case "model": return magenta(text)
        case "tool": return blue(text)
        default: return dim(text)
        }
    }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
