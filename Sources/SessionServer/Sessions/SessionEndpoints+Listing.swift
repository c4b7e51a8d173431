internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

extension SessionEndpoints {
    /// The sessions of a project, or of all projects that the caller may see, page by page.
    func list(_ asked: Asked) async throws -> Answer {
        let limit = try asked.number("limit", 1...500, else: 50)
        let start = try asked.number("after", 0...1_000_000_000, else: 0)
        let word = asked.text("order") ?? SessionOrder.newest.rawValue
        guard let order = SessionOrder(rawValue: word) else {
            throw Problem.unknown(word, "order", among: SessionOrder.allCases.map(\.rawValue))
        }
        let filter = try sessionFilter(asked)
        var rows: [IndexedSession] = []
        var owners: [String: Project] = [:]
        let projects = try await self.projects(asked)
        for project in projects {
            owners[project.folder.path] = project
            rows += try await project.index.sessions(filter, order: order, limit: start + limit + 1)
        }
        if projects.count > 1 { rows = order.sorted(rows) }
        let page = rows.dropFirst(start).prefix(limit)
        let found = page.compactMap { row in
            owners.first { row.path.hasPrefix($0.key + "/") }.map { record(row, $0.value) }
        }
        let hasMore = rows.count > start + limit
        return .list("sessions", found, next: hasMore ? "\(start + limit)" : nil)
    }

    private func projects(_ asked: Asked) async throws -> [Project] {
        guard let id = asked.text("project") else {
            return try await store.projects.projects(of: asked.caller)
        }
        return [try await store.projects.project(id, for: asked.caller, as: .reader)]
    }

    private func record(_ row: IndexedSession, _ project: Project) -> JSON {
        Records.listed(row, saying: \.description).without("path")
            .joined(before: [("project", .string(project.id))])
    }

    private func sessionFilter(_ asked: Asked) throws -> SessionFilter {
        var filter = SessionFilter()
        filter.words = asked.texts("words").flatMap { $0.split(separator: " ").map(String.init) }
        (filter.tools, filter.models) = (asked.texts("tool"), asked.texts("model"))
        (filter.sources, filter.branches) = (asked.texts("source"), asked.texts("branch"))
        filter.folders = asked.texts("folder")
        (filter.since, filter.until) = (try asked.time("since"), try asked.time("until"))
        filter.isArchived = try asked.flag("archived")
        if asked.text("held") != nil { filter.isHeld = try asked.flag("held") }
        if asked.text("pinned") != nil { filter.isPinned = try asked.flag("pinned") }
        return filter
    }

    /// What was said in the sessions of a project, or of all that the caller may see.
    func search(_ asked: Asked) async throws -> Answer {
        var query = TextQuery(try asked.required("words"))
        query.limit = try asked.number("limit", 1...200, else: 20)
        query.sorts = Set(
            try asked.texts("sort").map { word in
                guard let sort = TextSort.allCases.first(where: { $0.name == word }) else {
                    throw Problem.unknown(word, "sort", among: TextSort.allCases.map(\.name))
                }
                return sort
            })
        (query.actors, query.tools) = (asked.texts("actor"), asked.texts("tool"))
        query.models = asked.texts("model")
        query.branches = try asked.texts("branch").map { try BranchName(argument: $0) }
        (query.since, query.until) = (try asked.time("since"), try asked.time("until"))
        query.onlyCommands = try asked.flag("commands")
        query.onlyFailures = try asked.flag("failures")
        var hits: [(score: Double, json: JSON)] = []
        for project in try await projects(asked) {
            let answer = try await project.index.search(query)
            for hit in answer.hits { hits.append((hit.score, record(hit, project))) }
        }
        let best = hits.sorted { $0.score > $1.score }.prefix(query.limit)
        return .list("hits", best.map(\.json))
    }

    private func record(_ hit: TextHit, _ project: Project) -> JSON {
        let session = String(hit.name.dropLast(SessionFolder.ending.count))
        return Records.hit(hit).without("path").without("copies")
            .joined(before: [("project", .string(project.id)), ("session", .string(session))])
    }
}
