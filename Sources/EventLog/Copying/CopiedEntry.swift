package import SessionTerms

/// An event as another copy of the session holds it, with everything that its digest is made of.
package struct CopiedEntry: Sendable {
    /// With its payload; that of an event which stands for another one is the other one's.
    package let entry: LogEntry
    /// nil: it was erased, and only the commitment is left.
    let salt: Bytes16?
    /// What an erased event has in place of its writer's id.
    let erasedID: String?
    let contribution: Contribution

    fileprivate init(_ stored: StoredRow, _ reader: LogReader) throws {
        let (header, payload) = (try reader.header(stored.row), try reader.payload(stored))
        contribution = Contribution(header, stored, payload)
        entry = header.keeping(payload)
        salt = stored.row.salt
        erasedID = stored.row.salt == nil ? stored.row.id : nil
    }
}

extension LogReader {
    /// Entries of a line to be brought over into another copy, at most one batch; read on from
    /// where they end.
    ///
    /// - Parameter before: entries from this position on are left for later.
    package func copies(
        on line: Line, from: Revision, through: Revision, before: Position = .max
    ) throws -> [CopiedEntry] {
        guard let segment = line.segments(from: from, through: through).first else { return [] }
        var expected = from
        var found: [CopiedEntry] = []
        for stored in try rows(of: segment, ascending: true, limit: 256, withPayload: true) {
            guard stored.row.position < before else { break }
            guard stored.row.revision == expected else { break }
            found.append(try CopiedEntry(stored, self))
            expected += 1
        }
        guard !found.isEmpty else {
            throw LogError(.damaged, "revision \(from) is missing")
        }
        return found
    }

    /// Where events with these digests are. Cost: one pass over the log's headers.
    package func positions(of digests: Set<EventDigest>) throws -> [EventDigest: Position] {
        guard !digests.isEmpty else { return [:] }
        var found: [EventDigest: Position] = [:]
        try rows.forEachDigest { position, digest in
            if digests.contains(digest) { found[digest] = position }
        }
        return found
    }
}
