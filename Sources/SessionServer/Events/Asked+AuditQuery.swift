internal import SessionAnswers
internal import SessionStore

extension Asked {
    /// Which events of a range are asked for, by what stands in their headers.
    var eventQuery: AuditQuery {
        get throws {
            var query = AuditQuery()
            query.kinds = try texts("kind").flatMap { try EventSummary.kinds($0) }
            query.actors = texts("actor")
            query.subjects = texts("subject")
            query.includesCopies = true
            query.includesPieces = true
            return query
        }
    }

    /// Which events are asked for, as `session audit` has it.
    private var auditQuery: AuditQuery {
        get throws {
            var query = try eventQuery
            query.branches = texts("branch")
            query.tools = texts("tool")
            query.models = texts("model")
            query.texts = texts("text").filter { !$0.isEmpty }
            query.since = try time("since")
            query.until = try time("until")
            query.includesCopies = try flag("copies")
            query.includesPieces = try flag("pieces")
            return query
        }
    }

    /// A page of what an audit of a session finds.
    ///
    /// - Parameter session: gives the session once the question is known to be one.
    func audit(
        _ session: (_ answer: (Session) async throws -> Answer) async throws -> Answer
    ) async throws -> Answer {
        let query = try auditQuery
        let limit = try number("limit", 1...1000, else: 100)
        let after = Position(try number("after", 0...Int.max, else: 0))
        return try await session { session in
            var found: [JSON] = []
            var last: Position?
            for try await event in session.audit(query, after: after) {
                if found.count == limit {
                    return .list("events", found, next: last.map { "\($0)" })
                }
                found.append(Records.event(event, of: session))
                last = event.position
            }
            return .list("events", found)
        }
    }
}
