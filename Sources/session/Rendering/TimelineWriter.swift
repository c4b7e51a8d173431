import SessionAnswers
import SessionStore

/// Writes the events of a timeline that pass the filters, each as a row or as a CloudEvent.
struct TimelineWriter: Sendable {
    let session: Session
    /// Nil: JSON lines.
    var page: TimelinePage?
    /// Whether events come with their bodies; filters look at headers alone.
    let isWhole: Bool
    /// Whether rows leave out what tools only keep their books with.
    let leavesOutBooks: Bool
    /// Whether rows of files' changes have below them what changed.
    let showsPatches: Bool
    /// How many rows were left out as bookkeeping.
    private var leftOut = 0

    init(
        session: Session, page: TimelinePage?, isWhole: Bool, leavesOutBooks: Bool,
        showsPatches: Bool
    ) {
        self.session = session
        self.page = page
        self.isWhole = isWhole
        self.leavesOutBooks = leavesOutBooks
        self.showsPatches = showsPatches
    }

    /// - Returns: whether the event is shown: pieces of a finished answer are not.
    mutating func write(_ event: Event, _ isShown: (Event) -> Bool) async throws -> Bool {
        page?.pass(event)
        guard isShown(event), try await !session.isReplaced(event) else { return false }
        let event = isWhole ? event : try await session.event(at: .position(event.position))
        guard page != nil else {
            try FormatCalls.write(event, of: session, to: .standard)
            return true
        }
        if leavesOutBooks, event.isBookkeeping {
            leftOut += 1
            return false
        }
        let names = try await session.answeredNames(in: event)
        try Output.standard.lines(page?.lines(event, answered: names) ?? [])
        if showsPatches { try await writePatch(event) }
        return true
    }

    private func writePatch(_ event: Event) async throws {
        let change = FileChangePage(session: session, style: Output.standard.style, limit: nil)
        guard let lines = try await change.lines(event), !lines.isEmpty else { return }
        try Output.standard.lines([""] + lines.map { "    " + $0 } + [""])
    }

    /// Says at a terminal what was left out.
    func end() throws {
        guard leftOut > 0, Output.standard.isTerminal else { return }
        let events = Counts.of(leftOut, "event")
        try Output.standard.line(
            Output.standard.style.dim("\(events) of bookkeeping left out; --all shows them"))
    }
}
