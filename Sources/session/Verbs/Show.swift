import ArgumentParser
import SessionAnswers
import SessionStore

/// `session show`: one event in full, or the conversation around it.
struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one event in full, or what is around it.",
        discussion: """
            Examples
              session show app.session                  what was done last on main
              session show app.session main@120
              session show app.session "main@{prompt 5}" --around 3
              session show app.session "#4711" --full
              session show app.session main@120 --json | jq .data
              session show app.session main@120 --context        what the model saw, byte for byte
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @Option(help: ArgumentHelp("Also show this many events before and after.", valueName: "n"))
    var around: Int?
    @Flag(help: "Show long results and contents to their end.")
    var full = false
    @Flag(help: "Show what the model saw at the moment, and what was new in it.")
    var context = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let around, around < 0 { throw ValidationError("--around is a number from 0.") }
    }

    func run() async throws {
        try await target.open { session in
            let moment = try await moment(in: session)
            if context { return try await showContext(at: moment, in: session) }
            let event = try await session.event(at: moment)
            guard let around, event.branch != nil else {
                return try await write(event, in: session)
            }
            let point = try await session.resolve(moment)
            let events = session.events(
                on: point.branch, from: max(1, point.revision - min(around, point.revision.number)),
                through: point.revision + min(around, Int.max / 2))
            for try await neighbour in events {
                try await write(neighbour, in: session, mark: neighbour.revision == point.revision)
            }
        }
    }

    /// Without one given: what a person, a model or a tool did last.
    private func moment(in session: Session) async throws -> Moment {
        guard at.text == nil, !context else { return try at.moment }
        return try await session.lastDone(on: .main).map { .revision($0, on: .main) } ?? at.moment
    }

    /// The bytes go to standard output as they are; what is said about them does not.
    private func showContext(at moment: Moment, in session: Session) async throws {
        let context = try await session.context(at: moment)
        let news = try await session.contextNews(in: context)
        let output = Output.standard
        if common.json { return try output.json(Records.context(context, new: news)) }
        let page = ContextPage(style: Output.error.style)
        Output.error.tryLine("session: " + page.caption(context))
        for line in page.missing(context) { Output.error.tryLine("  " + line) }
        if let news {
            Output.error.tryLine("new since the step before:")
            for line in page.lines(news) { Output.error.tryLine("  " + line) }
        }
        try output.bytes(context.bytes)
        if output.isTerminal { try output.line("") }
    }

    private func write(_ event: Event, in session: Session) async throws {
        let output = Output.standard
        if common.json { return try FormatCalls.write(event, of: session, to: output) }
        let page = EventPage(
            style: output.style, limit: full ? nil : 40,
            redaction: try await session.redaction(of: event),
            answered: try await session.answeredNames(in: event))
        try output.lines(page.header(event))
        try await writeBody(of: event, on: page, session)
    }

    private func write(_ event: Event, in session: Session, mark: Bool) async throws {
        let output = Output.standard
        if common.json { return try FormatCalls.write(event, of: session, to: output) }
        let page = EventPage(
            style: output.style, limit: full ? nil : mark ? 40 : 8,
            redaction: try await session.redaction(of: event),
            answered: try await session.answeredNames(in: event))
        try output.line(page.caption(event, mark: mark))
        try await writeBody(of: event, on: page, session)
        try output.line("")
    }

    /// Of a file's change what it did to the lines; of all else what the event says.
    private func writeBody(of event: Event, on page: EventPage, _ session: Session) async throws {
        let change = FileChangePage(session: session, style: page.style, limit: page.limit)
        guard let lines = try await change.lines(event), !lines.isEmpty else {
            return try page.writeBody(of: event, to: .standard)
        }
        try Output.standard.lines(
            ["  " + EventSummary(event).text, ""] + lines.map { "  " + $0 })
    }
}
