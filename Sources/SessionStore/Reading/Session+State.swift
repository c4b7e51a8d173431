public import SessionModel

extension Session {
    /// What the session was at a moment: conversation counts, settings, editor, explorer, terminal
    /// and files.
    ///
    /// - Cost: two index seeks for each subject and each stretch of the line, and at most 512
    ///   events for the counts. It does not grow with the log.
    public func state(at moment: Moment) async throws -> SessionState {
        try await read { view in
            let point = try view.resolve(moment)
            let line = try view.line(point.branch)
            let through = point.revision
            func values(_ kind: EventKind) throws -> [SessionState.Setting] {
                try view.settings(kind, on: line, through: through)
            }
            let last = try view.entry(revision: through, on: line, headersOnly: true)
            return SessionState(
                point: point, preview: try view.preview(at: point),
                occurredAt: last.map(\.occurred),
                settings: try values(.settingChanged), editor: try values(.editorChanged),
                explorer: try values(.explorerChanged), terminal: try values(.terminalChanged),
                files: try view.files(on: line, through: through))
        }
    }

    /// The last event of a kind for each subject at a moment, by subject: what a program's own
    /// kinds set. Each has the body that its writer gave it.
    ///
    /// ```swift
    /// let rated = EventKind(rawValue: "answer.rated")
    /// for event in try await session.latest(rated, at: .head(of: .main)) {
    ///     print(event.subject ?? "", try event.body.decode(Rating.self))
    /// }
    /// ```
    ///
    /// What was erased is left out. For what is more than the last value, fold a ``Projection``.
    ///
    /// - Cost: two index seeks for each subject and each stretch of the line, and one payload each.
    public func latest(_ kind: EventKind, at moment: Moment) async throws -> [Event] {
        try await read { view in
            let point = try view.resolve(moment)
            let sources = try view.newestOfEachSubject(
                kind: kind, on: view.line(point.branch), through: point.revision)
            return try view.entries(of: sources, kind: kind).filter { !$0.isErased }
                .map { try view.event($0) }
                .sorted { ($0.subject ?? "") < ($1.subject ?? "") }
        }
    }

    /// One setting's value at a moment; nil where it has none. Cost: one seek for each stretch of
    /// the line.
    public func setting(
        _ name: String, at moment: Moment
    ) async throws -> SessionState.Setting? {
        try await read { view in
            let point = try view.resolve(moment)
            return try view.latest(
                kind: .settingChanged, subject: name,
                on: view.line(point.branch), through: point.revision
            ).flatMap { SessionState.Setting($0) }
        }
    }

    /// The files at a moment, by path, as far as the log tells.
    ///
    /// - Parameter includingRemoved: whether files that were removed are given too.
    public func files(
        at moment: Moment, includingRemoved: Bool = false
    ) async throws -> [FileState] {
        try await read { view in
            let point = try view.resolve(moment)
            let line = try view.line(point.branch)
            return try view.files(
                on: line, through: point.revision, includingRemoved: includingRemoved)
        }
    }

    /// A file's content at a moment, byte for byte.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where the log does not tell it; the message says
    ///   why. Nothing is ever guessed.
    public func content(of path: String, at moment: Moment) async throws -> [UInt8] {
        try await read { try $0.content(of: path, at: $0.resolve(moment)) }
    }
}
