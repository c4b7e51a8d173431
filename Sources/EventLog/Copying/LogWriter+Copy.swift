package import SessionTerms

/// Bringing over what another copy of the session holds.
extension LogWriter {
    /// Appends an event of another copy to the end of a branch's line, with the digest that it has
    /// there: both lines are the same up to it.
    ///
    /// - Parameters:
    ///   - origin: where the event is in this file that it stands for; nil: for none, or it is
    ///     erased.
    ///   - erasing: whether it comes over erased, as if it had been erased here.
    ///   - resemblesLast: as in ``NewEntry``.
    /// - Throws: `damaged` where its digest does not follow from its content and the line before
    ///   it: nothing forged comes over.
    package func append(
        _ copy: CopiedEntry, standingFor origin: Position?, erasing: Bool, resemblesLast: Bool,
        to branch: BranchID
    ) throws -> WrittenEntry {
        let tail = try tail(of: branch)
        let entry = copy.entry
        var row = try row(
            copy.contribution.header, copy.contribution.commitment, after: tail,
            at: nextPosition())
        guard row.revision == entry.revision, row.digest == entry.digest else {
            throw LogError(
                .damaged,
                "event #\(entry.position) is not what its digest says: it, or the line before it, "
                    + "was changed")
        }
        if entry.isErased || erasing {
            row.id =
                try copy.erasedID
                ?? entry.id.map { ErasedID.text(of: $0, first: try reader.firstDigest()) }
            return try insert(row, copy.contribution.commitment.bytes, tail)
        }
        return try append(
            copy, row, standingFor: origin, resemblesLast: resemblesLast, to: tail)
    }

    private func append(
        _ copy: CopiedEntry, _ bare: LogRow, standingFor origin: Position?, resemblesLast: Bool,
        to tail: WriteState.Tail
    ) throws -> WrittenEntry {
        let (entry, isStandIn) = (copy.entry, copy.entry.origin != nil)
        guard isStandIn == (origin != nil) else {
            throw LogError(.damaged, "what event #\(entry.position) stands for is missing")
        }
        var row = bare
        row.subject = try entry.subject.map { try intern($0) }
        row.actor = try intern(entry.actor?.rawValue ?? "")
        row.cause = entry.cause.map { row.revision - $0 }
        row.origin = entry.origin
        row.id = entry.id
        row.salt = copy.salt
        let new = NewEntry(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            subject: entry.subject, actor: entry.actor ?? EventActor(rawValue: ""),
            occurred: entry.occurred,
            recorded: entry.recorded, cause: entry.cause,
            origin: origin.map { (entry.origin ?? .zero, $0) }, id: entry.id, body: entry.body,
            content: entry.content, resemblesLast: resemblesLast)
        let payload = isStandIn ? [] : entry.content.map { entry.body + $0 } ?? entry.body
        let (base, blob) = try encode(new, payload, row.subject, tail, at: row.position)
        row.base = base.map { row.position - $0 }
        do {
            return try insert(row, blob, tail)
        } catch {
            // The encoder has taken the payload in already, and the log has not.
            state.forgetAll()
            reader.decoder.forgetAll()
            throw error
        }
    }
}
