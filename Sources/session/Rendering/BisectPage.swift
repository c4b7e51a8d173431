import SessionAnswers
import SessionStore

/// Says how a search goes on, and what it found.
struct BisectPage: Sendable {
    let isJSON: Bool
    let file: String
    private var output: Output { .standard }

    init(isJSON: Bool, file: String) {
        self.isJSON = isJSON
        self.file = file
    }

    func begin(_ span: BisectSearch.Span, _ command: String) throws {
        guard !isJSON else { return }
        let changes = Counts.of(span.changes.count, "file change")
        try say(
            "\(changes) from \(span.from) to \(span.to), about "
                + "\(Counts.of(span.expectedRuns, "run")) of " + DisplayText.oneLine(command))
    }

    func step(_ step: BisectSearch.Step) throws {
        if isJSON {
            try output.json(Records.step(step))
            try output.flush()
        } else {
            try write(step)
        }
        if step.left == nil { warn(leftOut: step.leftOut, at: step.point) }
    }

    private func write(_ step: BisectSearch.Step) throws {
        let verdict = step.verdict
        let word = DisplayText.pad(verdict.rawValue, to: 8)
        let style = output.style
        let shown =
            verdict == .good
            ? style.green(word) : verdict == .bad ? style.red(word) : style.dim(word)
        let rest = step.left.map { style.dim("  (\(Counts.of($0, "change")) left)") } ?? ""
        try say(shown + DisplayText.oneLine("\(step.point)") + rest)
    }

    private func warn(leftOut count: Int, at point: Point) {
        guard count > 0 else { return }
        Notes(isJSON: isJSON).say(
            .leftOut,
            "\(Counts.of(count, "file")) could not be written at \(point); see which: "
                + "session checkout \(file) \(point) -o x --dry-run")
    }

    /// Each step is told at once: a run may take minutes.
    private func say(_ line: String) throws {
        try output.line(line)
        try output.flush()
    }

    /// - Parameter suspects: the changes of which one is the first bad one, each with what led to
    ///   it.
    func found(_ suspects: [[CauseStep]], in session: Session) throws {
        if isJSON {
            return try Records.found(suspects, in: session).forEach { try output.json($0) }
        }
        if suspects.count > 1 {
            try say("the first bad change is one of these; the others were skipped:")
        }
        for chain in suspects {
            guard let event = chain.first?.event else { continue }
            try write(event, chain, isSure: suspects.count == 1)
        }
    }

    private func write(_ event: Event, _ chain: [CauseStep], isSure: Bool) throws {
        let style = output.style
        let place = EventSummary.place(of: event)
        let summary = EventSummary(event)
        try say(
            (isSure ? "first bad: " : "  ") + style.yellow(place) + "  "
                + LocalTime.text(event.occurredAt) + "  "
                + DisplayText.oneLine(event.actor.rawValue) + "  " + summary.text)
        guard isSure else { return }
        if let prompt = chain.last(where: { $0.event.kind.isAsking })?.event {
            let text = DisplayText.cut(EventSummary(prompt).text, to: 200)
            try say("prompt:    " + style.yellow(EventSummary.place(of: prompt)) + "  " + text)
        }
        let moment = event.branch.map { "\($0)@\(event.revision - 1)" } ?? ""
        try say(style.dim("see:       session why \(file) \(place)"))
        try say(
            style.dim("           session diff \(file) \(DisplayText.oneLine(moment)) \(place)"))
    }
}
