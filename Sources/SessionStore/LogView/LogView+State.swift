internal import EventLog
internal import SessionModel

extension LogView {
    func settings(
        _ kind: EventKind, on line: Line, through: Revision
    ) throws -> [SessionState.Setting] {
        let sources = try newestOfEachSubject(kind: kind, on: line, through: through)
        return try entries(of: sources, kind: kind).compactMap { SessionState.Setting($0) }
            .sorted { $0.subject < $1.subject }
    }

    func files(
        on line: Line, through: Revision, includingRemoved: Bool = false
    ) throws -> [FileState] {
        try reader.newestOfEachSubject(
            kind: .fileChanged, on: line, through: through
        ).compactMap { source in
            guard let file = try file(source), includingRemoved || !file.change.isRemoved else {
                return nil
            }
            return file
        }
        .sorted { $0.path < $1.path }
    }

    /// What an entry made of its file; nil for an erased one. One that carries its content and says
    /// nothing else, as most do, is told without reading it.
    private func file(_ source: SubjectSource) throws -> FileState? {
        let revision = source.revision
        if let size = source.plainSize {
            return FileState(
                path: source.subject, revision: revision, change: FileChanged(), size: size)
        }
        return FileState(
            source.subject, at: source.revision,
            try file(reader.entry(of: source, kind: .fileChanged)))
    }

    /// The content that the change at a revision gave a file; nil where the log does not tell it.
    func content(of path: String, on line: Line, at revision: Revision) throws -> [UInt8]? {
        let entry = try reader.latest(
            kind: .fileChanged, subject: path, on: line,
            through: revision)
        return try entry.flatMap {
            try content(of: $0, FileChanged(JSON(unchecked: $0.body), version: $0.version))
        }
    }

    /// - Throws: ``SessionError/Code/fileUnknown`` where the log does not tell it.
    func content(of path: String, at point: Point) throws -> [UInt8] {
        let line = try line(row(point.branch).id)
        guard
            let entry = try reader.latest(
                kind: .fileChanged, subject: path, on: line,
                through: point.revision)
        else {
            throw SessionError(
                .fileUnknown, "nothing is recorded of \(path) up to \(point)",
                hint: "\(.files(at: point, in: nil)) lists the files that are.")
        }
        let (change, content) = try file(entry)
        if let content { return content }
        let reason =
            entry.isErased
            ? "its content was erased"
            : change.isRemoved ? "it was removed" : change.unknown ?? "the log does not hold it"
        throw SessionError(
            .fileUnknown,
            "the content of \(path) at \(point) is unknown: \(reason) (revision \(entry.revision))",
            hint: "\(.show(.revision(entry.revision, on: point.branch))) shows the change itself.")
    }

    /// What a change made of a file, and the content it gave it. Where that stood in an event that
    /// was erased, the change says so.
    func file(_ entry: LogEntry) throws -> (change: FileChanged, content: [UInt8]?) {
        var change = FileChanged(JSON(unchecked: entry.body), version: entry.version)
        let content = try content(of: entry, change)
        if content == nil, change.derivation != nil, change.unknown == nil,
            let source = try source(of: entry, headersOnly: true), source.isErased
        {
            change.unknown = "it was computed from an event that was erased"
        }
        return (change, content)
    }

    /// The content that a change gave a file: carried along, or computed from the event that it
    /// points into.
    func content(of entry: LogEntry, _ change: FileChanged) throws -> [UInt8]? {
        if let content = entry.content { return content }
        guard let derivation = change.derivation, !entry.isErased,
            let source = try source(of: entry), !source.isErased
        else { return nil }
        return derivation.apply(to: JSON(unchecked: source.body))
    }

    /// The event that led to a change, which the change points into where it carries no content.
    func source(of entry: LogEntry, headersOnly: Bool = false) throws -> LogEntry? {
        let original = try original(of: entry)
        guard let cause = original.cause else { return nil }
        return try reader.entry(
            revision: cause, on: line(original.branch), headersOnly: headersOnly)
    }

    /// The event that an event taken over by a merge stands for, on whose line its cause is.
    private func original(of entry: LogEntry) throws -> LogEntry {
        guard entry.origin != nil, let position = entry.originPosition else { return entry }
        return try reader.entry(at: position, headersOnly: true) ?? entry
    }
}

extension SessionState.Setting {
    /// The value that an entry gave its subject; nil where it removed it, or was erased.
    init?(_ entry: LogEntry) {
        let change = SubjectChanged(JSON(unchecked: entry.body))
        guard let subject = entry.subject, !change.isRemoved, !entry.isErased else { return nil }
        self.init(subject: subject, value: change.value, revision: entry.revision)
    }
}

extension FileState {
    /// What the change at a revision made of a file.
    init(
        _ path: String, at revision: Revision, _ file: (change: FileChanged, content: [UInt8]?)
    ) {
        self.init(
            path: path, revision: revision, change: file.change, size: file.content?.count)
    }
}
