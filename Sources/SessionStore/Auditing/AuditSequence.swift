public import SessionModel

extension Session {
    /// The events that a query asks for, by position: in the order in which they were written, all
    /// branches together. What is written once the reading has begun is not in it.
    ///
    /// ```swift
    /// for try await event in session.audit(.kind("file.changed").actor("model:*")) {
    ///     print(event.position, event.subject ?? "", event.actor)
    /// }
    /// ```
    ///
    /// An erased event is found by what is left of it: kind, branch and time. Events that a merge
    /// took over are left out, for the originals are there, unless
    /// ``AuditQuery/includesCopies`` says otherwise.
    ///
    /// - Parameters:
    ///   - position: gives only what comes behind it: the last event of one page begins the next.
    ///   - headersOnly: leaves bodies and contents empty where the query does not look into them.
    /// - Throws: while iterating, ``SessionError/Code/damaged`` and `corruptPayload` with the
    ///   position of the event that cannot be read.
    /// - Cost: a query by kind, subject or tool reads an index and the events that it names,
    ///   whatever the log's length; where that were more than a million, and for all other queries,
    ///   the headers of all events. Bodies are read where the header does not decide, and of what
    ///   is given.
    public func audit(
        _ query: AuditQuery, after position: Position = 0, headersOnly: Bool = false
    ) -> AuditSequence {
        AuditSequence(session: self, query: query, after: position, headersOnly: headersOnly)
    }
}

/// Events that fit an ``AuditQuery``, read as they are asked for.
public struct AuditSequence: AsyncSequence, Sendable {
    public typealias Element = Event

    let session: Session
    let query: AuditQuery
    let after: Position
    let headersOnly: Bool

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let sequence: AuditSequence
        private var buffer: ArraySlice<Event> = []
        private var walk: AuditWalk?
        private var isAtEnd = false

        init(sequence: AuditSequence) { self.sequence = sequence }

        public mutating func next() async throws -> Event? {
            while buffer.isEmpty, !isAtEnd {
                try Task.checkCancellation()
                let (sequence, before) = (sequence, walk)
                let (events, walk) = try await sequence.session.read { view in
                    var walk = try before ?? AuditWalk(sequence, view)
                    return (try walk.step(view), walk)
                }
                (buffer, self.walk, isAtEnd) = (events[...], walk, walk.isAtEnd)
            }
            return buffer.popFirst()
        }
    }
}

/// A search on its way through the log, some events at a time.
private struct AuditWalk: Sendable {
    private let test: AuditTest
    private let headersOnly: Bool
    private let includesPieces: Bool
    /// Where the events are that may fit; nil: anywhere.
    private let candidates: [Position]?
    private let last: Position
    /// The next of the candidates, or the next position.
    private var next: Int
    /// Events that the next batch gives: few at first, so that who stops early waits for little.
    private var limit = 32

    /// 8 MB of positions at most.
    private static let candidateLimit = 1 << 20
    /// Events looked at in one read, and bytes of those given.
    private static let stride = 4096
    private static let batchBytes = 4 << 20

    init(_ sequence: AuditSequence, _ view: LogView) throws {
        let isAboutCauses = !sequence.query.causes.isEmpty
        test = AuditTest(
            sequence.query,
            among: isAboutCauses ? try view.branches.map { try view.branch($0) } : [])
        headersOnly = sequence.headersOnly
        includesPieces = sequence.query.includesPieces
        last = try view.lastPosition()
        let after = min(max(sequence.after, 0), last)
        candidates =
            test.isSelective
            ? try view.positions(of: Self.keys(test, view), limit: Self.candidateLimit)
            : nil
        next = candidates.map { $0.partitioningIndex { $0 > after } } ?? after.number + 1
    }

    private static func keys(_ test: AuditTest, _ view: LogView) -> EntryKeys {
        var branches = view.branches.filter { test.fits($0.name) }.map(\.id)
        if test.fits(BranchName?.none) { branches.append(BranchID.control) }
        return EntryKeys(
            branches: branches, kind: { test.fits($0) },
            subject: test.asksForSubject ? { test.fits(subject: $0) } : nil)
    }

    var isAtEnd: Bool { next >= candidates?.count ?? last.number + 1 }

    /// The next events that fit, and those before one that cannot be read; an error where that is
    /// the first.
    mutating func step(_ view: LogView) throws -> [Event] {
        var found: [Event] = []
        var bytes = 0
        let stop = next + Self.stride
        do {
            while !isAtEnd, next < stop, found.count < limit, bytes < Self.batchBytes {
                for header in try headers(view) {
                    let event = try event(header, view)
                    next += 1
                    guard let event else { continue }
                    found.append(event)
                    bytes += event.body.bytes.count + (event.content?.count ?? 0)
                    if found.count >= limit || bytes >= Self.batchBytes { break }
                }
            }
        } catch  where !found.isEmpty {
            return found
        }
        limit = 512
        return found
    }

    private func headers(_ view: LogView) throws -> [LogEntry] {
        guard let candidates else {
            let count = min(last.number + 1 - next, 256)
            return try view.entries(
                fromPosition: Position(next), limit: count, headersOnly: true)
        }
        let position = candidates[next]
        guard let entry = try view.entry(at: position, headersOnly: true),
            test.fits(entry.kind),
            entry.isErased || !test.asksForSubject
                || entry.subject.map({ test.fits(subject: $0) }) ?? false
        else { throw LogError(.damaged, "the index names another event", position: position) }
        return [entry]
    }

    private func isReplaced(_ event: Event, _ view: LogView) throws -> Bool {
        guard event.kind == .responseStreamed, let branch = event.branch else { return false }
        let line = try view.line(branch)
        var pieces = PieceFilter(view, on: line, through: .max)
        return try pieces.leavesOut(event)
    }

    private func event(_ header: LogEntry, _ view: LogView) throws -> Event? {
        let event = try view.event(header)
        let verdict = test.verdict(onHeader: event)
        guard verdict != .no, try includesPieces || !isReplaced(event, view) else { return nil }
        if verdict == .yes, headersOnly { return event }
        guard let entry = try view.entry(at: header.position) else { return nil }
        let whole = try view.event(entry)
        return verdict == .yes || test.fits(whole) ? whole : nil
    }
}
