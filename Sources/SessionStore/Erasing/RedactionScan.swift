internal import SessionModel

/// Puts a ``RedactionPlan`` together.
struct RedactionScan {
    private let view: LogView
    private let asked: Set<Position>
    private let fits: (([UInt8]) -> Bool)?
    private var plan = RedactionPlan()

    init(_ view: LogView, asked: Set<Position>, finding fits: (([UInt8]) -> Bool)?) throws {
        self.view = view
        self.asked = asked
        self.fits = fits
    }

    mutating func run() throws -> RedactionPlan {
        var wanted = try fits.map { try matching($0) } ?? asked
        let contexts = try ReferringContexts(view)
        if let fits {
            wanted.formUnion(try requests(holding: fits, without: wanted, among: contexts))
        }
        let going = try view.kin(of: wanted.union(pieces(of: wanted)))
        let derived = try DerivedFiles(view)
        var texts = SameTexts()
        for position in going.sorted() {
            guard let event = try event(position, headersOnly: fits != nil) else {
                plan.damaged +=
                    try LogError.unlessDamaged {
                        try event(position, headersOnly: true)?.header
                    }.map { [$0] } ?? []
                continue
            }
            if event.isErased {
                if wanted.contains(position) { plan.erased.append(event) }
                continue
            }
            plan.events.append(event.header)
            if fits == nil {
                try texts.take(event, content: content(of: event), origin: source(of: event))
                for (state, content) in try derived.states(of: position) {
                    texts.take(linesOf: content, path: state.subject)
                }
            }
        }
        // Everything that holds what a pattern fits is found by the pattern already.
        if fits == nil {
            try findAlike(&texts, without: going)
            let known = going.union(plan.alike.map(\.position))
            let held = try requests(
                holding: { texts.areTold(in: $0) }, without: known, among: contexts)
            plan.alike += try held.compactMap { try event($0, headersOnly: true)?.header }
            plan.alike.sort { $0.position < $1.position }
        }
        for group in [plan.events, plan.alike] { try findUnreadable(group, derived, contexts) }
        return plan
    }

    /// What cannot be read any more when some events go.
    private mutating func findUnreadable(
        _ group: [Event], _ derived: DerivedFiles, _ contexts: ReferringContexts
    ) throws {
        var gone: [Position: [Position]] = [:]
        for source in group.map(\.position) {
            let states = try derived.states(of: source)
            plan.derived += states.map { ($0.event.header, source) }
            gone[source] = [source] + states.map(\.event.position)
        }
        plan.derived += try contexts.unreadable(without: gone)
            .map { ($0.state.header, $0.source) }
    }

    private func event(_ position: Position, headersOnly: Bool) throws -> Event? {
        try LogError.unlessDamaged {
            try view.entry(at: position, headersOnly: headersOnly)
        }.map { try view.event($0) }
    }

    /// - Returns: the positions of those that are damaged.
    @discardableResult
    private func forEachEvent(
        headersOnly: Bool = false, _ body: (Event) throws -> Void
    ) throws -> [Position] {
        try view.forEachReadableEntry(headersOnly: headersOnly) { try body(view.event($0)) }
    }

    // MARK: Looking for it

    private mutating func matching(_ fits: ([UInt8]) -> Bool) throws -> Set<Position> {
        var found: Set<Position> = []
        var partial = UnfinishedAnswers()
        var plan = plan
        let damaged = try forEachEvent { event in
            guard !event.isErased else { return }
            plan.erasable += event.isErasable ? 1 : 0
            partial.take(event)
            var isFitting = false
            event.forEachText { isFitting = isFitting || fits($0) }
            guard isFitting else { return }
            if event.isErasable {
                found.insert(event.position)
            } else if event.kind != .contentRedacted {
                plan.refused.append(event.header)
            }
        }
        plan.unread = damaged
        self.plan = plan
        return found.union(partial.positions(fits))
    }

    /// Requests that hold a text only as they were sent: a part of it in an event, the rest of
    /// their own. Those that cannot be read any more without the events that go are none of them.
    private func requests(
        holding fits: ([UInt8]) -> Bool, without going: Set<Position>,
        among contexts: ReferringContexts
    ) throws -> [Position] {
        let gone = Dictionary(uniqueKeysWithValues: going.map { ($0, [$0]) })
        let lost = going.union(try contexts.unreadable(without: gone).map(\.state.position))
        return try contexts.requests.filter { position in
            guard !lost.contains(position), let event = try event(position, headersOnly: true),
                event.isErasable, let text = try request(event)
            else { return false }
            return fits(text)
        }
    }

    /// The bytes that were sent; nil where they are not known, or hold what was erased.
    private func request(_ event: Event) throws -> [UInt8]? {
        guard let branch = event.branch else { return nil }
        let reader = try ContextReader(view, Point(branch: branch, revision: event.revision))
        do {
            return try reader.recorded(since: event.revision - 1)?.bytes
        } catch let error as SessionError where error.code == .contextUnknown {
            return nil
        } catch let error as SessionError where error.code == .corruptPayload {
            return nil
        } catch let error as LogError where error.isDamage {
            return nil
        }
    }

    /// The pieces that streamed answers came in.
    private func pieces(of answers: Set<Position>) throws -> Set<Position> {
        let entries = try view.headers(at: Array(answers)).compactMap { $0 }
        let ids = Set(entries.filter { $0.kind == .responseReceived }.compactMap(\.id))
        var found: Set<Position> = []
        guard !ids.isEmpty else { return found }
        try forEachEvent(headersOnly: true) { event in
            if let answer = event.answerID, ids.contains(answer) { found.insert(event.position) }
        }
        return found
    }

    // MARK: What holds the same bytes

    /// The event that a file's content is computed from.
    private func source(of event: Event) throws -> Position? {
        guard event.kind == .fileChanged, event.content == nil,
            FileChanged(event.body, version: event.version).derivation != nil,
            let entry = try view.entry(at: event.position, headersOnly: true)
        else { return nil }
        return try view.source(of: entry, headersOnly: true)?.position
    }

    /// A file's content where it stands in another event, too.
    private func content(of event: Event) throws -> [UInt8]? {
        guard event.kind == .fileChanged, event.content == nil,
            let entry = try view.entry(at: event.position)
        else { return event.content }
        return try LogError.unlessDamaged {
            try view.content(of: entry, FileChanged(event.body, version: event.version))
        }
    }

    /// Whether a merge made what the event says of both sides' values.
    private func isWrittenByMerge(_ event: Event) throws -> Bool {
        guard event.origin == nil, let cause = event.cause, let branch = event.branch else {
            return false
        }
        let line = try view.line(branch)
        return try view.entry(revision: cause, on: line, headersOnly: true)?.kind
            == .branchMerged
    }

    private mutating func findAlike(_ texts: inout SameTexts, without going: Set<Position>) throws {
        var plan = plan
        plan.unread = try forEachEvent { event in
            guard !event.isErased, event.isErasable else { return }
            plan.erasable += 1
            guard !going.contains(event.position) else { return }
            // A file that is computed from what goes holds nothing then.
            let isHeld = try texts.areHeld(
                by: event,
                content: { event in
                    let source = try source(of: event)
                    return try source.map { going.contains($0) } ?? false ? nil : content(of: event)
                }, isWrittenByMerge: isWrittenByMerge)
            if isHeld { plan.alike.append(event.header) }
        }
        self.plan = plan
    }
}

/// The texts of streamed answers that are not finished: what is looked for may begin in one piece
/// and end in the next.
private struct UnfinishedAnswers {
    private var texts: [String: (text: String, positions: [Position])] = [:]

    mutating func take(_ event: Event) {
        if event.kind == .responseReceived, let id = event.id { texts[id] = nil }
        guard let answer = event.answerID else { return }
        var (text, positions) = texts[answer] ?? ("", [])
        text += event.message?.text ?? ""
        positions.append(event.position)
        texts[answer] = (text, positions)
    }

    func positions(_ fits: ([UInt8]) -> Bool) -> Set<Position> {
        texts.values.reduce(into: []) { found, answer in
            if fits(Array(answer.text.utf8)) { found.formUnion(answer.positions) }
        }
    }
}

extension Event {
    /// The event without what it says.
    fileprivate var header: Event {
        Event(
            position: position, branch: branch, revision: revision, kind: kind, version: version,
            dialect: dialect, subject: subject, actor: actor, occurredAt: occurredAt,
            recordedAt: recordedAt, cause: cause, origin: origin, id: id, body: .object([]),
            digest: digest, isErased: isErased)
    }
}
