import ArgumentParser
import SessionAnswers
import SessionStore

/// Which events of a timeline are shown.
struct EventFilter: ParsableArguments {
    @Option(
        name: .customLong("kind"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only events of this kind: tool.called, tool.*, or a word of the list, such as prompt.",
            valueName: "kind"))
    var kinds: [String] = []

    @Option(
        name: .customLong("actor"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what this one did: user:ana, \"model:*\", tool.", valueName: "actor"))
    var actors: [String] = []

    @Option(help: ArgumentHelp("Only what happened at this time or later.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only what happened before this time.", valueName: "time"))
    var until: String?

    func validate() throws {
        for (name, values) in [("--kind", kinds), ("--actor", actors)]
        where !values.isEmpty && Self.split(values).isEmpty {
            throw ValidationError("\(name) takes a name or a pattern.")
        }
    }

    var isEmpty: Bool { kinds.isEmpty && actors.isEmpty && since == nil && until == nil }

    /// What the options ask for, checked.
    func query() throws -> AuditQuery {
        var query = AuditQuery()
        query.kinds = try Self.split(kinds).flatMap { try EventSummary.kinds($0) }
        query.actors = Self.split(actors)
        query.since = try since.map { try Self.time($0) }
        query.until = try until.map { try Self.time($0) }
        return query
    }

    /// Checks the options once, so that each event is asked quickly.
    func predicate() throws -> @Sendable (Event) -> Bool {
        let test = AuditTest(try query().withCopies)
        return { test.fits($0) }
    }

    /// Values that were given one by one, or with commas between.
    static func split(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",").map(String.init) }
    }

    static func time(_ text: String) throws -> Timestamp {
        if let span = TimeSpan(text, by: LocalTime.clock) { return span.start }
        throw SessionError(
            .momentInvalid, "\"\(text)\" is no time",
            hint: "Write 2026-11-20, 2026-11-20T10:00, 2026-11-20T10:00:30Z, 11:34, yesterday "
                + "or \"2h ago\".")
    }
}
