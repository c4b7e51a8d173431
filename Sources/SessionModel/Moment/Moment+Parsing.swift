extension Moment {
    /// Reads a moment as a person writes it.
    ///
    /// - Parameter clock: where and when the person is.
    /// - Throws: ``SessionError/Code/momentInvalid`` with the forms that are possible.
    public init(
        _ text: String, clock: WallClock = .universal
    ) throws(SessionError) {
        if let span = TimeSpan(word: text, by: clock) {
            self = .time(span.end, on: .main)
            return
        }
        var rest = Substring(text)
        self = try Self.read(&rest, clock)
        guard rest.isEmpty else { throw Self.invalid(text, "\"\(rest)\" is left over") }
    }

    /// Reads `MOMENT:PATH`.
    public static func withPath(
        _ text: String, clock: WallClock = .universal
    ) throws(SessionError) -> (moment: Moment, path: String) {
        var rest = Substring(text)
        let moment = try read(&rest, clock)
        guard rest.first == ":", rest.count > 1 else {
            throw SessionError(
                .momentInvalid, "\"\(text)\" names no file",
                hint: "Write a moment, a colon and a path: main:src/app.swift, main@120:README.md")
        }
        return (moment, String(rest.dropFirst()))
    }

    private static func invalid(_ text: String, _ reason: String) -> SessionError {
        SessionError(
            .momentInvalid, "\"\(text)\" is no moment: \(reason)",
            hint: """
                Write main (its head), main@120 (after revision 120), main~2 (two turns undone), \
                main@2026-11-20T10:00, main@11:34, yesterday, "2h ago", "main@{prompt 5}", a tag's \
                name, or "#4711".
                """)
    }

    private static func read(
        _ rest: inout Substring, _ clock: WallClock
    ) throws(SessionError) -> Moment {
        let whole = String(rest)
        if rest.first == "#" {
            rest.removeFirst()
            guard let position = number(&rest), position > 0 else {
                throw invalid(whole, "a number from 1 was expected after #")
            }
            return .position(Position(position))
        }
        let name = rest.prefix { !"@~:".contains($0) }
        let branch = BranchName(rawValue: String(name))
        if let problem = branch.problem { throw invalid(whole, problem) }
        rest = rest[name.endIndex...]
        switch rest.first {
        case "~":
            rest.removeFirst()
            let count = number(&rest)
            return .undoing(count ?? 1, on: branch)
        case "@":
            rest.removeFirst()
            return try readPlace(&rest, on: branch, whole: whole, clock)
        default: return .named(branch)
        }
    }

    private static func readPlace(
        _ rest: inout Substring, on branch: BranchName, whole: String, _ clock: WallClock
    ) throws(SessionError) -> Moment {
        if rest.first == "{" {
            guard let close = rest.firstIndex(of: "}") else {
                throw invalid(whole, "the brace is not closed")
            }
            var inner = rest[rest.index(after: rest.startIndex)..<close]
            guard inner.hasPrefix("prompt ") else {
                throw invalid(whole, "{prompt N} was expected")
            }
            inner.removeFirst("prompt ".count)
            guard let count = number(&inner), count > 0, inner.isEmpty else {
                throw invalid(whole, "prompts are counted from 1")
            }
            rest = rest[rest.index(after: close)...]
            return .prompt(count, on: branch)
        }
        if let span = time(&rest, clock) { return .time(span.end, on: branch) }
        let digits = rest.prefix { $0.isNumber }
        if digits.count == 4, rest[digits.endIndex...].first == "-" {
            throw invalid(
                whole,
                "a time is written 2026-11-20 or 2026-11-20T10:00, with Z or +01:00 as its zone")
        }
        guard let revision = number(&rest) else {
            throw invalid(whole, "a revision, a time or {prompt N} was expected after @")
        }
        return .revision(Revision(revision), on: branch)
    }

    /// Takes the longest time that reads: behind it a colon and a path may follow.
    private static func time(_ rest: inout Substring, _ clock: WallClock) -> TimeSpan? {
        let colons = rest.indices.filter { rest[$0] == ":" }
        for end in [rest.endIndex] + colons.reversed() {
            guard let span = TimeSpan(rest[..<end], by: clock) else { continue }
            rest = rest[end...]
            return span
        }
        return nil
    }

    private static func number(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard let value = Int(digits) else { return nil }
        rest = rest[digits.endIndex...]
        return value
    }
}
