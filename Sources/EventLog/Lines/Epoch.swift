internal import GRDB

/// Which state of the file anything that is derived from the log was made of: 64 random bits, new
/// whenever rows of the log were rewritten by erasing or compacting, and in each copy of a file.
///
/// Whoever remembers how payloads are compressed, which words there are, or what events say, looks
/// at it first and forgets all of it when the epoch is another one; nothing that was made in one
/// epoch is stored in another. It is kept as a row of the table of snapshots, which may be deleted:
/// a file without an epoch has nothing derived, and nothing is stored until a writer gave it one.
enum EpochRow {
    static let name = "epoch"
    private static let version = 1

    /// - Returns: nil where there is none, or a damaged one.
    static func read(_ reader: LogReader) throws -> (epoch: UInt64, control: Int64)? {
        let statement = try SQLStatement(reader.database, selectSQL)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let row = Snapshot(revision: statement.int(0), state: statement.blob(1))
        guard row.state.count == 8, statement.int(2) == checksum(of: row) else { return nil }
        let epoch = row.state.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        return (epoch, row.revision)
    }

    static func write(_ epoch: UInt64, control: Int64, _ writer: LogWriter) throws {
        try SQLStatement(writer.reader.database, deleteSQL).run()
        var bytes: [UInt8] = []
        bytes.append(littleEndian: epoch)
        try writer.save(
            bytes, of: name, version: version, branch: BranchRow.control, revision: control)
    }

    private static func checksum(of row: Snapshot) -> Int64 {
        row.checksum(of: name, version: version, branch: BranchRow.control)
    }

    private static let selectSQL = """
        SELECT revision, state, "check" FROM snapshot WHERE projection = '\(name)'
        AND version = \(version) AND branch = 0
        """
    private static let deleteSQL = "DELETE FROM snapshot WHERE projection = '\(name)'"
}

extension LogReader {
    /// The file's epoch; nil: it has none, and nothing may be remembered of it.
    package func epoch() throws -> UInt64? { try EpochRow.read(self)?.epoch }
}

extension LogWriter {
    /// Begins a new epoch: rows of the log are not what they were.
    func beginEpoch() throws {
        let control = try head(of: BranchRow.control).revision
        try EpochRow.write(randomBits(), control: control, self)
    }

    /// Gives the file an epoch where somebody has deleted it.
    ///
    /// - Returns: whether there was none.
    func ensureEpoch() throws -> Bool {
        guard try reader.epoch() == nil else { return false }
        try beginEpoch()
        return true
    }

    /// Keeps where the control line ends, beside the epoch.
    func keepControlEnd(_ revision: Int64) throws {
        guard let known = try EpochRow.read(reader) else { return }
        try EpochRow.write(known.epoch, control: revision, self)
    }

    private func randomBits() -> UInt64 {
        salt().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
