public import SessionModel

/// Tells which pieces of streamed answers a read leaves out: those whose finished answer is on the
/// line up to the moment read.
struct PieceFilter {
    let view: LogView
    let line: Line
    /// The moment's revision.
    let through: Revision
    private var known: [String: Bool] = [:]

    init(_ view: LogView, on line: Line, through: Revision) {
        (self.view, self.line, self.through) = (view, line, through)
    }

    /// - Parameter entry: without its payload.
    mutating func leavesOut(_ entry: LogEntry, _ payload: LogPayload) throws -> Bool {
        guard entry.kind == .responseStreamed else { return false }
        return try leavesOut(view.event(entry.keeping(payload)))
    }

    /// Cost: one seek for each answer, nothing for events that are no pieces.
    mutating func leavesOut(_ event: Event) throws -> Bool {
        if try view.isErasedPiece(event, on: line, through: through) { return true }
        guard let answer = event.answerID else { return false }
        if let found = known[answer] { return found }
        let finished = try view.header(id: answer, on: line)
        let found =
            finished.map {
                $0.kind == .responseReceived && $0.revision <= through
            } ?? false
        known[answer] = found
        return found
    }
}

extension LogView {
    /// Whether an event is what is left of a piece of a streamed answer, with the next piece or the
    /// answer erased right behind it: one row that says so is enough.
    fileprivate func isErasedPiece(
        _ event: Event, on line: Line, through: Revision
    ) throws -> Bool {
        guard event.isErased, event.kind == .responseStreamed, event.revision < through,
            let next = try entry(
                revision: event.revision + 1, on: line, headersOnly: true)
        else { return false }
        let kinds: [EventKind] = [.responseStreamed, .responseReceived]
        return next.isErased && kinds.contains(next.kind)
    }
}

extension Session {
    /// Whether an event is a piece of a streamed answer that is finished on the event's branch, as
    /// it is now. ``events(on:from:through:order:limit:headersOnly:includingPieces:live:)`` leaves
    /// these out; readers of ``allEvents(from:through:order:limit:headersOnly:live:)`` may want to.
    ///
    /// - Cost: one seek for a piece, nothing for other events.
    public func isReplaced(_ event: Event) async throws -> Bool {
        guard event.kind == .responseStreamed, let branch = event.branch else { return false }
        return try await read { view in
            let line = try view.line(branch)
            if try view.isErasedPiece(event, on: line, through: .max) { return true }
            guard let answer = event.answerID else { return false }
            let finished = try view.header(id: answer, on: line)
            return finished?.kind == .responseReceived
        }
    }
}
