import ArgumentParser
import SessionAnswers
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
              session log app.session --not-kind result --not-kind context
              session log app.session --path src/ --patch
              session log app.session --find "lock timeout"
              session log app.session --from main@120 --limit 50
              session log app.session --json | jq -r .type | sort | uniq -c
              session log app.session --follow
              session log app.session --follow --from main@0
              session log app.session -f --json | jq -r .data.text

            What tools only keep their books with is left out; --all shows it, and --kind where it \
            is asked for. As JSON every event comes. At a terminal it is read in $PAGER, as with \
            git; --no-pager writes it as it is.

            With --follow the last events come oldest first, then each new one as it is written, \
            by whichever program, until Ctrl-C. Pieces of answers that come in as streams are \
            shown until the finished answer is there.
            """)

    @OptionGroup var target: SessionFile
    @Option(help: ArgumentHelp("Only this branch's line, from its beginning.", valueName: "name"))
    var branch: String?
    @OptionGroup var filter: EventFilter
    @OptionGroup var choice: TimelineFilter
    @Option(
        help: ArgumentHelp(
            "Only events that say these words, as session search takes them.", valueName: "words"))
    var find: String?
    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show at most this many events.", valueName: "n"))
    var limit: Int?
    @Option(help: ArgumentHelp("Begin at this moment.", valueName: "moment"))
    var from: String?
    @Flag(help: "Oldest first.")
    var reverse = false
    @Flag(name: .shortAndLong, help: "Below each change of a file what it did, line by line.")
    var patch = false
    @Flag(help: "Do not ask $PAGER at a terminal.")
    var noPager = false
    @Flag(
        name: .shortAndLong,
        help: "Go on with what is written from now on; begins with the last 10 events.")
    var follow = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
        if let find, find.allSatisfy(\.isWhitespace) {
            throw ValidationError("--find looks for at least one word.")
        }
        if follow, limit != nil, from != nil {
            throw ValidationError("--follow begins at --from or with the last --limit events.")
        }
    }

    func run() async throws {
        let isShown = try shown()
        if follow { return try await followEvents(isShown) }
        if !noPager, !common.json { Pager.begin() }
        try await target.open { session in
            let branches = try await session.branches()
            let shown = try branch.map { try BranchName(argument: $0) }
            let events = try await timeline(session, shown)
            let page =
                common.json
                ? nil : try await TimelinePage(session, shown, branches, isAscending: reverse)
            var writer = writer(session, page)
            var left = limit ?? .max
            for try await event in events where left > 0 {
                if try await writer.write(event, isShown) { left -= 1 }
                if left == 0 { break }
            }
            try writer.end()
        }
    }

    func writer(_ session: Session, _ page: TimelinePage?) -> TimelineWriter {
        TimelineWriter(
            session: session, page: page, isWhole: readsWhole,
            leavesOutBooks: !choice.all && filter.kinds.isEmpty, showsPatches: patch)
    }

    /// Whether bodies are read with each event: filters look at headers alone, words at bodies.
    var readsWhole: Bool { filter.isEmpty && choice.isEmpty || find != nil }

    /// Which events are shown.
    func shown() throws -> @Sendable (Event) -> Bool {
        let (isAsked, isChosen) = (try filter.predicate(), try choice.predicate())
        let fits: @Sendable (Event) -> Bool = { isAsked($0) && isChosen($0) }
        guard let needle = find.map({ Needle($0) }) else { return fits }
        return { fits($0) && needle.isSaid(in: $0) }
    }

    /// The events to go through, in the order to show them.
    private func timeline(_ session: Session, _ branch: BranchName?) async throws -> EventSequence {
        let order: Session.Order = reverse ? .ascending : .descending
        let start = try start
        if let branch {
            _ = try await session.resolve(.head(of: branch))
            let revision = try await start.asyncMap { try await session.resolve($0).revision }
            return session.events(
                on: branch, from: reverse ? max(1, revision ?? 1) : 1,
                through: reverse ? nil : revision, order: order, headersOnly: !readsWhole)
        }
        let position = try await start.asyncMap { try await session.event(at: $0).position }
        return session.allEvents(
            from: reverse ? position ?? 1 : 1, through: reverse ? nil : position, order: order,
            headersOnly: !readsWhole)
    }
}

extension Log {
    /// The moment to begin at. Before the first event, where rows go forward, is at the first.
    var start: Moment? {
        get throws {
            let given = try from.map { try Moment($0, clock: LocalTime.clock) }
            guard follow || reverse, case .revision(0, let branch) = given else { return given }
            return .revision(1, on: branch)
        }
    }
}

extension Optional {
    /// `map` for a body that waits.
    func asyncMap<Result>(
        _ body: (Wrapped) async throws -> Result
    ) async throws -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
