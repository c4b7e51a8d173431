internal import SessionAnswers
internal import SessionStore

extension Asked {
    /// Which events are asked for, as `session audit` has it.
    var auditQuery: AuditQuery {
        get throws {
            var query = AuditQuery()
            query.kinds = try texts("kind").flatMap { try EventSummary.kinds($0) }
            query.actors = texts("actor")
            query.subjects = texts("subject")
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
}
