public import SessionModel

extension Session {
    /// Brings files, settings, title, editor, explorer and terminals of an earlier moment back, as
    /// new events in one transaction: afterwards every subject has the value that it had then. A
    /// note before them says what is restored; they name it as their cause.
    ///
    /// ```swift
    /// try await session.restore(.undoing(2, on: .main), by: .user("ana"))
    /// ```
    ///
    /// What was said stays, and so does everything in between: it can be restored as well. Only
    /// what differs is written, so that a second time nothing is. A content that the log does not
    /// tell comes back as unknown, for the same reason. Contents are written as they were, secrets
    /// in them too: the file holds them already.
    ///
    /// A file that the log does not tell of the moment comes back as a tool found it before it
    /// first changed it. One of which is known that it was there, and not what it held, stays as it
    /// is (``Restoration/kept``): nothing that was there then is removed.
    ///
    /// One thing differs from what it was: an importer's note of how far it has read a transcript
    /// (``SubjectChanged/importMark``) stays. What was erased does not say what it changed, which
    /// is brought back as it was before that.
    ///
    /// - Parameters:
    ///   - branch: where to write; nil: the moment's own branch.
    ///   - isIncluded: restores the files with these paths alone; nil: everything.
    ///   - isDryRun: whether nothing is written, and only said what would be.
    /// - Throws: ``SessionError/Code/headMoved`` where someone wrote meanwhile: try again.
    ///   Also where something was erased meanwhile, which would come back otherwise.
    ///   `branchArchived`, `sessionArchived`, `branchNotFound`, `momentNotFound`.
    @discardableResult
    public func restore(
        _ moment: Moment, on branch: BranchName? = nil, by actor: EventActor,
        isIncluded: (@Sendable (_ path: String) -> Bool)? = nil, isDryRun: Bool = false
    ) async throws -> Restoration {
        let actor = options.masked(actor)
        let base = try await read { view in
            try RestoreBase(view, view.resolve(moment), on: branch)
        }
        let (point, head) = (base.point, base.head)
        let difference = try await difference(from: head.moment, to: point.moment)
        var events: [Restored] = []
        if isIncluded == nil {
            events += try await title(at: point, insteadOf: head, by: actor)
                .map { Restored(draft: $0) }
            events += difference.restoringSettings(by: actor).map { Restored(draft: $0) }
        }
        var kept: [FileState] = []
        // In the order of the moment: a rename stands behind the file that it took away.
        let files = difference.files.sorted { ($0.new?.revision ?? 0) < ($1.new?.revision ?? 0) }
        for file in files where isIncluded.map({ file.isAny($0) }) ?? true {
            if let new = file.new, new.sighting != nil, new.size == nil {
                kept.append(new)
                continue
            }
            events += try await restoring(file, at: point, by: actor)
        }
        let appended =
            isDryRun || events.isEmpty
            ? nil
            : try await write(events, base, note: .restored(point, count: events.count, actor))
        return Restoration(
            head: head, moment: point, events: events.map(\.event), kept: kept,
            appended: appended)
    }

    /// Appends in one transaction, each content read when its turn comes.
    private func write(
        _ events: [Restored], _ base: RestoreBase, note: EventDraft
    ) async throws -> Appended {
        try await write { try $0.restore(events, base, note: note) }
    }

    private func title(
        at point: Point, insteadOf head: Point, by actor: EventActor
    ) async throws -> [EventDraft] {
        let (old, new) = try await read { view in
            (try view.title(view.end(head)) ?? "", try view.title(view.end(point)) ?? "")
        }
        return old.utf8.elementsEqual(new.utf8) ? [] : [.title(new, by: actor)]
    }

    private func restoring(
        _ file: FileDifference, at point: Point, by actor: EventActor
    ) async throws -> [Restored] {
        var events: [Restored] = []
        if let old = file.old, file.new?.path.utf8.elementsEqual(old.path.utf8) != true {
            events.append(Restored(draft: .removedFile(old.path, by: actor)))
        }
        guard let new = file.new else { return events }
        var change = FileChanged(
            mode: new.change.mode, renamedFrom: try await source(of: new, at: point))
        guard let reason = new.reasonUnknown else {
            let draft = EventDraft(change, by: actor, subject: new.path)
            return events + [Restored(draft: draft, size: new.size, sighting: new.sighting)]
        }
        if let old = file.old, old.reasonUnknown == reason, old.mode == new.mode { return events }
        change.unknown = reason
        return events + [Restored(draft: EventDraft(change, by: actor, subject: new.path))]
    }

    /// Where a file was renamed from, unless another file stood there afterwards: written behind
    /// that one, the rename would take it away.
    private func source(of file: FileState, at point: Point) async throws -> String? {
        guard let source = file.change.renamedFrom else { return nil }
        let other = try await read { view in
            try view.latest(
                kind: .fileChanged, subject: source,
                on: view.line(point.branch), through: point.revision,
                headersOnly: true)
        }
        return (other?.revision ?? 0) > file.revision ? nil : source
    }
}

/// An event that a restore writes. A file's content is read when it is written.
private struct Restored {
    let draft: EventDraft
    /// Bytes of the content that the subject has at the moment; nil: it comes without one.
    var size: Int?
    /// Where this content was found, where the log does not tell it of the moment itself.
    var sighting: FileSighting?

    var event: Restoration.Event {
        Restoration.Event(
            kind: draft.kind, version: draft.version, subject: draft.subject, body: draft.body,
            size: size, sighting: sighting)
    }
}

extension EventWriter {
    fileprivate func restore(
        _ events: [Restored], _ base: RestoreBase, note: EventDraft
    ) throws -> Appended {
        let view = try self.view()
        try base.check(view)
        let line = try view.line(base.source)
        let cause = try append(note, to: base.branch, cause: nil).revision
        var revisions = [cause]
        for event in events {
            var draft = event.draft
            if event.size != nil, let path = draft.subject {
                draft.content =
                    try event.sighting.map { try view.content(of: $0) }
                    ?? view.content(of: path, on: line, at: base.point.revision)
                guard draft.content != nil else { throw Self.unknown(path, at: base.point) }
            }
            revisions.append(try append(draft, to: base.branch, cause: cause).revision)
        }
        let end = try head(of: base.branch)
        return Appended(
            revisions: revisions, written: revisions.count, head: end.revision,
            digest: end.digest)
    }
}

extension EventWriter {
    private static func unknown(_ path: String, at point: Point) -> SessionError {
        SessionError(
            .fileUnknown, "the content of \(path) at \(point) is not in the log",
            hint: "It was erased meanwhile, or is damaged: \(.verify) tells.")
    }
}

extension EventDraft {
    fileprivate static func restored(
        _ point: Point, count: Int, _ actor: EventActor
    ) -> EventDraft {
        let what = count == 1 ? "1 change" : "\(count) changes"
        return EventDraft(NoteAdded(text: "restored \(point): \(what)"), by: actor)
    }
}

extension FileDifference {
    fileprivate func isAny(_ test: (String) -> Bool) -> Bool {
        [old, new].contains { $0.map { test($0.path) } ?? false }
    }
}

extension Difference {
    /// The events that give each subject but files the new side's value.
    fileprivate func restoringSettings(by actor: EventActor) -> [EventDraft] {
        let kinds: [(EventKind, [SubjectDifference])] = [
            (.settingChanged, settings.filter { !SubjectChanged.isImportMark($0.subject) }),
            (.editorChanged, editor), (.explorerChanged, explorer),
            (.terminalChanged, terminal),
        ]
        return kinds.flatMap { kind, changes in
            changes.map { change in
                EventDraft(
                    kind: kind, subject: change.subject, actor: actor,
                    body: change.new.map { SubjectChanged(value: $0).json }
                        ?? SubjectChanged.removed.json)
            }
        }
    }
}
