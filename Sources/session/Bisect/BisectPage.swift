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
        var (runs, left) = (2, span.changes.count)
        while left > 1 { (runs, left) = (runs + 1, (left + 1) / 2) }
        let changes = Counts.of(span.changes.count, "file change")
        try say(
            "\(changes) from \(span.from) to \(span.to), about \(Counts.of(runs, "run")) of "
                + DisplayText.oneLine(command))
    }

    func step(
        _ point: Point, _ verdict: Bisection.Verdict, _ end: CommandRun.End, left: Int?
    ) throws {
        if isJSON {
            let status: JSON? =
                if case .status(let number) = end { .number(Int(number)) } else { nil }
            try output.json(
                .object([
                    ("at", Records.point(point)), ("verdict", .string(verdict.rawValue)),
                    ("status", status),
                ]))
            return try output.flush()
        }
        let word = DisplayText.pad(verdict.rawValue, to: 8)
        let style = output.style
        let shown =
            verdict == .good
            ? style.green(word) : verdict == .bad ? style.red(word) : style.dim(word)
        let rest = left.map { style.dim("  (\(Counts.of($0, "change")) left)") } ?? ""
        try say(shown + DisplayText.oneLine("\(point)") + rest)
    }

    func warn(leftOut count: Int, at point: Point) {
        guard count > 0 else { return }
        Output.error.tryLine(
            "session: \(Counts.of(count, "file")) could not be written at \(point); see which: "
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
        if isJSON { return try writeRecords(suspects, of: session) }
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
        if let prompt = chain.last(where: { $0.event.kind == .promptSubmitted })?.event {
            let text = DisplayText.cut(EventSummary(prompt).text, to: 200)
            try say("prompt:    " + style.yellow(EventSummary.place(of: prompt)) + "  " + text)
        }
        let moment = event.branch.map { "\($0)@\(event.revision - 1)" } ?? ""
        try say(style.dim("see:       session why \(file) \(place)"))
        try say(
            style.dim("           session diff \(file) \(DisplayText.oneLine(moment)) \(place)"))
    }

    private func writeRecords(_ suspects: [[CauseStep]], of session: Session) throws {
        for chain in suspects {
            guard let event = chain.first?.event else { continue }
            let prompt = chain.last { $0.event.kind == .promptSubmitted }?.event
            try output.json(
                .object([
                    (
                        suspects.count == 1 ? "firstBad" : "suspect",
                        FormatCalls.cloudEvent(event, of: session)
                    ),
                    ("prompt", prompt.map { FormatCalls.cloudEvent($0, of: session) }),
                ]))
        }
    }
}
