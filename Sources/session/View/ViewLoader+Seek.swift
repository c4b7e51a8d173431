import SessionStore

/// Searching along a branch, a step at a time.
extension ViewLoader {
    private static let stepBytes = 8 << 20

    /// What cannot be read is passed over and counted.
    func step(_ seek: Seek) async throws -> Loaded {
        let needle: Needle? = if case .text(let text) = seek.target { Needle(text) } else { nil }
        let direction = seek.isForward ? 1 : -1
        var next = seek.next
        var left = seek.step
        var bytes = 0
        do {
            for try await event in events(seek) {
                if Self.isFound(event, seek.target, needle) {
                    return .sought(found: event.revision, next: nil, unreadable: 0)
                }
                next = event.revision + direction
                left -= 1
                bytes += event.body.bytes.count
                if left <= 0 || bytes > Self.stepBytes {
                    return .sought(found: nil, next: next, unreadable: 0)
                }
            }
        } catch let error as SessionError where [.damaged, .corruptPayload].contains(error.code) {
            next = try await unreadable(from: next, seek, because: error) + direction
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

    /// The event that a search failed at: pieces of answers, which it leaves out, lie before it.
    private func unreadable(
        from first: Int, _ seek: Seek, because error: SessionError
    ) async throws -> Int {
        var revision = first
        for _ in 0..<seek.step {
            let alone = session.events(
                on: seek.branch, from: revision, through: revision,
                headersOnly: seek.readsHeaders, includingPieces: true)
            do {
                var isThere = false
                for try await _ in alone { isThere = true }
                guard isThere else { throw error }
            } catch let error as SessionError
                where [.damaged, .corruptPayload].contains(error.code)
            {
                return revision
            }
            revision += seek.isForward ? 1 : -1
        }
        return revision
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
