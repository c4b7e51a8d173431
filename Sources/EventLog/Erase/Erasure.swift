internal import GRDB

/// What an erasure took away.
package struct ErasedEvents: Sendable {
    /// The chain's digests at the events, in the order written.
    package var digests: [Bytes32] = []
    /// By branch: the first revision from which its readers see something else.
    package var beginnings: [Int64: Int64] = [:]
    /// The positions of events that stayed: their payloads are damaged, or build on a damaged one,
    /// and what would have to be left of them, their commitment, cannot be told.
    package var damaged: [Int64] = []
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
    package func erase(_ positions: Set<Int64>) throws -> ErasedEvents {
        var rows: [LogRow] = []
        var erased = ErasedEvents()
        for position in positions.sorted() {
            guard let row = try LogError.unlessDamaged({ try readableRow(at: position) }) else {
                erased.damaged.append(position)
                continue
            }
            if row.salt != nil { rows.append(row) }
        }
        guard !rows.isEmpty else { return erased }
        // What is killed before the file is written anew should leave little behind.
        try SQLStatement(reader.database, "PRAGMA secure_delete = ON").run()
        try reencode(without: rows)
        try deleteUnused(words: Set(rows.flatMap { [$0.subject, $0.actor].compactMap { $0 } }))
        let beginnings = try beginnings(of: rows)
        try deleteDerived(beginnings)
        try beginEpoch()
        try markUnscrubbed()
        forgetAll()
        (erased.digests, erased.beginnings) = (rows.map(\.digest), beginnings)
        return erased
    }

    private func readableRow(at position: Int64) throws -> LogRow {
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

    private func reencode(at position: Int64, _ encoder: Reencoder) throws {
        guard let stored = try reader.stored(at: position, withPayload: true),
            let blob = stored.blob
        else { throw LogError.damaged("the event is missing", at: position) }
        var row = stored.row
        let (base, encoded) = try encoder.encode(stored.payloadRow(blob))
        row.base = base.map { position - $0 }
        try update(row, encoded)
    }

    /// The events, ascending, whose stored bytes mean nothing without the erased ones: those behind
    /// an erased one in its group, and deltas against one.
    private func dependents(on erased: Set<Int64>) throws -> [Int64] {
        let statement = try SQLStatement(
            reader.database,
            """
            SELECT position, base, substr(payload, 1, 1) FROM log
            WHERE position > ? AND base IS NOT NULL AND origin IS NULL AND salt IS NOT NULL
            ORDER BY position
            """)
        defer { statement.reset() }
        statement.bind(1, erased.min())
        var broken = erased
        var found: [Int64] = []
        while try statement.step() {
            let position = statement.int(0)
            guard broken.contains(position - statement.int(1)), !erased.contains(position) else {
                continue
            }
            // A delta builds on what its base says, however that is compressed.
            let mode = statement.blob(2).first.flatMap { PayloadBlob.Mode(rawValue: $0) }
            let isDelta = mode == .delta || mode == .packedDelta
            guard !isDelta || erased.contains(position - statement.int(1)) else { continue }
            found.append(position)
            if !isDelta { broken.insert(position) }
        }
        return found
    }

    private func erase(_ row: LogRow, _ blob: [UInt8]) throws {
        let stored = LogReader.StoredRow(row: row, blob: blob)
        let payload = row.origin == nil ? try reader.payload(stored) : LogPayload()
        let commitment = Contribution(try reader.header(row), stored, payload).commitment
        var row = row
        row.id = try row.id.map { ErasedID.text(of: $0, first: try reader.firstDigest()) }
        (row.subject, row.actor, row.cause, row.origin) = (nil, nil, nil, nil)
        (row.base, row.salt) = (nil, nil)
        try update(row, commitment.bytes)
    }

    /// Writes what may change of a row.
    func update(_ row: LogRow, _ blob: [UInt8]) throws {
        let statement = try SQLStatement(reader.database, Self.updateSQL)
        statement.bind(1, row.subject)
        statement.bind(2, row.actor)
        statement.bind(3, row.cause)
        statement.bind(4, row.origin?.bytes)
        statement.bind(5, row.id)
        statement.bind(6, row.base)
        statement.bind(7, row.salt?.bytes)
        statement.bind(8, row.checksum)
        statement.bind(9, blob)
        statement.bind(10, row.position)
        try statement.run()
    }

    private static let updateSQL = """
        UPDATE log SET subject = ?, actor = ?, cause = ?, origin = ?, id = ?, base = ?, salt = ?, \
        "check" = ?, payload = ? WHERE position = ?
        """

    // MARK: What is kept beside the rows

    /// Deletes the words among these that no event uses any more.
    private func deleteUnused(words candidates: Set<Int64>) throws {
        var unused = candidates
        let used = try SQLStatement(
            reader.database, "SELECT kind, dialect, subject, actor FROM log")
        while try !unused.isEmpty && used.step() {
            for column: Int32 in 0..<4 { unused.remove(used.int(column)) }
        }
        used.reset()
        let delete = try SQLStatement(reader.database, "DELETE FROM word WHERE id = ?")
        for word in unused {
            delete.bind(1, word)
            try delete.run()
        }
    }

    /// By branch, the first revision from which its line has one of these events.
    private func beginnings(of rows: [LogRow]) throws -> [Int64: Int64] {
        let first = rows.reduce(into: [Int64: Int64]()) { first, row in
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

    private func deleteDerived(_ beginnings: [Int64: Int64]) throws {
        for (branch, revision) in beginnings {
            let snapshots = try SQLStatement(
                reader.database, "DELETE FROM snapshot WHERE branch = ? AND revision >= ?")
            snapshots.bind(1, branch)
            snapshots.bind(2, revision)
            try snapshots.run()
            let preview = try SQLStatement(
                reader.database, "DELETE FROM preview WHERE branch = ?")
            preview.bind(1, branch)
            try preview.run()
        }
    }
}
