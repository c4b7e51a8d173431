import SessionAnswers
import SessionStore

/// Searching along a branch, a step at a time.
extension ViewLoader {
    private static let stepBytes = 8 << 20

    /// What cannot be read is passed over and counted.
    func step(_ seek: Seek) async throws -> Loaded {
        let needle: Needle? = if case .text(let text) = seek.target { Needle(text) } else { nil }
        let filter = seek.filter.map { AuditTest($0.query) }
        let direction = seek.isForward ? 1 : -1
        var next = seek.next
        var left = seek.step
        var bytes = 0
        do {
            for try await event in events(seek) {
                if filter?.fits(event) ?? true, Self.isFound(event, seek.target, needle),
                    !(seek.filter?.leavesOutBooks ?? false) || !event.isBookkeeping
                {
                    return .sought(found: event.revision, next: nil, unreadable: 0)
                }
                next = event.revision + direction
                left -= 1
                bytes += event.body.bytes.count
                if left <= 0 || bytes > Self.stepBytes {
                    return .sought(found: nil, next: next, unreadable: 0)
                }
            }
        } catch let error as SessionError where error.isDamage {
            let place = Unreadable(
                session: session, branch: seek.branch, step: direction, limit: seek.step,
                headersOnly: seek.readsHeaders)
            next = try await place.revision(from: next, because: error) + direction
            return .sought(found: nil, next: next, unreadable: 1)
        }
        // Past its end: as far as this direction goes.
        return .sought(found: nil, next: nil, unreadable: 0)
    }

    private func events(_ seek: Seek) -> EventSequence {
        let last = seek.isWrapped ? seek.start - 1 : nil
        let first = seek.isWrapped ? seek.start + 1 : 1
        return session.events(
            on: seek.branch, from: seek.isForward ? seek.next : first,
            through: seek.isForward ? last : seek.next,
            order: seek.isForward ? .ascending : .descending, headersOnly: seek.readsHeaders)
    }

    private static func isFound(_ event: Event, _ target: Seek.Target, _ needle: Needle?) -> Bool {
        switch target {
        case .prompt: event.kind == .promptSubmitted
        case .fileChange: event.kind == .fileChanged
        case .text: needle?.isSaid(in: event) ?? false
        }
    }
}

extension Seek {
    /// Only a text needs what events say.
    fileprivate var readsHeaders: Bool {
        if case .text = target { false } else { true }
    }
}
