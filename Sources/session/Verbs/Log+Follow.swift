import ArgumentParser
import SessionAnswers
import SessionStore

/// `session log --follow`: what is there, then what comes.
extension Log {
    /// How many events it begins with.
    private static let beginning = 10

    func followEvents(_ isShown: @escaping @Sendable (Event) -> Bool) async throws {
        try await target.open { session in
            let events = try await liveEvents(session, isShown)
            let page = common.json ? nil : try await TimelinePage(following: session)
            let writer = writer(session, page)
            try await Interruption.ends {
                var writer = writer
                for try await event in events where try await writer.write(event, isShown) {
                    try Output.standard.flush()
                }
            }
        }
    }

    private func liveEvents(
        _ session: Session, _ isShown: (Event) -> Bool
    ) async throws -> EventSequence {
        if let branch {
            let branch = try BranchName(argument: branch)
            let head = try await session.resolve(.head(of: branch)).revision
            var first = try await start.asyncMap { try await session.resolve($0).revision }
            if first == nil {
                let events = session.events(
                    on: branch, through: head, order: .descending, headersOnly: find == nil)
                first = try await beginning(of: events, session, isShown)?.revision
            }
            return session.events(
                on: branch, from: first ?? head + 1, headersOnly: !readsWhole, live: true)
        }
        let head = Position(try await session.info().events)
        var first = try await start.asyncMap { try await session.event(at: $0).position }
        if first == nil {
            let events = session.allEvents(
                through: head, order: .descending, headersOnly: find == nil)
            first = try await beginning(of: events, session, isShown)?.position
        }
        return session.allEvents(
            from: first ?? head + 1, headersOnly: !readsWhole, live: true)
    }

    /// The first of the last events that are shown.
    private func beginning(
        of events: EventSequence, _ session: Session, _ isShown: (Event) -> Bool
    ) async throws -> Event? {
        var left = limit ?? Self.beginning
        var first: Event?
        guard left > 0 else { return nil }
        for try await event in events {
            guard isShown(event), try await !session.isReplaced(event) else { continue }
            first = event
            left -= 1
            if left == 0 { break }
        }
        return first
    }
}
