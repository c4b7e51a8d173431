/// What a merge appends.
extension Merge {
    /// The events of their line that get one on ours which stands for them, as revisions there,
    /// ascending.
    package var standIns: [Revision] {
        let taken = changes.compactMap { change -> Revision? in
            if case .taken(let revision) = change.outcome { revision } else { nil }
        }
        return (adds + taken + answered.compactMap(\.standIn)).sorted()
    }

    /// The body of the event that goes before all others.
    ///
    /// - Parameters:
    ///   - digests: of the picked events; of an ordinary merge none.
    ///   - count: how many follow it.
    package func record(picking digests: [EventDigest] = [], count: Int) -> BranchMerged {
        var record = BranchMerged(
            ours: ours.digest, theirs: picked == nil ? theirs.digest : nil,
            branch: theirs.point.branch)
        record.revision = picked == nil ? theirs.point.revision : nil
        record.events = count
        record.picked = digests
        record.answers = answers
        return record
    }

    /// How each conflict was answered, in the order of the events that tell what came of it.
    private var answers: [BranchMerged.Answer] {
        let taken = standIns
        let first = ours.point.revision + 2
        var next = first + taken.count + changes.count { !$0.isTaken }
        return answered.map { answered in
            var revision = answered.conflict.ours?.revision
            if let index = answered.standIn.flatMap({ taken.firstIndex(of: $0) }) {
                revision = first + index
            } else if answered.isWritten {
                revision = next
                next += 1
            }
            return BranchMerged.Answer(
                kind: answered.conflict.kind, revision: revision, answer: answered.answer.name)
        }
        .sorted { ($0.revision ?? 0, $0.kind.rawValue) < ($1.revision ?? 0, $1.kind.rawValue) }
    }

    /// The events with contents that neither side had, or had under this subject.
    ///
    /// - Parameter given: makes of each one what is written where somebody gave its content.
    package func drafts(
        by actor: EventActor, given: (EventDraft) -> EventDraft = { $0 }
    ) -> [EventDraft] {
        let merged = changes.compactMap { change -> EventDraft? in
            switch change.outcome {
            case .taken: return nil
            case .removed: return .removal(of: change.kind, change.subject, by: actor)
            case .written(let file):
                return EventDraft(
                    file.change, by: actor, subject: change.subject, content: file.content)
            }
        }
        return merged
            + answered.compactMap { answered in
                let draft = answered.draft(by: actor)
                return answered.answer.name == "content" ? draft.map(given) : draft
            }
    }
}

extension Merge.Change {
    fileprivate var isTaken: Bool { if case .taken = outcome { true } else { false } }
}

extension Merge.Answered {
    /// Whether the answer gets an event of its own.
    fileprivate var isWritten: Bool { draft(by: .system) != nil }

    /// Whether an event that stands for theirs says it all.
    fileprivate var standIn: Revision? {
        guard answer == .theirs, let theirs = conflict.theirs, theirs.isOf(conflict.subject)
        else { return nil }
        return theirs.revision
    }

    /// The event that the answer asks for; nil where one stands for theirs, or nothing changes.
    fileprivate func draft(by actor: EventActor) -> EventDraft? {
        switch answer {
        case .ours:
            guard let ours = conflict.ours, !ours.isOf(conflict.subject) else { return nil }
            return draft(of: ours, by: actor)
        case .theirs:
            return standIn == nil ? draft(of: conflict.theirs, by: actor) : nil
        case .base:
            return MergeValue.isSame(conflict.base, conflict.ours)
                ? nil : draft(of: conflict.base, by: actor)
        case .content(let bytes):
            guard conflict.kind == .fileChanged else {
                guard conflict.kind == .titleChanged else {
                    return draft(.json(JSON(unchecked: bytes)), by: actor)
                }
                let title = String(decoding: bytes, as: UTF8.self)
                return .title(String(title.prefix { !$0.isNewline }), by: actor)
            }
            return draft(.file(bytes, mode: conflict.mode), by: actor)
        }
    }

    private func draft(of value: MergeValue?, by actor: EventActor) -> EventDraft? {
        draft(value?.content ?? .removed, by: actor)
    }

    private func draft(_ content: MergeValue.Content, by actor: EventActor) -> EventDraft? {
        let (kind, subject) = (conflict.kind, conflict.subject)
        switch content {
        case .removed: return .removal(of: kind, subject, by: actor)
        case .file(let bytes, let mode):
            let file = MergedFile(
                content: bytes, mode: mode, renamedFrom: conflict.sides.renamedFrom)
            return EventDraft(file.change, by: actor, subject: subject, content: bytes)
        case .json(let value) where kind == .titleChanged:
            return .title(value.string ?? "", by: actor)
        case .json(let value):
            return EventDraft(
                kind: kind, subject: subject, actor: actor, body: SubjectChanged(value: value).json)
        case .unknown(let reason):
            return EventDraft(FileChanged(unknown: reason), by: actor, subject: subject)
        }
    }
}

extension EventDraft {
    fileprivate static func removal(
        of kind: EventKind, _ subject: String?, by actor: EventActor
    ) -> EventDraft {
        let body =
            kind == .fileChanged
            ? FileChanged(isRemoved: true).json : SubjectChanged.removed.json
        return EventDraft(kind: kind, subject: subject, actor: actor, body: body)
    }
}
