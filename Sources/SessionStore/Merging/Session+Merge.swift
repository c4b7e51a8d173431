public import SessionModel

extension Session {
    /// Computes what merging a branch into another one would do. Nothing is written.
    ///
    /// ```swift
    /// var merge = try await session.merge("actors", into: .main)
    /// for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
    /// try await session.commit(merge)
    /// ```
    ///
    /// What was said on their side only is taken over in order. Of each subject the newest value
    /// that both sides have seen is the base; what one side alone changed is taken, files that both
    /// changed are joined line by line, and what cannot be decided is a conflict. What was taken
    /// over before, by merging or by picking, is not taken over again.
    ///
    /// - Parameters:
    ///   - theirs: what is merged; it may be archived.
    ///   - ours: the branch that ``commit(_:by:)`` appends to.
    /// - Throws: ``SessionError/Code/branchNotFound``; `branchArchived` and `sessionArchived` where
    ///   nothing could be committed.
    /// - Cost: the headers of both lines behind the point where they parted, and the contents of
    ///   the subjects that both changed.
    public func merge(_ theirs: BranchName, into ours: BranchName) async throws -> Merge {
        try await merge(.head(of: theirs), into: ours)
    }

    /// Computes what merging a line up to any moment into a branch would do.
    ///
    /// - Throws: as ``merge(_:into:)-(BranchName,_)``, and
    ///   ``SessionError/Code/momentNotFound``.
    public func merge(_ theirs: Moment, into ours: BranchName) async throws -> Merge {
        try await read { view in
            let point = try view.resolve(theirs)
            _ = try view.writable(ours)
            let isHead = theirs == .named(point.branch)
            let sides = try (
                view.mergeSide(view.resolve(.head(of: ours)), isHead: true),
                view.mergeSide(point, isHead: isHead)
            )
            let reading = try MergeReading(
                view, ours: view.end(sides.0.point), theirs: view.end(point))
            return Merge(
                ours: sides.0, theirs: sides.1, adds: try reading.adds(),
                subjects: try reading.subjects(), epoch: try view.epoch())
        }
    }

    /// Appends a merge to its branch, all of it or nothing, durable when it returns: one
    /// `branch.merged`, then one event for each thing taken over, which stands for the original and
    /// repeats nothing of it, then the contents that were made of both sides'. A merge with nothing
    /// in it writes nothing.
    ///
    /// - Throws: ``SessionError/Code/mergeUnresolved`` while conflicts are open, or where an answer
    ///   does not fit; ``SessionError/Code/headMoved`` when somebody wrote to one of the branches,
    ///   or erased something, since: compute it again. `branchArchived`, `sessionArchived`,
    ///   `branchNotFound`.
    /// - Cost: one row for each thing taken over.
    @discardableResult
    public func commit(_ merge: Merge, by actor: EventActor = .system) async throws -> Appended {
        try merge.checkAnswers()
        let actor = options.masked(actor)
        return try await write { try MergeWriting(merge, $0, by: actor).run() }
    }
}

extension Merge {
    /// Refuses what is not answered, or cannot be as it was.
    fileprivate func checkAnswers() throws {
        guard conflicts.isEmpty else {
            let names = conflicts.prefix(3).map { $0.subject ?? "the title" }
                .joined(separator: ", ")
            throw SessionError(
                .mergeUnresolved,
                "\(conflicts.count) open: \(names)" + (conflicts.count > 3 ? ", …" : ""),
                hint: "Answer them: \(.answerMerge(of: theirs.point.branch)).")
        }
        for answered in answered {
            guard let problem = answered.conflict.problem(with: answered.answer) else { continue }
            throw SessionError(
                .mergeUnresolved,
                "\(answered.conflict.subject ?? "the title") cannot become "
                    + "\(answered.answer.name): \(problem)",
                hint: "Answer it otherwise: ours, theirs, base, or a content that fits.")
        }
    }
}
