public import SessionModel

extension Session {
    /// Puts the context for the next prompt together and records it.
    ///
    /// The first one of a line is comprehensive: setup, guidance and every file. Later ones tell
    /// only what changed since, mark the files that did, and refer to the context before.
    ///
    /// ```swift
    /// let context = try await session.buildContext(
    ///     on: .main, guidance: "Answer briefly.", by: .user("ana")) { $0.hasSuffix(".swift") }
    /// model.ask(context.text + prompt)
    /// ```
    ///
    /// - Parameters:
    ///   - setup: what the model should know of its surroundings; nil: as before.
    ///   - guidance: how it should work; nil: as before.
    ///   - isComprehensive: tells everything again, whatever was told before.
    ///   - isRelevant: which files belong in it, by path.
    /// - Returns: what was recorded. A file whose content the log does not hold is named without
    ///   it.
    /// - Cost: two seeks for each file, and the contents of those that are told.
    public func buildContext(
        on branch: BranchName, setup: String? = nil, guidance: String? = nil, by actor: EventActor,
        isComprehensive: Bool = false,
        isRelevant: @escaping @Sendable (_ path: String) -> Bool = { _ in true }
    ) async throws -> BuiltContext {
        let plan = try await read { view in
            let row = try view.writable(branch)
            let head = try view.head(of: view.line(row.id)).revision
            let reader = try ContextReader(
                view, Point(branch: branch, revision: head))
            return try reader.plan(
                setup: setup, guidance: guidance, anew: isComprehensive, isRelevant)
        }
        let appended = try await append(
            [EventDraft(plan, by: actor)], to: branch, expecting: .any)
        let point = Point(branch: branch, revision: appended.revisions[0])
        return try await read { view in
            let reader = try ContextReader(view, point)
            guard let entry = try reader.latestContext() else {
                throw SessionError(.eventNotFound, "the context at \(point) is not there")
            }
            return try BuiltContext.read(entry, reader).context
        }
    }
}

extension ContextReader {
    fileprivate func plan(
        setup: String?, guidance: String?, anew: Bool, _ isRelevant: (String) -> Bool
    ) throws -> ContextBuilt {
        // One that a merge took over speaks of another line's files.
        var base =
            anew
            ? nil : try latestContext().flatMap { $0.isErased || $0.origin != nil ? nil : $0 }
        let before = try ContextChain.base(of: base, self)
        if before == nil { base = nil }
        var revisions: [Revision] = []
        let files = try view.files(
            on: line, through: point.revision, includingRemoved: before != nil)
        for file in files where isRelevant(file.path) {
            let known = before?.files[file.path]
            if file.change.isRemoved ? known != nil : known != file.revision {
                revisions.append(file.revision)
            }
        }
        return ContextBuilt(
            context: ContextView(ranges: revisions.map { $0...$0 }),
            base: base.map(\.revision),
            setup: isSame(setup, before?.setup) ? nil : setup,
            guidance: isSame(guidance, before?.guidance) ? nil : guidance)
    }

    private func isSame(_ left: String?, _ right: String?) -> Bool {
        left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
    }
}
