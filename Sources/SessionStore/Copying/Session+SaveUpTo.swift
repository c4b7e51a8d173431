public import SessionModel

extension Session {
    /// Writes the session as it was after a position into a new file, which appears whole or not at
    /// all: the same session, with the same events up to there and the branches, their names and
    /// tags as they were.
    ///
    /// ```swift
    /// try await session.save(to: "before.session", upTo: 4711)
    /// ```
    ///
    /// What was erased later stays erased: its content is gone, so the record of who erased it and
    /// why is there too, as an event behind the last one.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there yet, and the folder must exist.
    ///   - last: the last event's position; 1 at least. What was written together may be parted by
    ///     it, such as a merge and what it took over.
    /// - Throws: ``SessionError/Code/eventNotFound`` where the log does not go so far;
    ///   `fileExists`, `noPermission`, `diskFull`; `damaged` and `corruptPayload` at the first
    ///   event that is not sound.
    /// - Cost: of what is written; no payload is compressed anew.
    public func save(to path: String, upTo last: Position) async throws {
        let end = try await extent().position
        guard (1...end).contains(last) else {
            throw SessionError(
                .eventNotFound, "there is no event #\(last): the log has \(end)",
                hint: "Give a position from 1 to \(end).")
        }
        try await copyBeginning(to: path, through: last) { events, source in
            try events.project(source)
            try events.recordErasures(of: source)
        }
    }
}

extension EventWriter {
    /// Makes the branches, previews and snapshots of a log that holds another one's beginning.
    fileprivate func project(_ source: LogView) throws {
        let control = try view().line(.control)
        var fold = ControlFold()
        try source.forEachEvent(
            on: control, from: 1, through: head(of: .control).revision
        ) { event in
            fold.apply(event) { digest, revision, branch in
                let likely = source.branches[id: branch]?.parent
                return source.owner(of: digest, revision: revision, likely: likely)
            }
        }
        for row in fold.rows { try save(row) }
        let all = fold.rows.map { ($0.id, Revision(1)) }
        try rebuild(from: Dictionary(uniqueKeysWithValues: all))
    }

    /// Records what was erased after the beginning that this log holds.
    fileprivate func recordErasures(of source: LogView) throws {
        var recorded: Set<EventDigest> = []
        try view().forEachRedaction { recorded.formUnion($0.digests) }
        for redaction in try source.redactions() {
            let later = Set(redaction.digests.filter { recorded.insert($0).inserted })
            let here = try view().positions(of: later)
            guard !here.isEmpty else { continue }
            try record(redaction, redaction.digests.filter { here[$0] != nil })
        }
    }
}
