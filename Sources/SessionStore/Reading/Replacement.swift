internal import EventLog
public import SessionModel

/// Tells which pieces of streamed answers a read leaves out: those whose finished answer is on the
/// line up to the moment read.
struct Replacement {
    let view: LogView
    let line: Line
    /// The moment's revision.
    let through: Int64
    private var known: [String: Bool] = [:]

    init(_ view: LogView, on line: Line, through: Int64) {
        (self.view, self.line, self.through) = (view, line, through)
    }

    /// Cost: one seek for each answer.
    mutating func leavesOut(_ event: Event) throws -> Bool {
        if event.isErasedPiece { return true }
        guard let answer = event.answerID else { return false }
        if let found = known[answer] { return found }
        let finished = try view.reader.header(id: answer, on: line)
        let found =
            finished.map {
                $0.kind == EventKind.responseReceived.rawValue && $0.revision <= through
            } ?? false
        known[answer] = found
        return found
    }
}

extension Event {
    /// Whether it is what is left of a piece of a streamed answer: pieces go with their answer, and
    /// one row that says so is enough.
    fileprivate var isErasedPiece: Bool { isErased && kind == .responseStreamed }
}

extension Session {
    /// Whether an event is a piece of a streamed answer that is finished on the event's branch, as
    /// it is now. ``events(on:from:through:order:headersOnly:includingPieces:live:)`` leaves these
    /// out; readers of ``allEvents(from:through:order:headersOnly:live:)`` may want to.
    ///
    /// - Cost: one seek for a piece, nothing for other events.
    public func isReplaced(_ event: Event) async throws -> Bool {
        if event.isErasedPiece { return true }
        guard let answer = event.answerID, let branch = event.branch else { return false }
        return try await read { view in
            let line = try view.line(view.row(branch).id)
            let finished = try view.reader.header(id: answer, on: line)
            return finished?.kind == EventKind.responseReceived.rawValue
        }
    }
}
