public import SessionModel

extension Session {
    /// Marks a point with a name, which is a moment from then on. A tag of that name moves.
    ///
    /// - Throws: ``SessionError/Code/branchExists`` where a branch has the name, `invalidName`,
    ///   also for a name with a secret in it, `momentNotFound`, `sessionArchived`.
    @discardableResult
    public func tag(
        _ name: BranchName, at moment: Moment, by actor: EventActor = .system
    ) async throws -> Point {
        try options.checkName(name.rawValue, of: "a tag")
        return try await control { events, view in
            if let problem = name.problem {
                throw SessionError(.invalidName, "\"\(name)\" cannot be a tag: \(problem)")
            }
            guard !view.branches.contains(where: { $0.name == name }) else {
                throw SessionError(
                    .branchExists, "there is a branch \(name) already",
                    hint: "Give the tag another name.")
            }
            let point = try view.resolve(moment)
            let line = try view.line(point.branch)
            guard
                let entry = try view.entry(
                    revision: point.revision, on: line, headersOnly: true)
            else {
                throw SessionError(
                    .momentNotFound, "nothing has happened yet at \(point), there is nothing to tag"
                )
            }
            let tag = TagSet(
                name: name, at: entry.digest, branch: point.branch,
                revision: point.revision)
            try events.control(EventDraft(tag, by: actor, subject: name.rawValue))
            return point
        }
    }
}
