internal import SessionAnswers
internal import SessionStore

/// What a page shows of a branch's line before it asks for single events: how much happened where,
/// what a find or a filter fits, and rows with summaries alone.
struct TimelineEndpoints {
    let store: Store
    private let lines = LineCache()
    private let finds = FindCache()

    init(store: Store) { self.store = store }

    func add(to routes: Routes) {
        routes.get("sessions/:session/timeline", timeline)
        routes.get("sessions/:session/rows", rows)
        routes.get("sessions/:session/matches", matches)
        routes.get("sessions/:session/lanes", lanes)
    }

    /// A range of the line in stretches of as many revisions each, with how many events of each fit
    /// and when they happened.
    private func timeline(_ asked: Asked) async throws -> Answer {
        let wanted = try asked.number("bins", 1...1000, else: 100)
        let looked = try Look(asked)
        return try await store.answer(asked) { session, found in
            let columns = try await columns(looked, session, found)
            let test = LineTest(looked.query, onlyFailures: looked.onlyFailures, of: columns)
            let range = looked.range(columns.count)
            let bins = range.map { TimelineBin.bins(wanted, of: columns, in: $0, test) } ?? []
            return .ok(
                [
                    "branch": .string(looked.branch.rawValue), "head": .number(columns.count),
                    "bins": .array(bins.map { Records.bin($0) }),
                ])
        }
    }

    /// A range of the line, each event on one line, as `session log` has it.
    private func rows(_ asked: Asked) async throws -> Answer {
        let looked = try Look(asked)
        let limit = try asked.number("limit", 1...500, else: 100)
        let length = try asked.number("length", 1...1000, else: 1000)
        return try await store.answer(asked) { session, _ in
            var rows: [JSON] = []
            let events = session.events(
                on: looked.branch, from: Revision(looked.from),
                through: looked.through.map { Revision($0) }, limit: limit + 1)
            for try await event in events {
                if rows.count == limit {
                    return .list("rows", rows, next: "from=\(event.revision)")
                }
                rows.append(Records.row(event, length: length))
            }
            return .list("rows", rows)
        }
    }

    /// Where on the line a find or a filter fits: how often, and which revisions of a range.
    private func matches(_ asked: Asked) async throws -> Answer {
        let looked = try Look(asked)
        let limit = try asked.number("limit", 1...10_000, else: 1000)
        let isDescending = try asked.isDescending
        let text = asked.text("find")
        return try await store.answer(asked) { session, found in
            let columns = try await columns(looked, session, found)
            let test = LineTest(looked.query, onlyFailures: looked.onlyFailures, of: columns)
            var fitting = Array(1..<columns.count + 1)
            if let text {
                fitting = try await finds.revisions(
                    saying: text, in: session, at: found.path, on: looked.branch
                ).filter { $0 <= columns.count }
            }
            fitting.removeAll { !test.fits($0, of: columns) }
            let range = looked.range(columns.count)
            var listed = fitting.filter { range?.contains($0) ?? false }
            if isDescending { listed.reverse() }
            return .ok(
                [
                    "branch": .string(looked.branch.rawValue), "count": .number(fitting.count),
                    "before": .number(fitting.prefix { $0 < looked.from }.count),
                    "revisions": .array(listed.prefix(limit).map { .number($0) }),
                ])
        }
    }

    /// What the graph of branches is drawn from.
    private func lanes(_ asked: Asked) async throws -> Answer {
        try await store.answer(asked) { session, _ in .ok(try await Records.lanes(of: session)) }
    }

    private func columns(
        _ looked: Look, _ session: Session, _ found: Store.Found
    ) async throws -> LineColumns {
        try await lines.columns(
            of: session, at: found.path, on: looked.branch, isWeighed: looked.isWeighed)
    }
}

/// Which part of which line is looked at, and what of it.
private struct Look {
    let branch: BranchName
    let from: Int
    let through: Int?
    let query: AuditQuery
    let onlyFailures: Bool
    /// Whether bodies have to be read for it.
    let isWeighed: Bool

    init(_ asked: Asked) throws {
        branch = try asked.branch()
        from = try asked.number("from", 1...Int.max, else: 1)
        through =
            try asked.text("through") == nil ? nil : asked.number("through", 1...Int.max, else: 1)
        var query = try asked.eventQuery
        query.tools = asked.texts("tool")
        query.since = try asked.time("since")
        query.until = try asked.time("until")
        self.query = query
        onlyFailures = try asked.flag("failures")
        isWeighed = try asked.flag("weights") || onlyFailures || !query.tools.isEmpty
    }

    /// What is asked for of a line of so many revisions; nil: nothing of it.
    func range(_ count: Int) -> ClosedRange<Int>? {
        let last = min(through ?? count, count)
        return from <= last ? from...last : nil
    }
}
