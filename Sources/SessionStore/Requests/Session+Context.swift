public import SessionModel

extension Session {
    /// What the model saw at a moment: at a prompt, the request that it led to; at any other moment
    /// the request, or the context, recorded last on the line. Where there is none, a
    /// reconstruction that says so.
    ///
    /// A request that the tool itself logged, as some tools do, is put together
    /// from what its log names by hashes.
    ///
    /// - Throws: ``SessionError/Code/contextUnknown`` where the request refers to an event that was
    ///   erased since; the message names it.
    /// - Cost: one seek, and the events that the request refers to; of a logged request also those
    ///   between them.
    public func context(at moment: Moment) async throws -> ModelContext {
        try await read { view in
            let point = try view.resolve(moment)
            return try ContextReader(view, point).context()
        }
    }

    /// What a model saw at the later of two steps and not at the earlier one, and the reverse.
    public func contextDifference(
        from old: Moment, to new: Moment
    ) async throws -> ContextDifference {
        try await context(at: new).difference(from: context(at: old))
    }

    /// What was new in a request or a context since the one before it on the line; nil where there
    /// was none before.
    public func contextNews(in context: ModelContext) async throws -> ContextDifference? {
        guard let revision = context.revision, revision > 1 else { return nil }
        let branch = context.point.branch
        let previous: ModelContext? = try await read { view in
            let point = Point(branch: branch, revision: revision - 1)
            return try ContextReader(view, point).recorded(since: 0)
        }
        return previous.map { context.difference(from: $0) }
    }
}

/// Reads contexts of one line, up to one point.
struct ContextReader {
    let view: LogView
    let point: Point
    let line: Line

    init(_ view: LogView, _ point: Point) throws {
        self.view = view
        self.point = point
        line = try view.line(point.branch)
    }

    func context() throws -> ModelContext {
        let prompts = try prompts()
        guard point.revision > 0, prompts.last == point.revision else {
            return try recorded(since: 0) ?? reconstruction()
        }
        return try requestLedTo() ?? recorded(since: prompts.first) ?? reconstruction()
    }

    /// The request or context recorded last behind a revision.
    func recorded(since: Revision) throws -> ModelContext? {
        let request = try latest(.requestSent)
        let context = try latestContext()
        if let request, request.revision > since, request.revision > context?.revision ?? 0,
            let read = try self.request(request)
        {
            return read
        }
        guard let context, context.revision > since, !context.isErased else { return nil }
        return try whereRecorded(context) { reader, entry in try reader.modelContext(entry) }
    }

    /// The last prompt up to the point and the one before it; 0 where there is none.
    private func prompts() throws -> (first: Revision, last: Revision) {
        func before(_ revision: Revision) throws -> Revision {
            try latest(.promptSubmitted, through: revision, headersOnly: true)?.revision ?? 0
        }
        let last = try before(point.revision)
        return (try before(last - 1), last)
    }

    /// The first request behind the point and before the next prompt.
    private func requestLedTo() throws -> ModelContext? {
        var found: ModelContext?
        try view.forEachEntry(
            on: line, from: point.revision + 1, through: .max, headersOnly: true
        ) { entry in
            if entry.kind == .requestSent {
                found = try view.entry(at: entry.position).flatMap { try request($0) }
            }
            return found == nil && entry.kind != .promptSubmitted
        }
        return found
    }

    /// What was sent; nil where the event does not tell it: one that was appended without the
    /// request's bytes, or erased.
    private func request(_ entry: LogEntry) throws -> ModelContext? {
        guard !entry.isErased else { return nil }
        if let recipe = entry.content {
            return try whereRecorded(entry) { reader, entry in
                try reader.request(entry, RequestRecipe(bytes: recipe))
            }
        }
        return try whereRecorded(entry) { reader, entry in
            var logged = LoggedRequest(entry, reader)
            return try logged?.context()
        }
    }

    /// Reads what an event says on the line that it was recorded on: one that a merge took over
    /// names revisions of that line.
    private func whereRecorded(
        _ entry: LogEntry, _ body: (ContextReader, LogEntry) throws -> ModelContext?
    ) throws -> ModelContext? {
        guard let position = entry.originPosition,
            let original = try view.entry(at: position),
            let branch = try view.event(original).branch
        else { return try body(self, entry) }
        let home = Point(branch: branch, revision: original.revision)
        guard let told = try body(ContextReader(view, home), original) else { return nil }
        // Where it names no files, the line need not be searched for them.
        let end = LineEnd(line: line, revision: entry.revision)
        let members = try LineMembers(end, from: told.files.isEmpty ? .max : 1, view)
        return try told.takenOver(at: point, revision: entry.revision) { revision in
            try view.entry(
                revision: revision, on: view.line(original.branch), headersOnly: true
            ).flatMap { try members.revision(of: $0) }
        }
    }

    /// - Parameter through: nil: up to the point.
    func latest(
        _ kind: EventKind, through: Revision? = nil, headersOnly: Bool = false
    ) throws -> LogEntry? {
        try view.latest(
            kind: kind, subject: nil, on: line, through: through ?? point.revision,
            headersOnly: headersOnly)
    }

    /// The context that the store put together last. Those of other tools, such as a summary of
    /// what was compacted, are parts of the conversation.
    func latestContext() throws -> LogEntry? {
        let end = LineEnd(line: line, revision: point.revision)
        return try view.latest(.contextBuilt, on: end) { $0.dialect == nil }
    }

    // MARK: Requests

    private func request(_ entry: LogEntry, _ recipe: RequestRecipe) throws -> ModelContext {
        let sent = RequestSent(JSON(unchecked: entry.body), version: entry.version)
        let revision = entry.revision
        var (known, files): ([Revision: EventValues], FileRevisions) = ([:], [:])
        let bytes = try recipe.expanded(
            literals: sent.context.literals, limit: Session.requestLimit
        ) { source in
            if let values = known[source] { return values }
            guard source < revision, let event = try self.source(source, of: entry) else {
                return nil
            }
            if event.kind == .fileChanged, let path = event.subject {
                files[path] = source
            }
            let values = EventValues(body: JSON(unchecked: event.body), content: event.content)
            known[source] = values
            return values
        }
        // Checked again: what a file from elsewhere expands to need not be what was sent.
        guard let bytes, let request = try? JSON(validating: bytes) else {
            throw SessionError(
                .corruptPayload, "the request at \(point.branch)@\(revision) does not expand",
                hint: "Its recipe was damaged, or written by a program that did not check it; "
                    + "\(.verify) tells whether the file is.")
        }
        return ModelContext(
            source: .request(revision: revision), point: point, bytes: bytes,
            ranges: sent.context.ranges, messages: RequestMessages(request)?.messages ?? [],
            files: files)
    }

    /// The event that a request refers to; nil where the line has none.
    private func source(_ revision: Revision, of request: LogEntry) throws -> LogEntry? {
        let entry = try view.entry(revision: revision, on: line)
        guard let entry, entry.isErased else { return entry }
        throw erased(revision, in: request)
    }

    /// What is said of a request or a context that told of an event that was erased since.
    func erased(_ revision: Revision, in context: LogEntry) -> SessionError {
        SessionError(
            .contextUnknown,
            "the \(context.kind == .requestSent ? "request" : "context") at "
                + "\(point.branch)@\(context.revision) held what was erased: revision \(revision)",
            hint: "\(.show(.revision(revision, on: point.branch))) says who erased it and why.")
    }

    // MARK: Reconstruction

    /// Events that a reconstruction looks back over.
    private static let reconstructed = 4096

    /// The conversation up to the point as a request; from the last compaction on, whose summary
    /// stands for what was before it.
    private func reconstruction() throws -> ModelContext {
        var events: [Event] = []
        var pieces = PieceFilter(view, on: line, through: point.revision)
        let first = max(1, point.revision - Self.reconstructed + 1)
        try view.forEachEvent(
            on: line, from: first, through: point.revision
        ) { event in
            guard event.message != nil, event.kind.role == .adds,
                try !pieces.leavesOut(event)
            else { return }
            if event.record?.isCompactSummary == true { events = [] }
            events.append(event)
        }
        let bytes = JSON.object([("messages", .array(RequestForm.messages(of: events)))]).bytes
        return ModelContext(
            source: .reconstruction, point: point, bytes: bytes,
            ranges: events.map(\.revision).joined(),
            messages: RequestMessages(JSON(unchecked: bytes))?.messages ?? [], files: [:])
    }
}
