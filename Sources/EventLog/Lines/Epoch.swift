internal import SessionTerms

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

    private static let segment = Line.Segment(
        branch: BranchID.control, revisions: 0...Revision.max)

    /// - Returns: nil where there is none, or a damaged one.
    static func read(_ rows: LogRows) throws -> (epoch: UInt64, control: Revision)? {
        guard let row = try rows.snapshot(of: name, version: version, in: segment),
            row.state.count == 8
        else { return nil }
        return (row.state.reversed().reduce(0) { $0 << 8 | UInt64($1) }, row.revision)
    }

    static func write(_ epoch: UInt64, control: Revision, _ rows: LogRows) throws {
        try rows.deleteSnapshots(of: name)
        var bytes: [UInt8] = []
        bytes.append(littleEndian: epoch)
        try rows.save(
            Snapshot(revision: control, state: bytes), of: name, version: version,
            branch: BranchID.control)
    }
}

extension LogReader {
    /// The file's epoch; nil: it has none, and nothing may be remembered of it.
    package func epoch() throws -> UInt64? { try EpochRow.read(rows)?.epoch }
}

extension LogWriter {
    /// Begins a new epoch: rows of the log are not what they were.
    func beginEpoch() throws {
        let control = try head(of: BranchID.control).revision
        try EpochRow.write(randomBits(), control: control, rows)
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
    func keepControlEnd(_ revision: Revision) throws {
        guard let known = try EpochRow.read(rows) else { return }
        try EpochRow.write(known.epoch, control: revision, rows)
    }

    private func randomBits() -> UInt64 {
        salt().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
