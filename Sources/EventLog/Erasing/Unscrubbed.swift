internal import SessionTerms

/// Says that bytes of what was erased may still be in the file: written in the transaction that
/// erases, deleted when the file was written anew. Who is killed, cancelled or hindered in between
/// leaves it to the next one.
///
/// A row of the table of snapshots, as ``EpochRow`` is.
enum UnscrubbedRow {
    static let name = "unscrubbed"
    static let version = 1

    static func delete(_ rows: LogRows) throws { try rows.deleteSnapshots(of: name) }
}

extension LogReader {
    /// Whether something was erased and the file was not written anew since. Cost: a seek.
    package func isUnscrubbed() throws -> Bool { try rows.hasSnapshot(of: UnscrubbedRow.name) }
}

extension LogWriter {
    func markUnscrubbed() throws {
        try save(
            [], of: UnscrubbedRow.name, version: UnscrubbedRow.version,
            branch: BranchID.control, revision: 0)
    }
}
