public import SessionModel

extension Session {
    /// Brings a branch over from another copy of this session, which went its own way: its events,
    /// as they are, with the digests that they have there. Lines that were merged into it come
    /// along. All of it or nothing is there afterwards, durable when this returns.
    ///
    /// ```swift
    /// let brought = try await session.bring("idea", from: other)
    /// try await session.commit(session.merge(brought.moment, into: .main))
    /// ```
    ///
    /// Where the two copies parted is found by their digests. What this file has is not written
    /// again; what it lacks goes to the branch that it was brought to before, or to the branch of
    /// that name where that one ends on their line; else to a new branch. So bringing a branch
    /// again brings what is new, and a copy that only went ahead is caught up with.
    ///
    /// What was erased in either copy is erased here afterwards, and its erasure is recorded. The
    /// file is written anew then; where that was hindered, bringing again does it. Their tags,
    /// forks and names stay theirs.
    ///
    /// - Parameters:
    ///   - branch: of the other copy; it may be archived.
    ///   - other: another file; opened for reading is enough. It may be written to meanwhile: one
    ///     state of it is read.
    ///   - name: what the branch is called here; nil: as it is there, with a number where that name
    ///     is taken.
    ///   - actor: who brings it.
    /// - Throws: ``SessionError/Code/unrelatedSessions`` where the two have no event in common;
    ///   `invalidInput` for the same file, or one in memory; `branchNotFound`; `branchExists` where
    ///   `name` is a branch that went elsewhere; `damaged` where an event's digest does not follow
    ///   from its content: then nothing is brought; `sessionArchived`; ``SessionError/Code/held``
    ///   where the other copy erased what a hold keeps here.
    /// - Cost: some seeks for each branch, and the events that are not here.
    @discardableResult
    public func bring(
        _ branch: BranchName = .main, from other: Session, as name: BranchName? = nil,
        by actor: EventActor = .system
    ) async throws -> BringReport {
        try check(isCopy: other)
        if let name { try options.checkName(name.rawValue, of: "a branch") }
        let actor = options.masked(actor)
        let (sourceName, ids) = (other.path ?? other.id, (id, other.id))
        let (brought, isUnscrubbed) = try await write(effort: .small) { events in
            try Self.from(sourceName) {
                try other.readNow { theirs in
                    let view = try events.view()
                    try view.checkNotArchived()
                    try Self.checkRelated(ids, view, theirs)
                    let brought = try events.bring(
                        Self.row(branch, of: theirs, in: sourceName), from: theirs, as: name,
                        by: actor, view)
                    return (brought, try events.isUnscrubbed())
                }
            }
        }
        if brought.erased > 0 { previewKeeper.forgetAll() }
        // Or by one before, which did not come so far.
        if isUnscrubbed {
            try await sessionErrors { try await log.scrub() }
            if let path { try await options.afterErasing(path) }
        }
        return brought
    }

    /// How many events of this file another copy has erased: bringing any branch over from it
    /// erases them here, too, for good.
    ///
    /// - Throws: as ``bring(_:from:as:by:)`` does.
    /// - Cost: one pass over the log's headers, where the copy has erased anything.
    public func erasures(by other: Session) async throws -> Int {
        try check(isCopy: other)
        let (name, ids) = (other.path ?? other.id, (id, other.id))
        return try await read { view in
            try Self.from(name) {
                try other.readNow { theirs in
                    try Self.checkRelated(ids, view, theirs)
                    return try CopyErasing.count(ours: view, theirs: theirs)
                }
            }
        }
    }

    /// Refuses what is no other file, as ``bring(_:from:as:by:)`` does: nothing can be brought over
    /// from a session to itself, nor from one that lives in memory.
    ///
    /// - Throws: ``SessionError/Code/invalidInput``.
    public func check(isCopy other: Session) throws {
        guard !log.isSameFile(as: other.log) else {
            throw SessionError(
                .invalidInput, "\(other.path ?? "the session") is this very session",
                hint: "Name a copy of it; branches of one file are merged by their names.")
        }
        guard other.path != nil else {
            throw SessionError(
                .invalidInput, "the other session lives in memory",
                hint: "Save it to a file first: `save(to:)`.")
        }
    }

    private static func checkRelated(
        _ ids: (ours: String, theirs: String), _ ours: LogView, _ theirs: LogView
    ) throws {
        let first = try ours.entry(at: 1, headersOnly: true)?.digest
        guard first == (try theirs.entry(at: 1, headersOnly: true)?.digest) else {
            throw SessionError(
                .unrelatedSessions,
                "no event is in both: this is session \(ids.ours), the other is session "
                    + ids.theirs,
                hint: "Copies made by \(.copy) share their history; a duplicate and a "
                    + "second import of a transcript do not. \(.info) shows the id.")
        }
    }

    private static func row(
        _ branch: BranchName, of theirs: LogView, in name: String
    ) throws -> BranchRow {
        do {
            return try theirs.row(branch)
        } catch let error as SessionError {
            throw SessionError(error.code, "\(name): \(error.message)", hint: error.hint)
        }
    }

    /// Says which file an error is about.
    private static func from<Result>(
        _ name: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as LogError where error.code == .damaged || error.code == .corruptPayload
        {
            let known = SessionError(error)
            throw SessionError(
                known.code, "\(name) cannot be brought over: \(known.message)",
                hint: "Nothing was brought. \(.verify) lists what is wrong in each of the "
                    + "two files.", cause: error)
        }
    }
}

extension EventWriter {
    fileprivate func bring(
        _ target: BranchRow, from theirs: LogView, as name: BranchName?, by actor: EventActor,
        _ view: LogView
    ) throws -> BringReport {
        let plan = try CopyPlan(of: target, ours: view, theirs: theirs)
        let erasing = try CopyErasing(self, ours: view, theirs: theirs)
        var writing = try CopyWriting(
            plan, self, theirs: theirs, by: actor, as: name, erased: erasing.erased)
        let lines = try writing.run()
        var brought = lines[0]
        brought.others = Array(lines.dropFirst())
        brought.erased = try erasing.run(writing.erasedHere)
        return brought
    }
}
