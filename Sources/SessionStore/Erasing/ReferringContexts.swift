internal import EventLog
internal import SessionModel

/// Recorded requests and contexts that repeat what events say: erasing one of these takes what was
/// seen along.
struct ReferringContexts {
    private let view: LogView
    /// By the branch that they were written on: revisions and positions of events that go,
    /// ascending.
    private var going: [Int64: [(revision: Int64, position: Int64)]] = [:]
    /// By the position of a context that cannot be read any more, the event that it tells of.
    private var lost: [Int64: Int64] = [:]

    private static let kinds: Set = [
        EventKind.requestSent.rawValue, EventKind.contextBuilt.rawValue,
    ]

    /// - Parameter sources: positions of events that go, or cannot be read any more for the sake of
    ///   one that does, by the position of that one.
    init(_ view: LogView, _ sources: [Int64: [Int64]]) throws {
        self.view = view
        for (source, positions) in sources {
            for position in positions {
                guard
                    let entry = try LogError.unlessDamaged({
                        try view.reader.entry(at: position, headersOnly: true)
                    })
                else { continue }
                going[entry.branch, default: []].append((entry.revision, source))
            }
        }
        for branch in going.keys { going[branch]?.sort { $0.revision < $1.revision } }
    }

    /// Those that stop being readable, each with the first event that goes of what it tells.
    ///
    /// - Cost: one pass over the log's headers, and for each of them a search by halves.
    mutating func find() throws -> [(state: Event, source: Int64)] {
        guard !going.isEmpty else { return [] }
        var found: [(state: Event, source: Int64)] = []
        var positions: [Int64] = []
        try view.reader.forEachReadableEntry(headersOnly: true) { entry in
            if Self.kinds.contains(entry.kind), entry.dialect == nil, !entry.isErased {
                positions.append(entry.position)
            }
        }
        for position in positions {
            let told = try LogError.unlessDamaged { try view.reader.entry(at: position) }
            guard let told, let source = try source(of: told) else { continue }
            lost[position] = source
            found.append((try view.event(told), source))
        }
        return found
    }

    /// The event that goes of those that a request or context tells, on the line that it was
    /// recorded on.
    private func source(of told: LogEntry) throws -> Int64? {
        if let original = told.originPosition.flatMap({ lost[$0] }) { return original }
        guard told.origin == nil else { return nil }
        let body = JSON(unchecked: told.body)
        let line = try view.line(told.branch)
        let isRequest = told.kind == EventKind.requestSent.rawValue
        let context =
            isRequest
            ? RequestSent(body, version: told.version).context
            : ContextBuilt(body, version: told.version).context
        for range in context.ranges {
            let end = min(Int64(range.upperBound), told.revision - 1)
            guard Int64(range.lowerBound) <= end else { continue }
            for segment in line.segments(from: Int64(range.lowerBound), through: end) {
                guard let events = going[segment.branch] else { continue }
                let first = events.partitioningIndex {
                    $0.revision >= segment.revisions.lowerBound
                }
                if first < events.count, segment.revisions.contains(events[first].revision) {
                    return events[first].position
                }
            }
        }
        guard !isRequest, let base = ContextBuilt(body, version: told.version).base,
            let older = try view.reader.entry(
                revision: Int64(base), on: line, headersOnly: true)
        else { return nil }
        return lost[older.position]
    }
}
