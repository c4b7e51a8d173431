package import SessionModel

/// What only a session that is rebuilt from an export is given.
extension BulkWriter {
    /// Appends an event as one that was erased: its kind, dialect and time alone. An erasure's
    /// record that names it is to follow: ``record(_:)``.
    package func appendErased(_ draft: EventDraft, to branch: BranchName) throws -> WrittenEvent {
        try translating {
            let row = try events.view().writable(branch)
            let entry = try events.appendErased(draft, to: row.id)
            return WrittenEvent(
                revision: entry.revision, position: entry.position,
                digest: entry.digest)
        }
    }

    /// Writes what a session says of itself on its control line, but forks and new names, as if it
    /// happened here: tags, holds, erasures of what is erased already, archives, exports.
    ///
    /// - Throws: ``SessionError/Code/invalidEvent`` for what cannot have happened here.
    package func record(_ draft: EventDraft) throws {
        try translating {
            let view = try events.view()
            var row: BranchRow?
            switch draft.kind {
            case .tagSet: try check(TagSet(draft.body, version: draft.version), view)
            case .branchArchived:
                row = try view.row(BranchArchived(draft.body, version: draft.version).name)
            case .holdSet:
                let hold = HoldSet(draft.body, version: draft.version)
                guard !hold.name.isEmpty, !hold.reason.isEmpty else {
                    throw SessionError(.invalidEvent, "a hold has a name and a reason")
                }
            case .contentRedacted:
                try check(ContentRedacted(draft.body, version: draft.version), view)
            case .sessionExported, .sessionArchived, .sessionReopened: break
            default: throw SessionError(.invalidEvent, "\(draft.kind) cannot be recorded")
            }
            try events.control(draft)
            guard var row else { return }
            row.isArchived = true
            try events.save(row)
        }
    }

    private func check(_ tag: TagSet, _ view: LogView) throws {
        let line = try view.line(tag.branch)
        let entry = try view.entry(
            revision: tag.revision, on: line, headersOnly: true)
        guard tag.name.problem == nil, entry?.digest == tag.at,
            !view.branches.contains(where: { $0.name == tag.name })
        else { throw SessionError(.invalidEvent, "the tag \(tag.name) marks nothing here") }
    }

    private func check(_ record: ContentRedacted, _ view: LogView) throws {
        let wanted = Set(record.digests)
        let positions = try view.positions(of: wanted)
        guard positions.count == record.digests.count else {
            throw SessionError(.invalidEvent, "an erasure is recorded of what is not here")
        }
        let entries = try view.headers(at: Array(positions.values))
        guard entries.allSatisfy({ $0?.isErased ?? true }) else {
            throw SessionError(
                .invalidEvent, "an erasure is recorded of an event that is still there")
        }
    }
}
