public import SessionModel

extension Session {
    /// Forks a branch off at any moment. Nothing is copied: two rows are written, however long the
    /// log is.
    ///
    /// - Throws: ``SessionError/Code/branchExists``; `invalidName`, also for a name with a secret
    ///   in it; `momentNotFound`, `sessionArchived`.
    @discardableResult
    public func fork(
        _ name: BranchName, from moment: Moment, by actor: EventActor = .system
    ) async throws -> Branch {
        try options.checkName(name.rawValue, of: "a branch")
        return try await control { events, view in
            let point = try view.resolve(moment)
            try events.fork(
                name, from: point.revision, of: view.row(point.branch), by: actor, view)
            let now = try events.view()
            return try now.branch(now.row(name))
        }
    }

    /// Gives a branch another name. Its events and digests stay as they are.
    ///
    /// - Throws: ``SessionError/Code/invalidName`` for `main`, which every moment without a name
    ///   means, and for a name with a secret in it; `branchExists`, `branchNotFound`.
    public func rename(
        _ branch: BranchName, to name: BranchName, by actor: EventActor = .system
    ) async throws {
        guard branch != .main else {
            throw SessionError(
                .invalidName, "main keeps its name: a moment without a branch means it",
                hint: "Fork it under the name that you want: \(.fork(name, from: .main)).")
        }
        try options.checkName(name.rawValue, of: "a branch")
        try await control { events, view in
            try events.rename(view.row(branch), to: name, by: actor, view)
        }
    }

    /// Closes a branch: it takes no more events. It can still be read, forked and merged from.
    public func archive(branch: BranchName, by actor: EventActor = .system) async throws {
        try await control { events, view in
            var row = try view.row(branch)
            guard !row.isArchived else {
                throw SessionError(.branchArchived, "\(branch) is archived already")
            }
            try events.control(EventDraft(BranchArchived(name: branch), by: actor))
            row.isArchived = true
            try events.save(row)
        }
    }

    /// Closes the session: appends are refused until it is reopened.
    public func archive(by actor: EventActor = .system) async throws {
        try await control { events, _ in
            _ = try events.control(EventDraft(SessionArchived(), by: actor))
        }
    }

    /// Opens an archived session again.
    ///
    /// - Throws: ``SessionError/Code/notArchived`` when it is open.
    public func reopen(by actor: EventActor = .system) async throws {
        try await control(onArchived: true) { events, view in
            guard try view.isArchived else {
                throw SessionError(
                    .notArchived, "the session is open already", hint: "There is nothing to reopen."
                )
            }
            _ = try events.control(EventDraft(SessionReopened(), by: actor))
        }
    }

    /// Records that the session was exported.
    ///
    /// - Parameter format: of what was written, such as `markdown`.
    public func recordExport(format: String, by actor: EventActor = .system) async throws {
        let format = options.masked(format)
        try await control(onArchived: true) { events, _ in
            _ = try events.control(EventDraft(SessionExported(format: format), by: actor))
        }
    }
}

extension EventWriter {
    /// Writes the fork's event and its branch's row.
    func fork(
        _ name: BranchName, from revision: Revision, of parent: BranchRow, by actor: EventActor,
        at time: Timestamp? = nil, _ view: LogView
    ) throws {
        try checkFree(name, view)
        let line = try view.line(parent.id)
        guard revision >= 0, revision <= (try view.head(of: line).revision) else {
            throw SessionError(.momentNotFound, "\(parent.name) has no revision \(revision)")
        }
        let digest =
            revision == 0
            ? EventDigest.zero
            : try view.entry(revision: revision, on: line, headersOnly: true)
                .map(\.digest) ?? .zero
        try control(
            EventDraft(
                BranchForked(name: name, from: digest, revision: revision), by: actor
            ).with(occurredAt: time))
        try save(
            BranchRow(
                id: BranchID(view.branches.count + 1), name: name,
                parent: view.owner(of: revision, on: line) ?? BranchID.first, fork: revision))
    }

    func rename(
        _ row: BranchRow, to name: BranchName, by actor: EventActor, at time: Timestamp? = nil,
        _ view: LogView
    ) throws {
        try checkFree(name, view)
        var row = row
        try control(
            EventDraft(BranchRenamed(from: row.name, to: name), by: actor)
                .with(occurredAt: time))
        row.name = name
        try save(row)
    }

    private func checkFree(_ name: BranchName, _ view: LogView) throws {
        if let problem = name.problem {
            throw SessionError(
                .invalidName, "\"\(name)\" cannot be a branch: \(problem)",
                hint: "Letters, digits, dots, dashes and slashes are fine: try/actors-2.")
        }
        let isTag = try isTag(name, view)
        guard !isTag, !view.branches.contains(where: { $0.name == name }) else {
            throw SessionError(
                .branchExists, "there is a \(isTag ? "tag" : "branch") \(name) already",
                hint: isTag
                    ? "Choose another name: a moment is written with either."
                    : "Choose another name, or rename that one: \(.renameBranch).")
        }
    }
}

extension EventWriter {
    /// Whether a branch or a tag has this name.
    func isTaken(_ name: BranchName, _ view: LogView) throws -> Bool {
        try view.branches.contains { $0.name == name } || isTag(name, view)
    }

    fileprivate func isTag(_ name: BranchName, _ view: LogView) throws -> Bool {
        let control = try view.line(.control)
        return try view.latest(
            kind: .tagSet, subject: name.rawValue, on: control) != nil
    }
}
