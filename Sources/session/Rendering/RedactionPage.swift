import SessionAnswers
import SessionStore

/// What an erasure takes away, told before and after.
struct RedactionPage {
    let session: Session
    let plan: RedactionPlan
    /// Whether the events that hold the same bytes go too.
    let everywhere: Bool

    /// Rows shown of a long list.
    private static let limit = 20
    /// Rows shown of what only holds the same bytes.
    private static let alikeLimit = 8

    var going: [Event] { plan.events + (everywhere ? plan.alike : []) }

    /// - Throws: ``SessionError/Code/eventNotFound`` where a pattern fits nothing that can go.
    func refuseNothing(_ pattern: String?) async throws {
        guard let pattern, going.isEmpty, plan.erased.isEmpty else { return }
        if let first = plan.refused.first {
            throw SessionError(
                .notErasable,
                "\"\(pattern)\" stands only where nothing can be erased: #\(first.position) "
                    + "(\(first.kind))",
                hint: "Branches, tags, imports and the session itself are told by such events.")
        }
    }

    /// What would go, what would stay, as tables.
    func lines() async throws -> [String] {
        var lines = try await table(going)
        if !everywhere, !plan.alike.isEmpty {
            lines += ["", "these hold the same bytes and stay (--everywhere erases them too):"]
            lines += try await table(likeliest, limit: Self.alikeLimit)
        }
        lines += try await unreadable("would not be readable any more, for they", isDone: false)
        lines += try await damaged()
        if !plan.refused.isEmpty {
            lines += [
                "", "these fit and cannot be erased: branches, tags, imports are told by them:",
            ]
            lines += try await table(plan.refused)
        }
        return lines
    }

    /// What becomes of the files whose contents stand in events that go, and of what a model saw of
    /// these.
    private func unreadable(_ words: String, isDone: Bool) async throws -> [String] {
        let all = plan.unreadable(everywhere: everywhere)
        let files = all.filter { $0.kind == .fileChanged }
        let contexts = all.filter { $0.kind != .fileChanged && $0.dialect == nil }
        let logs = all.filter { $0.kind != .fileChanged && $0.dialect != nil }
        var lines: [String] = []
        if !files.isEmpty {
            let tense = isDone ? "were" : "are"
            lines += ["", "the contents of these files \(words) \(tense) computed from it:"]
            lines += try await table(files)
        }
        if !contexts.isEmpty {
            let tense = isDone ? "repeated" : "repeat"
            lines += ["", "these requests and contexts \(words) \(tense) it:"]
            lines += try await table(contexts)
        }
        if !logs.isEmpty {
            lines += [
                "",
                "these requests, logged by the tool, \(isDone ? "have" : "would have") a gap, and "
                    + "name it by a hash that a short text can be guessed from:",
            ]
            lines += try await table(logs)
        }
        return lines
    }

    /// What stands in the way of the rest.
    private func damaged() async throws -> [String] {
        var lines: [String] = []
        if !plan.damaged.isEmpty {
            lines += [
                "", "these cannot be erased: they are damaged, or build on what is damaged:",
            ]
            for event in plan.damaged.prefix(Self.limit) {
                lines.append("  " + DisplayText.oneLine(name(of: event)) + "  \(event.kind)")
            }
        }
        if !plan.unread.isEmpty {
            lines += [
                "",
                Counts.of(plan.unread.count, "event") + " could not be looked through, for they "
                    + "are damaged: " + Counts.few(plan.unread.map { "#\($0)" }, limit: 6),
            ]
        }
        return lines
    }

    /// What holds the same bytes, the likeliest to be the same thing first: other versions of the
    /// same file or setting, then events of the same kind, then whatever is nearest.
    private var likeliest: [Event] {
        let subjects = Set(going.compactMap { event in event.subject.map { [UInt8]($0.utf8) } })
        let kinds = Set(going.map(\.kind))
        let places = going.map(\.position.number)
        func order(_ event: Event) -> (Int, Int) {
            let isSame = event.subject.map { subjects.contains([UInt8]($0.utf8)) } ?? false
            let distance = places.map { abs($0 - event.position.number) }.min() ?? 0
            return (isSame ? 0 : kinds.contains(event.kind) ? 1 : 2, distance)
        }
        return plan.alike.map { (order($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func table(_ events: [Event], limit: Int = Self.limit) async throws -> [String] {
        var table = Table()
        for header in events.prefix(limit) {
            let event = try await session.event(at: .position(header.position))
            let summary = EventSummary(event)
            table.add([
                "  " + DisplayText.oneLine(name(of: header)), LocalTime.text(header.occurredAt),
                summary.label, DisplayText.cut(summary.text, to: 60),
            ])
        }
        let rest = events.count - limit
        return table.lines(columns: Output.standard.columns)
            + (rest > 0 ? ["  and \(Counts.of(rest, "more event"))"] : [])
    }

    private func name(of event: Event) -> String {
        event.branch.map { "\($0)@\(event.revision)" } ?? "#\(event.position)"
    }

    func write(asJSON: Bool, redaction: Redaction?, isDone: Bool = false) async throws {
        let output = Output.standard
        guard !asJSON else {
            let records = Records.redaction(plan, everywhere: everywhere, done: redaction)
            return try records.forEach { try output.json($0) }
        }
        guard isDone else {
            if going.isEmpty {
                let already = plan.erased.isEmpty ? "" : " that is not erased already"
                try output.line("nothing would be erased" + already)
            }
            if !going.isEmpty { try output.line("would erase \(Counts.of(going.count, "event")):") }
            return try output.lines(try await lines())
        }
        guard let redaction else {
            try output.line(
                !plan.erased.isEmpty
                    ? "erased already; the file was written anew"
                    : plan.damaged.isEmpty
                        ? "nothing fits, nothing was erased" : "nothing was erased")
            return try output.lines(try await damaged())
        }
        let count = Counts.of(redaction.digests.count, "event")
        try output.line("erased \(count): \(going.prefix(8).map { name(of: $0) }.few)")
        if !everywhere, !plan.alike.isEmpty {
            try output.line("")
            try output.line("these still hold the same bytes (--everywhere erases them too):")
            try output.lines(try await table(likeliest, limit: Self.alikeLimit))
        }
        try output.lines(
            try await unreadable("cannot be read any more, for they", isDone: true))
        try output.lines(try await damaged())
        if !plan.refused.isEmpty {
            try output.line("")
            try output.line("these fit too and cannot be erased:")
            try output.lines(try await table(plan.refused))
        }
    }
}

extension [String] {
    /// The first of them in one line.
    fileprivate var few: String { Counts.few(self, limit: 6) }
}
