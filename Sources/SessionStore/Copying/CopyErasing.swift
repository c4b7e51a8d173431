internal import SessionModel

/// Makes what was erased in either of two copies erased here, with who erased it and why.
struct CopyErasing {
    private let events: EventWriter
    /// The erasures of this file before anything came over.
    private let ours: [Redaction]
    private let theirs: [Redaction]

    init(_ events: EventWriter, ours: LogView, theirs: LogView) throws {
        self.events = events
        self.ours = try ours.redactions()
        self.theirs = try Self.believed(theirs)
    }

    /// The erasures of another copy, once its control line follows from the first event on and the
    /// events that it says are erased are: nothing here is erased on a forged word.
    private static func believed(_ theirs: LogView) throws -> [Redaction] {
        let redactions = try theirs.redactions()
        guard !redactions.isEmpty else { return [] }
        try theirs.checkControlLine()
        let digests = Set(redactions.flatMap(\.digests))
        let places = try theirs.positions(of: digests).values.sorted()
        for case let entry? in try theirs.headers(at: places) where !entry.isErased {
            throw LogError(
                .damaged, "event #\(entry.position) is recorded as erased and is still there")
        }
        return redactions
    }

    /// The digests of what was erased here.
    var erased: Set<EventDigest> { ours.reduce(into: []) { $0.formUnion($1.digests) } }

    /// Records the events that came over erased because what they stand for is erased here, and
    /// erases what the other copy has erased.
    ///
    /// - Returns: how many events of this file went.
    func run(_ copies: [(original: EventDigest, copy: EventDigest)]) throws -> Int {
        try record(copies)
        var known = erased
        var count = 0
        for redaction in theirs {
            let digests = redaction.digests.filter { !known.contains($0) }
            known.formUnion(digests)
            count += try apply(redaction, digests)
        }
        return count
    }

    /// How many events of this file ``run(_:)`` would erase.
    static func count(ours: LogView, theirs: LogView) throws -> Int {
        let known = try ours.redactions().reduce(into: Set()) { $0.formUnion($1.digests) }
        let digests = try believed(theirs).flatMap(\.digests).filter { !known.contains($0) }
        let places = try ours.positions(of: Set(digests)).values.sorted()
        let alive = try ours.headers(at: places).compactMap { try $0.map { try ours.event($0) } }
            .filter { !$0.isErased && $0.isErasable }
        return alive.isEmpty ? 0 : try ours.kin(of: Set(alive.map(\.position))).count
    }

    private func record(_ copies: [(original: EventDigest, copy: EventDigest)]) throws {
        guard !copies.isEmpty else { return }
        for redaction in ours {
            let originals = Set(redaction.digests)
            try events.record(
                redaction, copies.filter { originals.contains($0.original) }.map(\.copy))
        }
    }

    private func apply(_ redaction: Redaction, _ digests: [EventDigest]) throws -> Int {
        let view = try events.view()
        let places = try view.positions(of: Set(digests)).values.sorted()
        var alive: Set<Position> = []
        var gone: [EventDigest] = []
        for case let entry? in try view.headers(at: places) {
            let event = try view.event(entry)
            if event.isErased {
                gone.append(event.digest)
            } else if event.isErasable {
                alive.insert(event.position)
            }
        }
        guard !alive.isEmpty else {
            try events.record(redaction, gone)
            return 0
        }
        try view.checkNotHeld()
        let erased = try events.erase(view.kin(of: alive))
        try events.record(redaction, gone + erased.digests)
        try events.rebuild(from: erased.beginnings)
        return erased.digests.count
    }
}

extension EventWriter {
    /// Records an erasure that was made in another copy, with who made it and why.
    func record(_ redaction: Redaction, _ digests: [EventDigest]) throws {
        guard !digests.isEmpty else { return }
        try control(
            EventDraft(
                ContentRedacted(
                    digests: digests, reason: redaction.reason, authority: redaction.authority),
                by: redaction.actor
            ).with(occurredAt: redaction.erasedAt))
    }
}
