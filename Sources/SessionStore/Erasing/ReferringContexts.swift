internal import SessionModel

/// Recorded requests and contexts that repeat what events say: erasing one of these takes what was
/// seen along.
struct ReferringContexts {
    private let view: LogView
    /// Positions of requests and contexts of our own, in the order written.
    private var told: [Position] = []
    /// Those of the requests.
    private(set) var requests: [Position] = []
    private var logs: ReferringLogs

    /// Events that go, by the branch that they were written on: revisions, ascending, and what
    /// takes them along.
    typealias Going = [BranchID: [(revision: Revision, source: Position)]]

    /// - Cost: one pass over the log's headers.
    init(_ view: LogView) throws {
        self.view = view
        var (told, requests): ([Position], [Position]) = ([], [])
        var logs = ReferringLogs(view)
        try view.forEachReadableEntry(headersOnly: true) { entry in
            let kind = entry.kind
            guard kind == .requestSent || kind == .contextBuilt, !entry.isErased else { return }
            guard entry.dialect == nil else {
                if kind == .requestSent, entry.origin == nil { logs.add(entry.position) }
                return
            }
            told.append(entry.position)
            if kind == .requestSent { requests.append(entry.position) }
        }
        (self.told, self.requests, self.logs) = (told, requests, logs)
    }

    /// Those that stop being readable when events go, each with the first of these that it tells.
    ///
    /// - Parameter gone: by the position of an event that goes, the positions of those that cannot
    ///   be read any more for its sake, itself among them.
    /// - Cost: for each request and context its body, and a search by halves; one pass over the log
    ///   where the tool logged requests itself.
    func unreadable(without gone: [Position: [Position]]) throws -> [(
        state: Event, source: Position
    )] {
        let going = try going(gone)
        guard !going.isEmpty else { return [] }
        var found: [(state: Event, source: Position)] = []
        var lost: [Position: Position] = [:]
        for position in told {
            let entry = try LogError.unlessDamaged { try view.entry(at: position) }
            guard let entry, let source = try source(of: entry, among: going, lost) else {
                continue
            }
            lost[position] = source
            found.append((try view.event(entry), source))
        }
        return try found + logs.referring(to: going)
    }

    private func going(_ gone: [Position: [Position]]) throws -> Going {
        var going: Going = [:]
        for (source, positions) in gone {
            for position in positions {
                let entry = try LogError.unlessDamaged {
                    try view.entry(at: position, headersOnly: true)
                }
                guard let entry else { continue }
                going[entry.branch, default: []].append((entry.revision, source))
            }
        }
        return going.mapValues { $0.sorted { $0.revision < $1.revision } }
    }

    /// The event that goes of those that a request or context tells, on the line that it was
    /// recorded on.
    private func source(
        of told: LogEntry, among going: Going, _ lost: [Position: Position]
    ) throws -> Position? {
        if let original = told.originPosition.flatMap({ lost[$0] }) { return original }
        guard told.origin == nil else { return nil }
        let body = JSON(unchecked: told.body)
        let line = try view.line(told.branch)
        let isRequest = told.kind == .requestSent
        let context =
            isRequest
            ? RequestSent(body, version: told.version).context
            : ContextBuilt(body, version: told.version).context
        for range in context.ranges {
            let end = min(range.upperBound, told.revision - 1)
            guard range.lowerBound <= end else { continue }
            for segment in line.segments(from: range.lowerBound, through: end) {
                guard let events = going[segment.branch] else { continue }
                let first = events.partitioningIndex {
                    $0.revision >= segment.revisions.lowerBound
                }
                if first < events.count, segment.revisions.contains(events[first].revision) {
                    return events[first].source
                }
            }
        }
        guard !isRequest, let base = ContextBuilt(body, version: told.version).base,
            let older = try view.entry(
                revision: base, on: line, headersOnly: true)
        else { return nil }
        return lost[older.position]
    }
}
