internal import SessionTerms

/// Taking over rows of another file of the same log, as they are stored.
extension LogWriter {
    /// Makes this file, which holds the beginning of another one, what that is now.
    ///
    /// - Returns: how many rows came over, and bytes of payloads as they are stored.
    func carryRest(of source: LogReader) throws -> (rows: Int, bytes: Int) {
        let last = try source.lastPosition()
        let carried = try rows.carryLog(from: source.rows, through: last)
        try rows.carryWords(from: source.rows) { _ in true }
        for branch in try source.branches() { try rows.save(branch) }
        try rows.carryDerived(from: source.rows)
        forgetAll()
        return (carried.rows, carried.bytes)
    }

    /// Makes this file, which holds no event, the beginning of another one: its rows up to a
    /// position and the words that they use, in an epoch of its own. What is a projection of them,
    /// the branches too, is the caller's to make.
    func carryBeginning(of source: LogReader, through last: Position) throws {
        let carried = try rows.carryLog(from: source.rows, through: last)
        try rows.carryWords(from: source.rows) { carried.words.contains($0) }
        forgetAll()
        try beginEpoch()
    }
}
