public import SessionStore

/// Writes a session as CloudEvents 1.0, one JSON object a line: everything that its log holds, in
/// the order written, from which an import rebuilds an equal session.
public struct CloudEventsExporter: Sendable {
    let session: Session

    public init(_ session: Session) { self.session = session }

    /// Gives `sink` the lines one after the other, each with its line break. Cost: one pass over
    /// the log; memory for one event.
    ///
    /// - Parameter moment: nil: every event of the file, the control line included; otherwise the
    ///   events of that branch's line up to there.
    /// - Returns: how many events there were.
    @discardableResult
    public func export(
        at moment: Moment? = nil, to sink: ([UInt8]) throws -> Void
    ) async throws -> Int {
        var count = 0
        for try await event in try await session.events(upTo: moment) {
            try sink(CloudEvent.encode(event, session: session.id) + [0x0A])
            count += 1
        }
        return count
    }
}

extension Session {
    /// The line of a branch up to a moment; nil: all events in the order written.
    func events(upTo moment: Moment?) async throws -> EventSequence {
        guard let moment else { return allEvents() }
        let point = try await resolve(moment)
        return events(on: point.branch, from: 1, through: point.revision)
    }
}
