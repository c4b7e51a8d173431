import ArgumentParser
import SessionStore

/// `session log`: the timeline.
struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the timeline: revision, time, who, what.",
        discussion: """
            Newest first, all branches together, each in a lane of its own. The first number of \
            a row is the event's revision on its branch: main@120 is the session just after it.

            Examples
              session log app.session --limit 20
              session log app.session --branch idea --reverse
              session log app.session --kind prompt
              session log app.session --kind "tool.*" --since 2026-11-20
              session log app.session --from main@120 --limit 50
              session log app.session --json | jq -r .type | sort | uniq -c
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("Only this branch's line, from its beginning.", valueName: "name"))
    var branch: String?
    @OptionGroup var filter: EventFilter
    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show at most this many events.", valueName: "n"))
    var limit: Int?
    @Option(help: ArgumentHelp("Begin at this moment.", valueName: "moment"))
    var from: String?
    @Flag(help: "Oldest first.")
    var reverse = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
    }

    func run() async throws {
        let isShown = try filter.predicate()
        try await target.open { session in
            let branches = try await session.branches()
            let shown = try branch.map { try BranchName(argument: $0) }
            let events = try await timeline(session, shown)
            var page =
                common.json
                ? nil : try await TimelinePage(session, shown, branches, isAscending: reverse)
            var left = limit ?? .max
            for try await event in events where left > 0 {
                page?.pass(event)
                guard isShown(event) else { continue }
                left -= 1
                // Filters look at headers alone; what passes is read whole.
                let event =
                    filter.isEmpty
                    ? event : try await session.event(at: .position(event.position))
                if common.json {
                    try Output.standard.json(FormatCalls.cloudEvent(event, of: session))
                } else if let lines = page?.lines(event) {
                    try Output.standard.lines(lines)
                }
                if left == 0 { break }
            }
        }
    }

    /// The events to go through, in the order to show them.
    private func timeline(_ session: Session, _ branch: BranchName?) async throws -> EventSequence {
        let order: Session.Order = reverse ? .ascending : .descending
        let start = try from.map { try Moment($0, localOffset: LocalTime.offset(ofLocal:)) }
        if let branch {
            _ = try await session.resolve(.head(of: branch))
            let revision = try await start.asyncMap { try await session.resolve($0).revision }
            return session.events(
                on: branch, from: reverse ? max(1, revision ?? 1) : 1,
                through: reverse ? nil : revision, order: order, headersOnly: !filter.isEmpty)
        }
        let position = try await start.asyncMap { try await session.event(at: $0).position }
        return session.allEvents(
            from: reverse ? position ?? 1 : 1, through: reverse ? nil : position, order: order,
            headersOnly: !filter.isEmpty)
    }
}

extension Optional {
    /// `map` for a body that waits.
    fileprivate func asyncMap<Result>(
        _ body: (Wrapped) async throws -> Result
    ) async throws -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
