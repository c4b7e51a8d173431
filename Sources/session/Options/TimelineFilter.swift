import ArgumentParser
import SessionAnswers
import SessionStore

/// What a timeline leaves out, beyond what every list of events can be narrowed to.
struct TimelineFilter: ParsableArguments {
    @Option(
        name: .customLong("not-kind"), parsing: .singleValue,
        help: ArgumentHelp("All but events of this kind: context, \"tool.*\".", valueName: "kind"))
    var notKinds: [String] = []

    @Option(
        name: .customLong("path"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only changes of this file, of those below this folder, or that \"*.py\" fits.",
            valueName: "path"))
    var paths: [String] = []

    @Flag(
        help: """
            Also what tools keep their books with: an import's marks, counts of tokens, snapshots.
            """)
    var all = false

    var isEmpty: Bool { notKinds.isEmpty && paths.isEmpty }

    /// Checks the options once, so that each event is asked quickly. Headers suffice.
    func predicate() throws -> @Sendable (Event) -> Bool {
        let kinds = try EventFilter.split(notKinds).flatMap { try EventSummary.kinds($0) }
        var query = AuditQuery()
        query.kinds = kinds
        let without = kinds.isEmpty ? nil : AuditTest(query.withCopies)
        let fits = PathFilter.test(paths)
        let asksForFiles = !paths.isEmpty
        return { event in
            if without?.fits(event) ?? false { return false }
            guard asksForFiles else { return true }
            return event.kind == .fileChanged && event.subject.map(fits) ?? false
        }
    }
}
