internal import SessionModel

/// Requests that a tool itself logged (``RequestLog``), which name by hashes what other
/// records say: erasing one of these leaves a gap in them, and its hash.
struct ReferringLogs {
    private let view: LogView
    /// Positions of the requests, in the order written.
    private var requests: [Position] = []

    init(_ view: LogView) { self.view = view }

    mutating func add(_ position: Position) { requests.append(position) }

    /// The requests that name what events say that go, each with the first of these.
    ///
    /// - Cost: one pass over the log and the requests, where there are any.
    func referring(
        to going: ReferringContexts.Going
    ) throws -> [(state: Event, source: Position)] {
        guard !requests.isEmpty, !going.isEmpty else { return [] }
        let sources = try sources(going)
        guard !sources.isEmpty else { return [] }
        // Of each request, by its id: where the first message stands that goes.
        var gaps: [String: (index: Int, source: Position)] = [:]
        var lengths: [String: Int] = [:]
        var found: [(state: Event, source: Position)] = []
        for position in requests {
            let entry = try LogError.unlessDamaged { try view.entry(at: position) }
            guard let request = entry?.loggedRequest, let entry else { continue }
            let kept = min(request.keep, request.base.flatMap { lengths[$0] } ?? 0)
            lengths[request.id] = kept + request.tail.count
            let inherited = request.base.flatMap { gaps[$0] }.flatMap { $0.index < kept ? $0 : nil }
            let own = request.tail.firstIndex { sources[$0] != nil }
                .flatMap { index in sources[request.tail[index]].map { (kept + index, $0) } }
            if let gap = inherited ?? own { gaps[request.id] = gap }
            let source = (inherited ?? own)?.source ?? request.shape.flatMap { sources[$0] }
            if let source { found.append((try view.event(entry), source)) }
        }
        return found
    }

    /// By the hash of what events say that go: what takes them along.
    private func sources(_ going: ReferringContexts.Going) throws -> [EventDigest: Position] {
        let taking = going.mapValues { events in
            Dictionary(events.map { ($0.revision, $0.source) }) { first, _ in first }
        }
        var sources: [EventDigest: Position] = [:]
        var messages: [BranchID: LoggedMessages] = [:]
        func note(_ told: [LoggedMessage], on branch: BranchID) {
            for message in told {
                let source = message.revisions.lazy
                    .compactMap { taking[branch]?[$0] }.first
                if let source { sources[LoggedRequest.hash(message.value)] = source }
            }
        }
        try view.forEachReadableEntry(headersOnly: false) { entry in
            guard let revisions = taking[entry.branch] else { return }
            let event = try view.event(entry)
            note(messages[entry.branch, default: LoggedMessages()].add(event), on: entry.branch)
            if let source = revisions[entry.revision],
                let shape = entry.requestLog?.shape(event.body)
            {
                sources[LoggedRequest.hash(shape.value)] = source
            }
        }
        for branch in messages.keys {
            note(messages[branch]?.finish() ?? [], on: branch)
        }
        return sources
    }
}
