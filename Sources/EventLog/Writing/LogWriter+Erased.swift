package import SessionTerms

/// Events of which only the traces are known.
extension LogWriter {
    /// Appends an event as one that was erased is kept: kind and times, and in place of what it
    /// said a commitment that nothing fulfils. For a log that is rebuilt from what another one
    /// told.
    ///
    /// - Parameter entry: of which everything else is passed over.
    package func appendErased(_ entry: NewEntry, to branch: BranchID) throws -> WrittenEntry {
        guard let commitment = EventDigest(salt() + salt()) else {
            throw LogError(.damaged, "a salt has to have 16 bytes")
        }
        let tail = try tail(of: branch)
        let header = Chain.Header(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            occurred: entry.occurred, recorded: entry.recorded, size: 0, content: nil)
        let row = try row(header, commitment, after: tail, at: nextPosition())
        return try insert(row, commitment.bytes, tail)
    }
}
