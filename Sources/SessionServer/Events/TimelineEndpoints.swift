internal import SessionAnswers
internal import SessionStore

/// What a page shows of a branch's line before it asks for single events: how much happened where,
/// what a find or a filter fits, and rows with summaries alone.
struct TimelineEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.get("sessions/:session/timeline", timeline)
        routes.get("sessions/:session/rows", rows)
        routes.get("sessions/:session/matches", matches)
    }

    /// The line in stretches of as many revisions each, with how many events of each fit and when
    /// they happened.
    private func timeline(_ asked: Asked) async throws -> Answer {
        let branch = try asked.branch()
        let wanted = try asked.number("bins", 1...1000, else: 100)
        let test = AuditTest(try asked.eventQuery)
        return try await store.answer(asked) { session, _ in
            let head = try await session.resolve(.head(of: branch)).revision.number
            let width = max((head + wanted - 1) / wanted, 1)
            var bins = (0..<(head + width - 1) / width).map {
                TimelineBin(first: $0 * width + 1, last: min(($0 + 1) * width, head))
            }
            let events = session.events(
                on: branch, through: Revision(head), headersOnly: true)
            for try await event in events where test.fits(event) {
                bins[(event.revision.number - 1) / width].take(event)
            }
            return .ok(
                [
                    "branch": .string(branch.rawValue), "head": .number(head),
                    "bins": .array(bins.map(\.json)),
                ])
        }
    }

    /// A range of the line, each event on one line, as `session log` has it.
    private func rows(_ asked: Asked) async throws -> Answer {
        let branch = try asked.branch()
        let from = try asked.number("from", 1...Int.max, else: 1)
        let limit = try asked.number("limit", 1...500, else: 100)
        return try await store.answer(asked) { session, _ in
            var rows: [JSON] = []
            let events = session.events(on: branch, from: Revision(from), limit: limit + 1)
            for try await event in events {
                if rows.count == limit {
                    return .list("rows", rows, next: "from=\(event.revision)")
                }
                rows.append(Records.summary(event))
            }
            return .list("rows", rows)
        }
    }

    /// Where on the line a find or a filter fits: how often, and the first revisions.
    private func matches(_ asked: Asked) async throws -> Answer {
        let branch = try asked.branch()
        let limit = try asked.number("limit", 1...10_000, else: 1000)
        let test = AuditTest(try asked.eventQuery)
        let needle = asked.text("find").map { Needle($0) }
        return try await store.answer(asked) { session, _ in
            var (count, revisions): (Int, [JSON]) = (0, [])
            let events = session.events(on: branch, headersOnly: needle == nil)
            for try await event in events
            where test.fits(event) && needle?.isSaid(in: event) ?? true {
                count += 1
                if revisions.count < limit { revisions.append(.number(event.revision)) }
            }
            return .ok(
                [
                    "branch": .string(branch.rawValue), "count": .number(count),
                    "revisions": .array(revisions),
                ])
        }
    }
}

/// A stretch of a line.
private struct TimelineBin {
    /// The first and the last revision of it.
    let first: Int
    let last: Int
    private var count = 0
    private var since: Timestamp?
    private var until: Timestamp?

    init(first: Int, last: Int) { (self.first, self.last) = (first, last) }

    mutating func take(_ event: Event) {
        count += 1
        since = min(since ?? event.occurredAt, event.occurredAt)
        until = max(until ?? event.occurredAt, event.occurredAt)
    }

    var json: JSON {
        .object([
            ("from", .number(first)), ("through", .number(last)), ("count", .number(count)),
            ("since", since.map { .string("\($0)") }), ("until", until.map { .string("\($0)") }),
        ])
    }
}
