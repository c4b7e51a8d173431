public import SessionModel

extension Session {
    /// The order in which events are read.
    public enum Order: Sendable {
        /// By revision or position, the oldest first.
        case ascending
        /// The newest first.
        case descending
    }

    /// All branches, in the order they began.
    public func branches() async throws -> [Branch] {
        try await read { view in try view.branches.map { try view.branch($0) } }
    }

    /// The names of all branches, in the order they began.
    public func branchNames() async throws -> [BranchName] {
        try await read { view in view.branches.map(\.name) }
    }

    /// The branch that a list shows: `main`, or the first one where that was renamed.
    public var shownBranch: BranchName {
        get async throws {
            let names = try await branchNames()
            return names.contains(.main) ? .main : names.first ?? .main
        }
    }

    /// All tags with the points that they mark now, by name.
    public func tags() async throws -> [(name: BranchName, point: Point)] {
        try await read { view in
            let control = try view.line(.control)
            var places = TagPlaces(view)
            let sources = try view.newestOfEachSubject(kind: .tagSet, on: control)
            return try view.entries(of: sources, kind: .tagSet).map { entry in
                let tag = TagSet(JSON(unchecked: entry.body), version: entry.version)
                return (tag.name, try places.point(tag))
            }
            .sorted { $0.0 < $1.0 }
        }
    }

    /// Looks a moment up.
    ///
    /// - Throws: ``SessionError/Code/branchNotFound``, ``SessionError/Code/momentNotFound``; the
    ///   message says what there is instead.
    public func resolve(_ moment: Moment) async throws -> Point {
        try await read { try $0.resolve(moment) }
    }

    /// The event at a moment: that of its revision, or, for `#4711`, the one at that position,
    /// control events included.
    ///
    /// - Throws: ``SessionError/Code/eventNotFound`` at revision 0, where nothing has happened yet.
    public func event(at moment: Moment) async throws -> Event {
        try await event(at: moment, headersOnly: false)
    }

    /// - Parameter headersOnly: whether it is without what it says, which may be damaged.
    func event(at moment: Moment, headersOnly: Bool) async throws -> Event {
        if case .position(let position) = moment,
            let event = try await event(at: position, headersOnly: headersOnly)
        {
            return event
        }
        return try await read { view in
            let point = try view.resolve(moment)
            let line = try view.line(point.branch)
            guard
                let entry = try view.entry(
                    revision: point.revision, on: line, headersOnly: headersOnly)
            else {
                throw SessionError(
                    .eventNotFound, "nothing has happened yet at \(point)",
                    hint: "The first event is \(point.branch)@1.")
            }
            return try view.event(entry)
        }
    }

    private func event(at position: Position, headersOnly: Bool) async throws -> Event? {
        try await glanceAtPositions { view in
            try view.entry(at: position, headersOnly: headersOnly).map { try view.event($0) }
        }
    }

    /// The events of a branch's line, those of its ancestors before the forks included.
    ///
    /// - Parameters:
    ///   - from: the first revision, from 1.
    ///   - through: the last one; nil: the head, as it is when the reading gets there.
    ///   - order: ascending is the order in which things happened.
    ///   - limit: at most this many; nil: all. Cheaper than stopping early: no more are read.
    ///   - headersOnly: leaves bodies and contents empty, which is several times as fast.
    ///   - includingPieces: whether pieces of a streamed answer (``ResponseStreamed``) are given
    ///     although the finished one is on the line up to `through`.
    ///   - live: goes on at the head, with each event as it comes, until `through` or until the
    ///     task is cancelled; in ascending order only. Pieces come as they are streamed, then the
    ///     finished answer. The branch is followed through renaming.
    /// - Throws: while iterating, `branchNotFound`; live ``SessionError/Code/fileGone`` when the
    ///   file was moved, replaced or deleted, and `closed` when the session was closed;
    ///   `CancellationError` where the task is cancelled, live none: the events end.
    /// - Cost: one read for each batch; live one for each time that something was written, and
    ///   nothing in between. All live readers of a process share one descriptor.
    public func events(
        on branch: BranchName, from: Revision = 1, through: Revision? = nil,
        order: Order = .ascending, limit: Int? = nil, headersOnly: Bool = false,
        includingPieces: Bool = false, live: Bool = false
    ) -> EventSequence {
        EventSequence(
            session: self,
            scope: .line(
                branch, from: max(from, 1), through: through, includingPieces: includingPieces),
            order: order, headersOnly: headersOnly, isLive: live, limit: limit)
    }

    /// All events of the file, control events and pieces of streamed answers included, by position.
    ///
    /// - Parameters:
    ///   - position: the lowest position, from 1.
    ///   - through: the highest one; nil: the last, as it is when the reading gets there.
    ///   - live: goes on at the end, as
    ///     ``events(on:from:through:order:limit:headersOnly:includingPieces:live:)`` does.
    public func allEvents(
        from position: Position = 1, through: Position? = nil, order: Order = .ascending,
        limit: Int? = nil, headersOnly: Bool = false, live: Bool = false
    ) -> EventSequence {
        EventSequence(
            session: self, scope: .file(from: max(position, 1), through: through), order: order,
            headersOnly: headersOnly, isLive: live, limit: limit)
    }
}
