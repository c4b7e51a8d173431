package import SessionTerms

/// What an erasure took away.
package struct ErasedEvents: Sendable {
    /// The chain's digests at the events, in the order written.
    package var digests: [EventDigest] = []
    /// By branch: the first revision from which its readers see something else.
    package var beginnings: [BranchID: Revision] = [:]
    /// The positions of events that stayed: their payloads are damaged, or build on a damaged one,
    /// and what would have to be left of them, their commitment, cannot be told.
    package var damaged: [Position] = []
}

extension LogWriter {
    /// Erases events: payload, subject, actor, cause, origin and salt go, of the id a hash stays,
    /// and what was compressed against them is compressed anew. Events that are erased already are
    /// passed over. Snapshots and previews of whoever saw them are deleted.
    ///
    /// The bytes are out of every row then, and not yet out of the file: see ``LogFile/scrub()``.
    ///
    /// What cannot be read for being damaged stays as it is, whether it was to be erased or builds
    /// on what is.
    ///
    /// - Parameter positions: with their ``LogReader/kin(of:)``.
    /// - Cost: one pass over the log's headers behind the first of them, and for each erased event
    ///   the at most 63 events of its group that stand behind it.
    package func erase(_ positions: Set<Position>) throws -> ErasedEvents {
        var found: [LogRow] = []
        var erased = ErasedEvents()
        for position in positions.sorted() {
            guard let row = try LogError.unlessDamaged({ try readableRow(at: position) }) else {
                erased.damaged.append(position)
                continue
            }
            if row.salt != nil { found.append(row) }
        }
        guard !found.isEmpty else { return erased }
        // What is killed before the file is written anew should leave little behind.
        try rows.overwriteDeleted()
        try reencode(without: found)
        let words = found.flatMap { [$0.subject, $0.actor].compactMap { $0 } }
        try rows.deleteUnused(words: Set(words))
        let beginnings = try beginnings(of: found)
        for (branch, revision) in beginnings {
            try rows.deleteDerived(of: branch, from: revision)
        }
        try beginEpoch()
        try markUnscrubbed()
        forgetAll()
        (erased.digests, erased.beginnings) = (found.map(\.digest), beginnings)
        return erased
    }

    private func readableRow(at position: Position) throws -> LogRow {
        guard let stored = try reader.stored(at: position, withPayload: true) else {
            throw LogError.damaged("the event is missing", at: position)
        }
        if stored.row.origin == nil { _ = try reader.payload(stored) }
        return stored.row
    }

    func forgetAll() {
        state.forgetAll()
        reader.decoder.forgetAll()
        reader.words.forgetAll()
        reader.branchTable.forget()
    }

    // MARK: Rows

    /// Goes from the end to the beginning: what an event is compressed against stands before it, so
    /// everything that is still to be read can be.
    private func reencode(without rows: [LogRow]) throws {
        let erased = Set(rows.map(\.position))
        let dependents = try dependents(on: erased)
        let encoder = Reencoder(reader: reader, erased: erased)
        for position in (Array(erased) + dependents).sorted(by: >) {
            if erased.contains(position) {
                let row = try readableRow(at: position)
                let blob = try reader.stored(at: position, withPayload: true)?.blob ?? []
                try erase(row, blob)
            } else {
                // One that cannot be read could not before, and says nothing of the erased ones.
                _ = try LogError.unlessDamaged { try reencode(at: position, encoder) }
            }
        }
    }

    private func reencode(at position: Position, _ encoder: Reencoder) throws {
        guard let stored = try reader.stored(at: position, withPayload: true),
            let blob = stored.blob
        else { throw LogError.damaged("the event is missing", at: position) }
        var row = stored.row
        let (base, encoded) = try encoder.encode(stored.payloadRow(blob))
        row.base = base.map { position - $0 }
        try rows.update(row, encoded)
    }

    /// The events, ascending, whose stored bytes mean nothing without the erased ones: those behind
    /// an erased one in its group, and deltas against one.
    private func dependents(on erased: Set<Position>) throws -> [Position] {
        var broken = erased
        var found: [Position] = []
        try rows.forEachDependent(after: erased.min()) { position, base, mode in
            guard broken.contains(base), !erased.contains(position) else { return }
            // A delta builds on what its base says, however that is compressed.
            let isDelta = mode?.isDelta == true
            guard !isDelta || erased.contains(base) else { return }
            found.append(position)
            if !isDelta { broken.insert(position) }
        }
        return found
    }

    private func erase(_ row: LogRow, _ blob: [UInt8]) throws {
        let stored = StoredRow(row: row, blob: blob)
        let payload = row.origin == nil ? try reader.payload(stored) : LogPayload()
        let commitment = Contribution(try reader.header(row), stored, payload).commitment
        var row = row
        row.id = try row.id.map { ErasedID.text(of: $0, first: try reader.firstDigest()) }
        (row.subject, row.actor, row.cause, row.origin) = (nil, nil, nil, nil)
        (row.base, row.salt) = (nil, nil)
        try rows.update(row, commitment.bytes)
    }

    // MARK: What is kept beside the rows

    /// By branch, the first revision from which its line has one of these events.
    private func beginnings(of rows: [LogRow]) throws -> [BranchID: Revision] {
        let first = rows.reduce(into: [BranchID: Revision]()) { first, row in
            first[row.branch] = min(first[row.branch] ?? .max, row.revision)
        }
        let branches = try reader.branches()
        return try branches.reduce(into: [:]) { found, branch in
            let line = try Line(of: branch.id, among: branches)
            let seen = line.segments.compactMap { segment in
                first[segment.branch].flatMap { segment.revisions.contains($0) ? $0 : nil }
            }
            found[branch.id] = seen.min()
        }
    }
}
